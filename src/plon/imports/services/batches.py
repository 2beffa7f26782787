"""A batch's rows handed to the rooms that keep them. Each answers with counts by name."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID

from plon.customers import queries as customers_known
from plon.customers import services as customers
from plon.imports.domain import Kind, choice, parts_of_name, tags_of
from plon.imports.models import Import
from plon.imports.services import completing
from plon.imports.services.preparing.sales_sql import PERSON_FIELDS
from plon.orders import queries as orders_known
from plon.orders import services as orders

Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = Sequence[Row]
OWN = "plon:"  # before our id, in our own files, where a customer has no number of the firm's
_KEPT = ("external_id", *PERSON_FIELDS)


def load_customers(imported: Import, rows: Rows, now: datetime) -> dict[str, int]:
    """Create or complete the customers of a list."""
    people = [_person(row) for row in rows]
    return _identified(imported, people, now=now)[1]


def load_products(imported: Import, rows: Rows, now: datetime) -> dict[str, int]:
    """Add products that the catalogue lacks; those it has stay as they are.

    One that the file calls by its name alone is the one of that name.
    """
    named = orders_known.codes_named([row["code"] for row in rows if row["code"] == row["name"]])
    told = orders.record_products(
        workspace_id=imported.workspace_id,
        products=[_product(row) for row in rows if row["code"] not in named],
        now=now,
        import_id=imported.id,
    )
    # Sales tell no more than what a product is called: the catalogue knows better.
    changed = told.changed if imported.kind == Kind.PRODUCTS else 0
    return {
        "products_created": told.created,
        "products_known": told.known + told.changed - changed + len(named),
        "products_changed": changed,
    }


def load_orders(imported: Import, rows: Rows, now: datetime) -> dict[str, int]:
    """Record orders with their buyers."""
    buyers = list(dict.fromkeys(row["customer"] for row in rows))
    firsts = {row["customer"]: row for row in reversed(rows)}
    people = [_person({name: firsts[buyer].get(name) for name in _KEPT}) for buyer in buyers]
    ids, counts = _identified(imported, people, now=now)
    by_buyer = dict(zip(buyers, ids, strict=True))
    currency = imported.counts["currency"]
    told_of = [line["product"] for row in rows for line in row["lines"] or () if line["product"]]
    codes = orders_known.codes_named(told_of)
    sold = [
        _order(row, customer_id=by_buyer[row["customer"]], currency=currency, codes=codes)
        for row in rows
    ]
    if is_mended := imported.counts.get("is_mended", False):
        sold = completing.as_here(sold, rows)
    here = dict[str, Any](workspace_id=imported.workspace_id, import_id=imported.id, now=now)
    told = orders.record_orders(orders=completing.new_ones(sold) if is_mended else sold, **here)
    later = completing.told_later(sold, rows, set(told.changed_ids), is_mended=is_mended)
    made = completing.complete(later, here)
    still = [each for each in told.changed_ids if each not in made.whole_ids | made.completed_ids]
    changed = _with_other_figures(sold, still)
    return {
        "customers_created": counts["customers_created"],
        "orders_created": told.created,
        "orders_known": told.known + told.changed - changed - len(made.completed_ids),
        "orders_changed": changed,
        "orders_completed": len(made.completed_ids),
    }


def _with_other_figures(sold: Sequence[orders.NewOrder], changed_ids: Sequence[str]) -> int:
    """Return how many of the orders told otherwise differ in buyer, moment, total or currency.

    What we worked out ourselves, a margin, stands in our own files, and is no other telling.
    """
    if not changed_ids:
        return 0
    kept, changed = orders_known.figures_of(changed_ids), set(changed_ids)
    return sum(
        kept[order.external_id]
        != (order.customer_id, order.ordered_at, order.total_minor, order.currency)
        for order in sold
        if order.external_id in changed
    )


def load_refunds(imported: Import, rows: Rows, now: datetime) -> dict[str, int]:
    """Record money given back, for the order that a return names, else for the one found."""
    named = [row["order_id"] for row in rows if row["order_id"]]
    there = orders_known.known_external_ids(named)
    refunds = [
        orders.NewRefund(
            external_id=row["external_id"],
            order_external_id=row["order_id"] if row["order_id"] in there else row["order_key"],
            amount_minor=row["amount_minor"],
            refunded_at=row["sold_at"].replace(tzinfo=UTC),
            reason=(row["reason"] or "")[:200],
        )
        for row in rows
        if row["order_id"] in there or row["order_key"]
    ]
    told = orders.record_refunds(
        workspace_id=imported.workspace_id, refunds=refunds, now=now, import_id=imported.id
    )
    refused = len(rows) - len(refunds) + told.refused
    return {
        "refunds_created": told.created,
        "refunds_known": told.known,
        "refunds_refused": refused,
    }


def _identified(
    imported: Import, people: Sequence[customers.Person], *, now: datetime
) -> tuple[list[UUID], dict[str, int]]:
    before = customers_known.brought_by(imported.id)
    ours = _our_own(people)
    others = [person for person in people if _own_id(person) not in ours]
    found = iter(
        customers.identify_many(
            workspace_id=imported.workspace_id, people=others, now=now, import_id=imported.id
        )
    )
    ids = [own if (own := _own_id(person)) in ours else next(found) for person in people]
    created = customers_known.brought_by(imported.id) - before
    return ids, {"customers_created": created, "customers_known": len(set(ids)) - created}


def identified(
    imported: Import, people: Sequence[customers.Person], *, now: datetime
) -> list[UUID]:
    """Return the customer of each person that our own archive names by numbers alone."""
    return _identified(imported, [_of_our_file(each) for each in people], now=now)[0]


def _of_our_file(person: customers.Person) -> customers.Person:
    """Return a person without our own id where an address tells who it is."""
    is_told = person.email or person.phone
    if is_told and person.external_id.startswith(OWN):
        return replace(person, external_id="")
    return person


def _our_own(people: Sequence[customers.Person]) -> set[UUID]:
    """Return the customers that our own files name by our id, and nothing else."""
    nameless = {_own_id(person) for person in people} - {None}
    return customers_known.existing([each for each in nameless if each is not None])


def _own_id(person: customers.Person) -> UUID | None:
    """Return our id of a customer without any address, as our own files name it."""
    if person.email or person.phone or not person.external_id.startswith(OWN):
        return None
    try:
        return UUID(person.external_id.removeprefix(OWN))
    except ValueError:
        return None


def _person(row: Row) -> customers.Person:
    told = {name: value for name, value in row.items() if value is not None}
    told.pop("line_no", None)
    first, last = parts_of_name(told.pop("name", ""))
    names = {"first_name": first, "last_name": last}
    if told.get("external_id", "").startswith(OWN) and (told.get("email") or told.get("phone")):
        del told["external_id"]  # of our own file: the address tells who it is
    if "kind" in told:
        told["kind"] = choice("kind", told["kind"])
    if "tags" in told:
        told["tags"] = tags_of(told["tags"])
    return customers.Person(**(names | told))


def _order(
    row: Row, *, customer_id: UUID, currency: str, codes: Mapping[str, str]
) -> orders.NewOrder:
    return orders.NewOrder(
        external_id=row["number"],
        customer_id=customer_id,
        status=_status(row),
        ordered_at=row["sold_at"].replace(tzinfo=UTC),
        total_minor=row["total_minor"],
        currency=currency,
        margin_minor=row["margin_minor"],
        commission_minor=row["commission_minor"],
        channel=(row["channel"] or "")[:80],
        place=choice("place", row["place"]),
        origin=choice("origin", row["origin"]),
        renewal_date=row["renewal_date"],
        lines=[_line(line, codes) for line in row["lines"] or ()],
    )


def _status(row: Row) -> str:
    """Return the order's status; its returns in the file make it returned, one by one."""
    told = choice("status", row["status"]) or "paid"
    return "paid" if told == "returned" and row["has_returns"] else told


def _line(line: Row, codes: Mapping[str, str]) -> orders.NewLine:
    told = line["product"] or ""
    return orders.NewLine(
        product_code=codes.get(told, told),
        name=(line["name"] or "")[:200],
        quantity_milli=line["quantity_milli"] or 1_000,
        amount_minor=line["amount_minor"],
        margin_minor=line["margin_minor"],
    )


def _product(row: Row) -> orders.NewProduct:
    told = {name: value for name, value in row.items() if value is not None}
    return orders.NewProduct(
        code=told["code"],
        name=told["name"][:200],
        category=told.get("category", "")[:80],
        commission_model=choice("commission_model", told.get("commission_model")) or "none",
        commission_minor=told.get("commission_amount"),
        commission_bp=_basis_points(told.get("commission_percent")),
        margin_bp=_basis_points(told.get("margin_percent")),
        unit_cost_minor=told.get("unit_cost"),
        price_minor=told.get("price"),
        term_months=_whole(told.get("term_months")),
        renewal_months=_whole(told.get("renewal_months")),
        pace=choice("pace", told.get("pace")),
        eligibility=told.get("eligibility", ""),
        note=told.get("note", ""),
        is_counted_yearly=choice("is_counted_yearly", told.get("is_counted_yearly")) == "1",
        is_active=choice("is_active", told.get("is_active")) != "0",
        launch_date=told.get("launch_date"),
    )


def _basis_points(percent: Decimal | None) -> int | None:
    return None if percent is None else round(percent * 100)


def _whole(number: Decimal | None) -> int | None:
    return None if number is None else round(number)
