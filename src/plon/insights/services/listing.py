"""The list of customers: who is in it, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plon.customers import queries as customers
from plon.orders import queries as orders
from plon.value import queries as value

PAGE_SIZE = 50
SORTS = ("name", *value.ORDERS)
Filters = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """In which order: by name, or by a figure of value.ORDERS."""

    key: str
    is_falling: bool

    @classmethod
    def read(cls, text: str, *, sees_value: bool) -> "Sort":
        """Return the order asked for, else the most valuable first, or by name."""
        key = text.removeprefix("-")
        if key not in SORTS or (key != "name" and not sees_value):
            return (
                cls(key="value", is_falling=True)
                if sees_value
                else cls(key="name", is_falling=False)
            )
        return cls(key=key, is_falling=text.startswith("-"))


def rule_of(filters: Filters) -> value.Rule | None:
    """Return what the filters ask of figures; None where they ask nothing."""
    parts: list[dict[str, str]] = []
    for name in ("group", "tier"):
        if filters.get(name):
            parts.append({"field": name, "op": "is", "value": filters[name]})
    if filters.get("risk"):
        parts.append({"field": "is_slipping", "op": "is", "value": "yes"})
    for name in ("recency", "frequency"):
        if filters.get(name):
            bounds = ("at_least", "at_most")
            parts += [{"field": name, "op": op, "value": filters[name]} for op in bounds]
    for name, op in (("days_min", "at_least"), ("days_max", "at_most")):
        if filters.get(name) is not None:
            parts.append({"field": "days_since", "op": op, "value": str(filters[name])})
    return value.read_rule({"join": "all", "parts": parts}) if parts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whom the list holds: people of whom a rule about their figures holds; None: no rule."""

    people: customers.Wanted
    rule: value.Rule | None
    today: date
    is_long: bool = False  # too long to name everybody in it

    @property
    def is_narrowed(self) -> bool:
        return self.is_some or self.rule is not None

    @property
    def is_some(self) -> bool:
        """Say whether anything but figures narrows the list."""
        people = self.people
        return bool(people.text or people.tag or people.consent or people.ids is not None)

    @property
    def holding(self) -> customers.Wanted:
        """Return whom the list holds, of whom the rule holds, too."""
        if self.rule is None:
            return self.people
        ids = value.who(self.rule, today=self.today)
        if self.people.ids is not None:
            ids = ids.filter(customer_id__in=self.people.ids)
        return replace(self.people, ids=ids)

    @property
    def chosen(self) -> value.Chosen:
        people = self.people
        if people.is_everybody:
            return value.Chosen(rule=self.rule, ids=None, today=self.today)
        if self.is_long:
            fits = customers.belongs(people, column="customer_id")
            return value.Chosen(rule=self.rule, ids=None, today=self.today, fits=fits)
        is_named = isinstance(people.ids, tuple) and people == customers.Wanted(ids=people.ids)
        ids = people.ids if is_named else customers.ids(people)
        return value.Chosen(rule=self.rule, ids=ids, today=self.today)


def wanted(text: str, filters: Filters, *, today: date) -> Found:
    """Return whom the list holds."""
    people = customers.Wanted(
        text=text,
        tag=filters.get("tag") or "",
        consent=filters.get("consent") or "",
        ids=_ids(filters),
    )
    return Found(people=people, rule=rule_of(filters), today=today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many customers a list holds, and how to read a page of it soonest.

    value_minor: what they bring in 12 months together; None where that is not known, or is not
    told: of a list too long to name that no rule about figures narrows.
    """

    total: int
    soonest: Found
    value_minor: int | None = None


def counted(found: Found, *, sees_value: bool = False) -> Counted:
    """Return how many the list holds and, for who sees value, what they are worth.

    Few are named, not searched for again; of many some soon turn up in whatever order.
    """
    if found.rule is not None:
        told = value.tally(found.chosen)
        minor = told.value_12m_minor if sees_value else None
        return Counted(total=told.customers, soonest=found, value_minor=minor)
    there = customers.tally(found.people)
    if there.few is None:
        minor = value.expected_12m() if sees_value and found.people.is_everybody else None
        return Counted(total=there.total, soonest=replace(found, is_long=True), value_minor=minor)
    soonest = replace(found, people=customers.Wanted(ids=there.few))
    minor = value.tally(soonest.chosen).value_12m_minor if sees_value and there.few else None
    return Counted(total=there.total, soonest=soonest, value_minor=minor)


def _ids(filters: Filters) -> QuerySet[Any, UUID] | None:
    """Return who belongs to the segment and bought the product; None where neither is asked."""
    found = []
    if filters.get("segment"):
        found.append(value.members(UUID(filters["segment"])))
    if filters.get("product"):
        found.append(orders.buyers("product", filters["product"]))
    if len(found) < 2:
        return found[0] if found else None
    return found[0].filter(customer_id__in=found[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Part of the list. next: where the following part begins. figures: of those who have any."""

    rows: Sequence[customers.Listed]
    next: customers.Place | None
    figures: Mapping[UUID, value.CustomerFigures]


def page_of(found: Found, sort: Sort, after: str, *, total: int, size: int | None = None) -> Page:
    """Return a page of the list, from a place in it on; an unreadable place is the beginning.

    size: how many customers; as many as a page shows where that is not said.
    """
    size = size or PAGE_SIZE
    place = read_place(after, sort)
    if sort.key == "name":
        start = place.id if place else None
        named = customers.by_name(found.holding, after=start, limit=size)
        figures = value.figures_of(customer_ids=[each.id for each in named.rows])
        return Page(rows=named.rows, next=named.next, figures=figures)
    return _ranked(found, sort, place, total=total, size=size)


def _ranked(
    found: Found, sort: Sort, place: customers.Place | None, *, total: int, size: int
) -> Page:
    """Return a page in the order of a figure; customers without it come last, by id."""
    figures: dict[UUID, value.CustomerFigures] = {}
    if place is None or place.rank is not None:
        ranked = value.ranked(
            found.chosen,
            order=sort.key,
            is_falling=sort.is_falling,
            after=None if place is None else (place.rank, place.id),
            limit=size + 1,
        )
        figures |= {each.customer_id: each for each in ranked}
    rows = customers.listed(list(figures)[:size])
    has_more = len(figures) > size
    missing = size + 1 - len(figures)
    is_all = place is None and len(figures) == total
    if missing > 0 and not is_all:
        others = _unranked(found, sort, place, limit=missing)
        rows += others
        figures |= value.figures_of(customer_ids=[each.id for each in others])
    shown = rows[:size]
    is_cut = has_more or len(rows) > size
    following = _place(shown[-1], figures, sort) if shown and is_cut else None
    known = {each.id: figures[each.id] for each in shown if each.id in figures}
    return Page(rows=shown, next=following, figures=known)


def _place(
    last: customers.Listed, figures: Mapping[UUID, value.CustomerFigures], sort: Sort
) -> customers.Place:
    known = figures.get(last.id)
    rank = None if known is None else value.rank_of(known, order=sort.key)
    return customers.Place(rank=rank, id=last.id)


def _unranked(
    found: Found, sort: Sort, place: customers.Place | None, *, limit: int
) -> list[customers.Listed]:
    start = place.id if place is not None and place.rank is None else None
    return customers.others(found.holding, known=value.known(sort.key), after=start, limit=limit)


def read_place(text: str, sort: Sort) -> customers.Place | None:
    """Return the place "rank~id" in the list; None for none or for nonsense."""
    rank, mark, one = text.partition("~")
    try:
        return customers.Place(rank=_rank(rank, sort), id=UUID(one)) if mark else None
    except (ValueError, OverflowError):
        return None


def _rank(text: str, sort: Sort) -> Any:
    """Return a figure as it stood in the address; None for none. Raises ValueError."""
    if not text or sort.key == "name":
        return None
    if sort.key == "last":
        return date.fromisoformat(text)
    return float(text) if sort.key == "risk" else int(text)


def written_place(place: customers.Place) -> str:
    """Return a place as it stands in the address."""
    return f"{'' if place.rank is None else place.rank}~{place.id}"
