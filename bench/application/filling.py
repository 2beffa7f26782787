"""Fill a world with firms: rows as the services leave them, by their own way of many rows."""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from bench.application.life import CHANNELS, CITIES, moment_of, names_of, sales_of
from plon.accounts.models import Membership, User, Workspace
from plon.accounts.services import open_workspace
from plon.agenda.models import Task
from plon.customers.domain import fold
from plon.customers.models import Agreement, Consent, Customer, Identity, Note, Tag, Tagging
from plon.orders.models import Order, OrderLine, Refund
from plon.runtime.ids import new_id
from plon.runtime.tenancy import inside
from plon.runtime.upkeep import gather_statistics
from plon.value import tasks as value

OWNER = "owner@bench.example"
PART = 20_000  # rows made at once
TAGS = ("stały", "hurt", "poleca", "reklamacja", "2026", "targi", "zimowe", "pilne")
TAGGED, NOTED, AGREED = 7, 25, 3  # every so many


def fill(customers: int, *, name: str, now: datetime) -> dict[str, Any]:
    """Make a firm of that many customers with its figures, unless it is there; return counts."""
    there = Workspace.objects.filter(name=name).values_list("id", flat=True).first()
    if there is not None:
        return {"workspace": str(there)}
    began = time.perf_counter()
    workspace_id = open_workspace(name=name, now=now)
    with inside(workspace_id):
        ids = _customers(workspace_id, customers, now=now)
        orders = _orders(workspace_id, ids, now=now)
        _tasks(workspace_id, ids, now=now)
    _tidy_up()
    filled = time.perf_counter()
    value.refresh(workspace_id=workspace_id, subject="", now=now)
    _tidy_up()
    return {
        "workspace": str(workspace_id),
        "customers": customers,
        "orders": orders,
        "fill_s": filled - began,
        "figures_s": time.perf_counter() - filled,
    }


def enter(workspace_ids: Sequence[UUID], *, now: datetime, email: str = OWNER) -> User:
    """Return the owner of these firms."""
    known, _is_new = User.objects.get_or_create(
        email=email, defaults={"name": "Bench", "password": make_password(None)}
    )
    for workspace_id in workspace_ids:
        Membership.objects.get_or_create(
            workspace_id=workspace_id, user=known, defaults={"role": "owner", "created_at": now}
        )
    return known


def _customers(workspace_id: UUID, customers: int, *, now: datetime) -> list[UUID]:
    began = now - timedelta(days=730)
    ids: list[UUID] = []
    tags = [Tag(id=new_id(), workspace_id=workspace_id, name=name) for name in TAGS]
    Tag.objects.bulk_create(tags)
    for people in _parts(names_of(customers), PART):
        rows = [_customer(workspace_id, each, at=began) for each in people]
        with transaction.atomic():
            Customer.objects.bulk_create(rows)
            Identity.objects.bulk_create(
                [
                    Identity(
                        id=new_id(),
                        workspace_id=workspace_id,
                        customer_id=row.id,
                        kind=kind,
                        value=shown,
                        shown=shown,
                        created_at=began,
                    )
                    for row, each in zip(rows, people, strict=True)
                    for kind, shown in (("email", each[3]), ("phone", each[4]))
                ]
            )
            Tagging.objects.bulk_create(
                [
                    Tagging(workspace_id=workspace_id, customer=row, tag=tags[place % len(tags)])
                    for place, row in enumerate(rows[::TAGGED])
                ]
            )
            _words(workspace_id, rows, at=began)
        ids += [row.id for row in rows]
    return ids


def _customer(workspace_id: UUID, told: tuple[str, ...], *, at: datetime) -> Customer:
    first, last, city, email, phone = told
    return Customer(
        id=new_id(),
        workspace_id=workspace_id,
        first_name=first,
        last_name=last,
        city=city,
        region=f"region {CITIES.index(city) % 4}",
        search_text=fold(f"{first} {last} {city} {email} {phone}"),
        created_at=at,
        updated_at=at,
    )


def _words(workspace_id: UUID, rows: Sequence[Customer], *, at: datetime) -> None:
    asked = {"workspace_id": workspace_id, "channel": "email", "purpose": "marketing"}
    said = [(row, place % 4 > 0) for place, row in enumerate(rows[::AGREED])]
    Agreement.objects.bulk_create(
        [Agreement(customer=row, is_given=is_given, **asked) for row, is_given in said]
    )
    Consent.objects.bulk_create(
        [
            Consent(
                id=new_id(),
                customer=row,
                is_given=is_given,
                wording_id="bench",
                wording_sha256="0" * 64,
                language="pl",
                form="import",
                decided_at=at,
                recorded_at=at,
                **asked,
            )
            for row, is_given in said
        ]
    )
    Note.objects.bulk_create(
        [
            Note(
                id=new_id(),
                workspace_id=workspace_id,
                customer=row,
                text="Woli rozmowę rano. Pyta o nowe smaki.",
                author="user:bench",
                author_name="Bench",
                written_at=at,
            )
            for row in rows[::NOTED]
        ]
    )


def _orders(workspace_id: UUID, ids: Sequence[UUID], *, now: datetime) -> int:
    sales = sales_of(len(ids))
    columns = (sales.customer, sales.days_ago, sales.minor, sales.is_refunded, sales.channel)
    rows = enumerate(zip(*(column.tolist() for column in columns), strict=True))
    for part in _parts(rows, PART):
        orders = [_order(ids, number, sale, now=now) for number, sale in part]
        with transaction.atomic():
            _insert(Order(status=Order.Status.PAID, currency="PLN"), orders)
            _insert(OrderLine(name="chleb"), [_line(order) for order in orders])
            backs = [_back(workspace_id, order) for order in orders if order["refunded_minor"]]
            Refund.objects.bulk_create(backs)
    return len(sales)


def _insert(same: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; what they do not name is as in `same`."""
    others = {field.attname for field in same._meta.concrete_fields} - {*rows[0], "workspace_id"}
    type(same).objects.insert_plain(rows, **{name: getattr(same, name) for name in others})


def _order(
    ids: Sequence[UUID], number: int, sale: tuple[Any, ...], *, now: datetime
) -> dict[str, Any]:
    who, days_ago, minor, is_refunded, channel = sale
    at = moment_of(days_ago, end=now)
    return {
        "id": new_id(),
        "customer_id": ids[who],
        "external_id": f"shop:{number}",
        "ordered_at": at,
        "total_minor": minor,
        "refunded_minor": minor if is_refunded else 0,
        "channel": CHANNELS[channel],
        "told_hash": f"{number:032x}",
        "created_at": at,
    }


def _line(order: dict[str, Any]) -> dict[str, Any]:
    return {"id": new_id(), "order_id": order["id"], "amount_minor": order["total_minor"]}


def _back(workspace_id: UUID, order: dict[str, Any]) -> Refund:
    return Refund(
        id=new_id(),
        workspace_id=workspace_id,
        order_id=order["id"],
        external_id=f"back:{order['external_id']}",
        amount_minor=order["refunded_minor"],
        refunded_at=order["ordered_at"] + timedelta(hours=1),
        created_at=order["created_at"],
    )


def _tasks(workspace_id: UUID, ids: Sequence[UUID], *, now: datetime) -> None:
    """Give people two hundred things to do, and a past in which they did some."""
    chosen = ids[:: max(1, len(ids) // 400)]
    Task.objects.bulk_create(
        [
            Task(
                id=new_id(),
                workspace_id=workspace_id,
                key=f"manual:{place}",
                customer_id=who,
                kind="call",
                title=f"Zadzwoń: klient {place}",
                reason="Dawno nie było wieści.",
                value_minor=1_000 * (place % 90),
                due_at=now + timedelta(hours=place - 100),
                closed_at=now - timedelta(days=place % 60) if place % 2 else None,
                outcome="talked" if place % 2 else "",
                created_at=now - timedelta(days=70),
            )
            for place, who in enumerate(chosen)
        ]
    )


def _parts(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(rows)
    while part := list(islice(source, size)):
        yield part


def _tidy_up() -> None:
    """Let the database look at what it has, as its own housekeeping does in life."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            return
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    gather_statistics(now=datetime.now(UTC))


def fill_work(name: str) -> dict[str, Any]:
    """Make the world of the size that is its name."""
    now = datetime.now(UTC)
    told = fill(int(name), name=name, now=now)
    enter([UUID(told["workspace"])], now=now)
    return told
