"""Customers' figures for other rooms, and who has which."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from plon.customers import queries as customers
from plon.orders import queries as orders
from plon.value.domain.conditions import NEVER_BOUGHT, Condition, Rule
from plon.value.models import LISTED_BY, Figures

_COLUMNS: Mapping[str, str] = {
    "group": "group",
    "tier": "tier",
    "value_12m": "value_12m_minor",
    "observed": "observed_minor",
    "ltv": "ltv_minor",
    "purchases": "purchase_days",
    "recency": "r_score",
    "frequency": "f_score",
    "monetary": "m_score",
    "channel": "channel",
    "is_slipping": "is_slipping",
}
_DAYS: Mapping[str, str] = {"days_since": "last_date", "days_known": "first_date"}
_STAYS = Q(is_slipping=None) | Q(is_slipping=False)
_RISKS: Mapping[str, Q] = {  # as CustomerFigures.risk
    "unknown": Q(alive=None),
    "high": Q(alive__isnull=False) & (Q(is_slipping=True) | Q(alive__lt=1 / 3)),
    "medium": _STAYS & Q(alive__gte=1 / 3, alive__lt=2 / 3),
    "low": _STAYS & Q(alive__gte=2 / 3),
}
_NOBODY = Q(pk__in=[])
_EVERYBODY = ~_NOBODY
_COMPARED: Mapping[str, str] = {"is": "exact", "at_least": "gte", "at_most": "lte"}
SLIPPING = "slipping"  # the cause of a task about somebody who slips away
ORDERS: Mapping[str, str] = LISTED_BY  # what a list of customers may be ordered by


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFigures:
    """One customer's figures. Money in minor units; None: not known. Codes: plon.lifetime."""

    customer_id: UUID
    first_date: date
    last_date: date
    purchase_days: int
    group: str
    tier: str
    channel: str
    r_score: int
    f_score: int
    m_score: int
    observed_minor: int | None
    ltv_minor: int | None
    alive: float | None
    due_date: date | None
    is_slipping: bool | None
    expected_12m: float | None
    value_12m_minor: int | None
    value_12m_low_minor: int | None
    value_12m_high_minor: int | None

    @property
    def risk(self) -> str:
        """Return "high", "medium", "low" or "unknown": how likely the customer has left."""
        return risk_of(alive=self.alive, is_slipping=self.is_slipping)


def risk_of(*, alive: float | None, is_slipping: bool | None) -> str:
    """Return "high", "medium", "low" or "unknown": how likely a customer has left."""
    if alive is None:
        return "unknown"
    if is_slipping or alive < 1 / 3:
        return "high"
    return "medium" if alive < 2 / 3 else "low"


FACTS = tuple(CustomerFigures.__dataclass_fields__)


def figures_of(*, customer_ids: Collection[UUID]) -> Mapping[UUID, CustomerFigures]:
    """Return the figures of those customers who have any."""
    rows = Figures.objects.filter(customer_id__in=customer_ids).values(*FACTS)
    return {row["customer_id"]: CustomerFigures(**row) for row in rows}


def known_channels(*, limit: int = 200) -> list[str]:
    """Return by which channels customers bought first, by name: for choosing from a list."""
    names = Figures.objects.exclude(channel="").order_by("channel")
    return list(names.values_list("channel", flat=True).distinct()[:limit])


def slipping(
    *, limit: int, but_not: QuerySet[Any, UUID] | Collection[UUID] = ()
) -> list[CustomerFigures]:
    """Return who slips away, most at stake first, some customers left out."""
    # Whoever slips away was scored by a model, and so has a value.
    rows = Figures.objects.filter(is_slipping=True, value_12m_minor__isnull=False)
    rows = rows.exclude(customer_id__in=but_not).order_by("-value_12m_minor", "-customer_id")
    return [CustomerFigures(**row) for row in rows.values(*FACTS)[:limit]]


def who(rule: Rule, *, today: date) -> QuerySet[Any, UUID]:
    """Return the ids of customers for whom the rule holds: a query, to be asked inside others."""
    return matching(rule, today=today).values_list("customer_id", flat=True)


def matching(rule: Rule, *, today: date) -> QuerySet[Figures]:
    """Return the figures of customers for whom the rule holds."""
    return Figures.objects.filter(_of_rule(rule, partial(_holds, today=today)))


def without_figures(rule: Rule) -> QuerySet[Any, UUID]:
    """Return the ids of customers who never bought and for whom the rule holds: a query.

    A rule that can hold for none of them costs no statement.
    """
    bought = Figures.objects.filter(customer_id=OuterRef("id"))
    return customers.standing(_of_rule(rule, _holds_without)).exclude(Exists(bought))


def _of_rule(rule: Rule, holds: Callable[[Condition], Q]) -> Q:
    parts = [
        _of_rule(part, holds) if isinstance(part, Rule) else _of_condition(part, holds)
        for part in rule.parts
    ]
    if not parts:
        return Q()
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part if rule.is_any else whole & part
    return whole


def _of_condition(condition: Condition, holds: Callable[[Condition], Q]) -> Q:
    so = holds(condition)
    # What is not known is neither so nor otherwise: "not" takes it in, as people mean it.
    return ~so if condition.is_denied else so


def _ids_of(condition: Condition) -> QuerySet[Any, UUID] | None:
    """Return whom a condition finds by other things than figures; None where it asks for those."""
    if condition.field in customers.TRAITS:
        return customers.with_trait(condition.field, condition.value)
    if condition.field in orders.TRADES:
        return orders.buyers(condition.field, str(condition.value))
    return None


def _holds_without(condition: Condition) -> Q:
    """Say of customers who never bought whether a condition holds: they have nought purchases."""
    ids = _ids_of(condition)
    if ids is not None:
        return Q(id__in=ids)
    if condition.field == "purchases":
        return _EVERYBODY if condition.op == "at_most" or not condition.value else _NOBODY
    return _EVERYBODY if condition.field == NEVER_BOUGHT else _NOBODY


def _holds(condition: Condition, *, today: date) -> Q:
    field, value = condition.field, condition.value
    ids = _ids_of(condition)
    if ids is not None:
        return Q(customer_id__in=ids)
    if field == NEVER_BOUGHT:
        return _NOBODY
    if field == "risk":
        return _RISKS.get(str(value), Q(pk__in=[]))
    if field in _DAYS:
        day = today - timedelta(days=min(int(value), 36_500))
        way = "lte" if condition.op == "at_least" else "gte"
        return Q(**{f"{_DAYS[field]}__{way}": day})
    return Q(**{f"{_COLUMNS[field]}__{_COMPARED[condition.op]}": value})
