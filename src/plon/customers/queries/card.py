"""One customer, whole: what the card shows, in two queries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from plon.customers.domain import Word, counting
from plon.customers.models import Consent, Customer, Identity, LifeEvent, Note, Tagging
from plon.customers.queries.naming import name_of, numbered
from plon.customers.queries.standing import last_merges


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The newest word of a customer on a channel and a purpose."""

    channel: str
    purpose: str
    is_given: bool
    decided_at: datetime
    form: str = ""  # where it was said


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A note of somebody of the firm."""

    id: UUID
    text: str
    author: str
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """A day in the customer's life; kind is a code of LifeEvent."""

    id: UUID
    kind: str
    event_date: date
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A customer with everything that this room knows. Fields: as in the table."""

    id: UUID
    name: str
    fields: dict[str, Any]
    created_at: datetime
    is_erased: bool
    merged_into_id: UUID | None
    addresses: list[tuple[str, str]] = field(default_factory=list)  # (kind, as written)
    tags: list[str] = field(default_factory=list)
    consents: list[Said] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)  # all of it, the newest first
    notes: list[Noted] = field(default_factory=list)
    life: list[Lived] = field(default_factory=list)


SHOWN = (
    "kind",
    "first_name",
    "last_name",
    "company_name",
    "tax_id",
    "street",
    "postcode",
    "city",
    "country",
    "region",
    "language",
    "preferred_channel",
    "birthday",
    "company_birthday",
    "first_visit_date",
    "acquisition_channel",
    "campaign",
    "referrer_id",
    "data_source",
    "has_complaint",
    "has_returned",
    "favourite_product",
    "needs",
    "preferences",
)


def card(customer_id: UUID) -> Card | None:
    """Return the card of a customer; None where there is none in the workspace."""
    row = numbered(Customer.objects.filter(id=customer_id)).first()
    if row is None:
        return None
    made = Card(
        id=row.id,
        name=name_of(row),
        fields={name: getattr(row, name) for name in SHOWN},
        created_at=row.created_at,
        is_erased=row.erased_at is not None,
        merged_into_id=row.merged_into_id,
    )
    _fill(made, _everything(customer_id))
    return made


def _everything(customer_id: UUID) -> QuerySet[Any, Any]:
    """Return all rows about a customer in one query: (of, id, first, second, third, at, is)."""

    def rows(
        of: str, found: QuerySet[Any], first: str, second: str, third: str, **told: Any
    ) -> Any:
        return found.filter(told.get("about", Q(customer_id=customer_id))).annotate(
            of=Value(of, CharField()),
            row_id=F({"tag": "tag_id", "consent": "customer_id"}.get(of, "id")),
            first=Cast(first, TextField()),
            second=Cast(second, TextField()) if second else Value("", TextField()),
            third=Cast(third, TextField()) if third else Value("", TextField()),
            at=told.get("at", Cast(Value(None), DateTimeField())),
            yes=told.get("yes", Cast(Value(True), BooleanField())),
        )

    said = partial(
        rows,
        "consent",
        Consent.objects.all(),
        "channel",
        "purpose",
        "form",
        at=F("decided_at"),
        yes=F("is_given"),
    )
    parts = [
        rows("address", Identity.objects.all(), "kind", "shown", "", at=F("created_at")),
        rows("tag", Tagging.objects.all(), "tag__name", "", ""),
        said(about=Q(customer_id=customer_id)),
        said(about=Q(customer__merged_into_id=customer_id)),
        rows("note", Note.objects.all(), "text", "author_name", "", at=F("written_at")),
        rows("life", LifeEvent.objects.all(), "kind", "event_date", "note"),
    ]
    columns = ("of", "row_id", "first", "second", "third", "at", "yes")
    head, *rest = [part.order_by().values_list(*columns) for part in parts]
    whole: QuerySet[Any, Any] = head.union(*rest, all=True)
    return whole


def _fill(made: Card, rows: Iterable[tuple[Any, ...]]) -> None:
    said: dict[tuple[str, str], list[Word]] = {}
    for of, row_id, first, second, third, at, yes in sorted(rows, key=_in_time):
        if of == "address":
            made.addresses.append((first, second))
        elif of == "tag":
            made.tags.append(first)
        elif of == "consent":
            made.said.append(
                Said(channel=first, purpose=second, is_given=bool(yes), decided_at=at, form=third)
            )
            word = Word(customer_id=row_id, is_given=bool(yes), decided_at=at)
            said.setdefault((first, second), []).append(word)
        elif of == "note":
            made.notes.append(Noted(id=row_id, text=first, author=second, written_at=at))
        else:
            day = date.fromisoformat(second)
            made.life.append(Lived(id=row_id, kind=first, event_date=day, note=third))
    made.tags.sort()
    made.said.reverse()
    made.consents.extend(_counting(made.id, said))


def _counting(customer_id: UUID, said: Mapping[tuple[str, str], list[Word]]) -> Iterator[Said]:
    """Yield the words that count, of the customer and of those who were merged into them."""
    speakers = {word.customer_id for words in said.values() for word in words}
    is_one = not speakers - {customer_id}
    merged_at = None if is_one else last_merges([customer_id]).get(customer_id)
    for (channel, purpose), words in said.items():
        if word := counting(words, merged_at=merged_at):
            yield Said(
                channel=channel,
                purpose=purpose,
                is_given=word.is_given,
                decided_at=word.decided_at,
            )


def _in_time(row: tuple[Any, ...]) -> tuple[bool, Any, bool, str]:
    """Return the place of a row; of two words of one moment the withdrawal comes last."""
    is_withdrawal = row[0] == "consent" and not row[6]
    return (row[5] is not None, row[5] or 0, is_withdrawal, str(row[1]))
