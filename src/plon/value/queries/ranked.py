"""Customers in the order of a figure, a page at a time: a long list costs what a page costs."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Subquery, Sum

from plon.customers import queries as customers
from plon.value.domain.conditions import Rule
from plon.value.models import Figures
from plon.value.queries.figures import FACTS, ORDERS, CustomerFigures, matching


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Whom a list holds: for whom the rule holds, of these ids; None: of all that lists show.

    fits: says in place of ids, of one row of figures after the other, who belongs.
    """

    rule: Rule | None
    ids: QuerySet[Any, UUID] | Collection[UUID] | None
    today: date
    fits: Subquery | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many customers with figures a list holds, and what they bring in 12 months together.

    value_12m_minor: None where it is known of none of them.
    """

    customers: int
    value_12m_minor: int | None


def tally(chosen: Chosen) -> Tally:
    """Return how many the list holds and their value: one look at the rows for both."""
    sums = _rows(chosen).aggregate(customers=Count("*"), minor=Sum("value_12m_minor"))
    minor = sums["minor"]
    return Tally(customers=sums["customers"], value_12m_minor=None if minor is None else int(minor))


def ranked(
    chosen: Chosen, *, order: str, is_falling: bool, after: tuple[Any, UUID] | None, limit: int
) -> list[CustomerFigures]:
    """Return customers by the figure that `order` of ORDERS names, after such a figure and id.

    Customers without the figure are left out. Equal figures go by id, in the same direction.
    """
    column = ORDERS[order]
    found = _rows(chosen).filter(**{f"{column}__isnull": False})
    if after is not None:
        found = found.filter(_beyond(column, *after, is_falling=is_falling))
    sign = "-" if is_falling else ""
    rows = found.order_by(f"{sign}{column}", f"{sign}customer_id")
    return [CustomerFigures(**row) for row in rows.values(*FACTS)[:limit]]


def rank_of(figures: CustomerFigures, *, order: str) -> Any:
    """Return the figure that `order` of ORDERS names."""
    return getattr(figures, ORDERS[order])


def known(order: str) -> QuerySet[Any, UUID]:
    """Return the ids of customers who have that figure: a query, to be asked inside others."""
    rows = Figures.objects.filter(**{f"{ORDERS[order]}__isnull": False})
    return rows.values_list("customer_id", flat=True)


def _rows(chosen: Chosen) -> QuerySet[Figures]:
    found = Figures.objects.all()
    if chosen.rule is not None:
        found = matching(chosen.rule, today=chosen.today)
    if chosen.fits is not None:
        return found.filter(chosen.fits)
    if chosen.ids is None:
        return found.filter(customers.standing_for("customer_id"))
    return found.filter(customer_id__in=chosen.ids)


def _beyond(column: str, rank: Any, one: UUID, *, is_falling: bool) -> Q:
    """Return what comes after; the first condition alone is what an index can begin at."""
    way = "lt" if is_falling else "gt"
    equal = Q(**{column: rank, f"customer_id__{way}": one})
    return Q(**{f"{column}__{way}e": rank}) & (Q(**{f"{column}__{way}": rank}) | equal)
