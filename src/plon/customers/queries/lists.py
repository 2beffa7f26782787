"""Lists of customers: found, ordered, page by page; and the few who match what is typed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import (
    BooleanField,
    Count,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce

from plon.customers.domain import fold
from plon.customers.models import Customer, Tag, Tagging
from plon.customers.queries.agreeing import agreeing
from plon.customers.queries.naming import name_of, numbered

NAME_ORDER = ("last_name", "first_name", "company_name", "id")
FEW = 1_000  # customers who are named one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A customer in a list."""

    id: UUID
    name: str
    city: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagCounted:
    """A tag, and how many customers have it."""

    id: UUID
    name: str
    count: int

    @property
    def query(self) -> str:
        """Return the filter of the list that shows its customers."""
        return urlencode({"tag": self.name})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom a list holds. Everything given must hold; ids: a query of ids or a collection."""

    text: str = ""
    tag: str = ""
    consent: str = ""  # a channel with consent to marketing
    ids: Collection[UUID] | QuerySet[Any, UUID] | None = None

    @property
    def is_everybody(self) -> bool:
        return not (self.text or self.tag or self.consent) and self.ids is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many a list holds; few: who they are, where they are at most FEW."""

    total: int
    few: tuple[UUID, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page of a ranked list begins: after a rank (None: after all ranks) and an id."""

    rank: Any
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Part of a list. next: where the following part begins, or None."""

    rows: Sequence[Listed]
    next: Place | None


def tally(wanted: Wanted) -> Tally:
    """Return how many customers the list holds and, of a short list, who: one look at the rows."""
    if wanted.is_everybody:
        return Tally(total=_everybody(), few=None)
    found, column = _narrowed(wanted)
    rows = list(found.values_list(column, Window(Count("*")))[: FEW + 1])
    total = rows[0][1] if rows else 0
    return Tally(total=total, few=None if total > FEW else tuple(who for who, _total in rows))


def ids(wanted: Wanted) -> QuerySet[Any, UUID]:
    """Return the ids of the list: a query, to be asked inside others."""
    found, column = _narrowed(wanted)
    return found.values_list(column, flat=True)


def belongs(wanted: Wanted, *, column: str) -> Subquery:
    """Say, for a query of rows with a customer's id in `column`, whether the list holds them.

    Asked of one row after the other: for a long list that is read in an order, and not to its end.
    """
    one = _found(wanted).filter(id=OuterRef(column)).annotate(belongs=Value(True))
    return Subquery(one.values("belongs")[:1], output_field=BooleanField())


def by_name(wanted: Wanted, *, after: UUID | None, limit: int) -> Page:
    """Return a page of the list by name, after a customer of it."""
    found = _found(wanted)
    start = Customer.objects.filter(id=after).first() if after else None
    if start is not None:
        found = found.filter(_later_in_name(start))
    rows = list(numbered(found).order_by(*NAME_ORDER)[: limit + 1])
    return _page(rows, limit=limit)


def listed(customer_ids: Sequence[UUID]) -> list[Listed]:
    """Return customers as lists show them, in the order of the ids; unknown ones are left out."""
    found = Customer.objects.filter(id__in=customer_ids)
    rows = {row.id: row for row in numbered(found)}
    return [_listed(rows[each]) for each in customer_ids if each in rows]


def others(
    wanted: Wanted, *, known: QuerySet[Any, UUID], after: UUID | None, limit: int
) -> list[Listed]:
    """Return those of the list who are not among the known, by id, after an id."""
    found = _found(wanted).exclude(id__in=known)
    if after is not None:
        found = found.filter(id__gt=after)
    return [_listed(row) for row in numbered(found).order_by("id")[:limit]]


def standing_for(column: str) -> Q:
    """Say, for a query of rows with a customer's id in `column`, whether lists show them.

    By the few who are gone: to look up each one who is there takes ten times as long.
    """
    return ~gone_for(column)


def gone_for(column: str) -> Q:
    """Say, for a query of rows with a customer's id in `column`, whether lists leave them out."""
    return Q(**{f"{column}__in": _gone().values("id")})


def search(text: str, *, limit: int = 8) -> list[Listed]:
    """Return customers that match what is typed, by name; nothing for nothing.

    Where more than FEW match, of those found first: to walk through all names takes ten times as
    long, and who sees so few of so many types on.
    """
    if not fold(text).strip():
        return []
    few = list(_found(Wanted(text=text)).values_list("id", flat=True)[:FEW])
    rows = numbered(Customer.objects.filter(id__in=few)).order_by(*NAME_ORDER)
    return [_listed(row) for row in rows[:limit]]


def names_of(customer_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return how customers are called."""
    rows = Customer.objects.filter(id__in=customer_ids)
    return {row.id: name_of(row) for row in numbered(rows)}


def tagged(*, name: str) -> QuerySet[Any, UUID]:
    """Return the ids of customers with a tag: a query, to be asked inside others."""
    return Tagging.objects.filter(tag__name=name).values_list("customer_id", flat=True)


def referred_count() -> int:
    """Return how many customers came by somebody's word."""
    return _found(Wanted()).exclude(referrer=None).count()


def referred_by(customer_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many customers came by the word of each of these; who brought nobody is not in."""
    rows = _found(Wanted()).filter(referrer_id__in=customer_ids).order_by()
    return dict(rows.values_list("referrer_id").annotate(Count("id")))


def complaint_share() -> float | None:
    """Return which share of customers has ever complained; None without customers."""
    everybody = _found(Wanted())
    told = everybody.aggregate(
        all=Count("id"), complained=Count("id", filter=Q(has_complaint=True))
    )
    return told["complained"] / told["all"] if told["all"] else None


def region_for(column: str) -> Subquery:
    """Return, for a query of rows with a customer's id in `column`, the customer's region."""
    return Subquery(Customer.objects.filter(id=OuterRef(column)).values("region")[:1])


def tag_names() -> list[str]:
    """Return the tags of the firm, by name."""
    return list(Tag.objects.order_by("name").values_list("name", flat=True))


def tags_counted() -> list[TagCounted]:
    """Return the tags of the firm, by name, with how many customers have each."""
    living = Q(taggings__customer__merged_into=None, taggings__customer__erased_at=None)
    rows = Tag.objects.annotate(on=Count("taggings", filter=living)).order_by("name")
    return [TagCounted(id=row.id, name=row.name, count=row.on) for row in rows]


def _gone() -> QuerySet[Customer]:
    return Customer.objects.filter(Q(merged_into__isnull=False) | Q(erased_at__isnull=False))


def _everybody() -> int:
    """Return how many customers there are: all in the narrowest index, less the few who are gone.

    To look at each one whether they are there reads the whole table.
    """
    gone = _gone().values("workspace").annotate(rows=Count("*")).values("rows")
    living = Count("*") - Coalesce(Subquery(gone), 0)
    return int(Customer.objects.aggregate(living=living)["living"])


def _narrowed(wanted: Wanted) -> tuple[QuerySet[Any], str]:
    """Return rows of the list, and the column in which they have the customer.

    Where rows of tags or of agreements say who belongs, no customer is looked up.
    """
    rows = [agreeing(wanted.consent)] if wanted.consent else []
    rows += [tagged(name=wanted.tag)] if wanted.tag else []
    if wanted.text or not rows:
        return _found(wanted), "id"
    found = rows[0].filter(standing_for("customer_id"))
    for other in rows[1:]:
        found = found.filter(customer_id__in=other)
    return found if wanted.ids is None else found.filter(customer_id__in=wanted.ids), "customer_id"


def _found(wanted: Wanted) -> QuerySet[Customer]:
    found = Customer.objects.filter(merged_into=None, erased_at=None)
    for word in fold(wanted.text).split():
        found = found.filter(search_text__contains=word)
    if wanted.tag:
        found = found.filter(id__in=tagged(name=wanted.tag))
    if wanted.consent:
        found = found.filter(id__in=agreeing(wanted.consent))
    return found if wanted.ids is None else found.filter(id__in=wanted.ids)


def _later_in_name(start: Customer) -> Q:
    """Return who comes after a customer in the order of names."""
    later, equal = Q(), Q()
    for column in NAME_ORDER:
        later |= equal & Q(**{f"{column}__gt": getattr(start, column)})
        equal &= Q(**{column: getattr(start, column)})
    return later


def _page(rows: list[Customer], *, limit: int) -> Page:
    shown = [_listed(row) for row in rows[:limit]]
    has_more = len(rows) > limit
    return Page(rows=shown, next=Place(rank=None, id=shown[-1].id) if has_more else None)


def _listed(row: Customer) -> Listed:
    return Listed(id=row.id, name=name_of(row), city=row.city)
