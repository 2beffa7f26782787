"""Products: recorded by code, changed with a fact."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller, Trade
from plon.core.errors import DomainError
from plon.customers import queries as customers
from plon.orders.domain import NewProduct, Rule
from plon.orders.events import CatalogueChanged
from plon.orders.models import Product
from plon.orders.queries import ready_products
from plon.orders.services.recorded import Recorded
from plon.runtime import bulk, outbox
from plon.runtime.ids import new_id

_AT_ONCE = 500
_EARNING = (
    "commission_model",
    "commission_minor",
    "commission_bp",
    "is_counted_yearly",
    "margin_bp",
    "unit_cost_minor",
)


class ProductNotFound(DomainError):
    """There is no such product in this workspace."""

    code = "product_not_found"
    status = 404


class ProductToldOtherwise(DomainError):
    """The catalogue has another product of that code. It stays as it was."""

    code = "product_told_otherwise"


@transaction.atomic
def add_product(caller: Caller, *, product: NewProduct, now: datetime) -> tuple[UUID, bool]:
    """Add one product to the catalogue; return its id and whether it is new.

    Safe to repeat: the same code told the same is the same product. Raises ProductToldOtherwise.
    """
    recorded = record_products(workspace_id=caller.workspace_id, products=[product], now=now)
    if recorded.changed:
        raise ProductToldOtherwise(product.code)
    product_id = recorded.ids[product.code]
    if recorded.created:
        accounts.record(caller, "product.added", subject=f"product:{product_id}", now=now)
    return product_id, bool(recorded.created)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A ready product that the catalogue has. code: the catalogue's."""

    ready: str
    name: str
    code: str
    has_learnt: bool = False  # what it earns, of which the catalogue said nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What became of the ready products of a trade: new ones, by name, and those matched."""

    added: tuple[str, ...]
    matched: tuple[Matched, ...]

    @property
    def created(self) -> int:
        return len(self.added)

    @property
    def known(self) -> int:
        """Return how many ready products were there: one of two rows of its name counts once."""
        return len({each.ready for each in self.matched})


@transaction.atomic
def install_preset(caller: Caller, *, trade: Trade, language: str, now: datetime) -> Installed:
    """Say what the firm lives by, and add the products ready for it, named in that language.

    Safe to repeat: what the catalogue has by code or by name, changed or retired by the firm, stays
    as it is, and is matched. One of that name that says nothing of what it earns, learns it.
    """
    accounts.choose_trade(caller, trade=trade, now=now)
    ready = ready_products(trade, language=language)
    there = dict(
        Product.objects.filter(code__in=[told.code for told in ready]).values_list("code", "name")
    )
    matched = [
        Matched(ready=told.name, name=there[told.code], code=told.code)
        for told in ready
        if told.code in there
    ]
    named = _named_alike(ready)
    matched += [_match(caller, told, row, now=now) for told, row in named]
    known = there.keys() | {told.code for told, _row in named}
    new = [told for told in ready if told.code not in known]
    recorded = record_products(workspace_id=caller.workspace_id, products=new, now=now)
    if recorded.created:
        detail = {"trade": trade.value, "count": recorded.created}
        accounts.record(caller, "catalogue.preset", detail=detail, now=now)
    return Installed(added=tuple(told.name for told in new), matched=tuple(matched))


def _match(caller: Caller, told: NewProduct, row: Product, *, now: datetime) -> Matched:
    """Teach a product of the same name what it earns, where the catalogue does not say that."""
    has_learnt = _earns_nothing(row)
    if has_learnt:
        changes = {name: getattr(told, name) for name in _EARNING}
        change_product(caller, product_id=row.id, changes=changes, now=now)
    return Matched(ready=told.name, name=row.name, code=row.code, has_learnt=has_learnt)


def record_products(
    *,
    workspace_id: UUID,
    products: Sequence[NewProduct],
    now: datetime,
    import_id: UUID | None = None,
) -> Recorded:
    """Add products whose code is new. Safe to repeat.

    One the catalogue has stays as it is; told otherwise, it is named in `changed_ids`.
    """

    def step() -> Recorded:
        codes = sorted({told.code for told in products})
        rows = {
            row.code: row
            for part in bulk.chunks(codes)
            for row in Product.objects.filter(code__in=part)
        }
        made: list[Product] = []
        same, changed = 0, []
        for told in products:
            row = rows.get(told.code)
            if row is None:
                made.append(_made(workspace_id, told, now=now, import_id=import_id))
                rows[told.code] = made[-1]
            elif _news(row, asdict(told)):
                changed.append(told.code)
            else:
                same += 1
        made.sort(key=lambda row: row.code)
        Product.objects.bulk_create(made, batch_size=_AT_ONCE)
        return Recorded(
            created=len(made),
            known=same,
            changed=len(changed),
            ids={code: row.id for code, row in rows.items()},
            changed_ids=tuple(changed),
        )

    return bulk.once_more(step)


@transaction.atomic
def change_product(
    caller: Caller, *, product_id: UUID, changes: Mapping[str, Any], now: datetime
) -> None:
    """Set fields of a product and tell CatalogueChanged; orders keep what they earned.

    Safe to repeat. Raises ProductNotFound, and KeyError for a field that is none of CHANGEABLE.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise KeyError(*unknown)
    row = Product.objects.select_for_update().filter(id=product_id).first()
    if row is None:
        raise ProductNotFound(str(product_id))
    news = _news(row, changes)
    if not news:
        return
    Product.objects.filter(id=product_id).update(**news)
    outbox.publish(
        CatalogueChanged(workspace_id=caller.workspace_id, occurred_at=now, product_id=product_id)
    )
    accounts.record(
        caller,
        "product.changed",
        subject=f"product:{product_id}",
        detail={"fields": sorted(news)},
        now=now,
    )


def rule_of(product: Product) -> Rule:
    """Return how a product earns."""
    return Rule(**{field.name: getattr(product, field.name) for field in fields(Rule)})


def _named_alike(ready: Sequence[NewProduct]) -> list[tuple[NewProduct, Product]]:
    """Return ready products whose code is new, each with every product that has its name."""
    rows: dict[str, list[Product]] = {}
    kept = list(Product.objects.order_by("code"))
    for row in kept:
        rows.setdefault(customers.fold(row.name), []).append(row)
    codes = {row.code for row in kept}
    new = [told for told in ready if told.code not in codes]
    return [(told, row) for told in new for row in rows.get(customers.fold(told.name), [])]


def _earns_nothing(row: Product) -> bool:
    """Say whether the catalogue tells neither margin nor commission of a product."""
    rule = rule_of(row)
    amounts = (rule.commission_minor, rule.commission_bp, rule.margin_bp, rule.unit_cost_minor)
    return all(amount is None for amount in amounts)


def _made(
    workspace_id: UUID, told: NewProduct, *, now: datetime, import_id: UUID | None
) -> Product:
    return Product(
        id=new_id(), workspace_id=workspace_id, created_at=now, import_id=import_id, **asdict(told)
    )


def _news(row: Product, told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if getattr(row, name) != value}


CHANGEABLE = frozenset(field.name for field in fields(NewProduct)) - {"code"}
