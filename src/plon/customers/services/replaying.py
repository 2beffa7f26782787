"""What an archive tells of customers, written down again as it was: with its own times, once.

Safe to repeat: what is here already is known. Whoever was erased stays so, and nothing is written
about them; a row that cannot be read is left out, the others are written.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias, TypeVar
from uuid import UUID

from django.db import transaction

from plon.core.days import moment_of
from plon.customers import domain
from plon.customers.models import (
    Consent,
    Customer,
    Identity,
    LifeEvent,
    Note,
    SavedView,
    Wording,
)
from plon.customers.services.agreeing import settle
from plon.runtime import bulk
from plon.runtime.ids import first_id, new_id

VERSION_MAX = 2**31 - 1
_Told = TypeVar("_Told", Consent, Note, LifeEvent)
_Row = TypeVar("_Row")
_Made = TypeVar("_Made")
Cells: TypeAlias = Mapping[str, str]
About: TypeAlias = Sequence[tuple[UUID, Cells]]  # a customer, and what is told of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """How many rows of an archive are new, how many were here, how many are left out."""

    created: int
    known: int
    left_out: int


@transaction.atomic
def replay_wordings(*, workspace_id: UUID, rows: Sequence[Cells], now: datetime) -> Replayed:
    """Add versions of texts that are not here; those that are stay as they are."""

    def made(row: Cells) -> Wording:
        return Wording(
            id=new_id(),
            workspace_id=workspace_id,
            channel=Consent.Channel(row["channel"]),
            purpose=Consent.Purpose(row["purpose"]),
            version=_within(row["version"], VERSION_MAX),
            text_pl=row["text_pl"],
            text_en=row["text_en"],
            author_name=row["author_name"][:160],
            created_at=_moment(row["created_at"], now),
        )

    there = set(Wording.objects.values_list("channel", "purpose", "version"))
    told = _readable(rows, made)
    first = {(str(row.channel), str(row.purpose), row.version): row for row in reversed(told)}
    new = [row for key, row in sorted(first.items()) if key not in there]
    Wording.objects.bulk_create(new)
    return _counted(rows, told, new)


@transaction.atomic
def replay_views(*, workspace_id: UUID, rows: Sequence[Cells], now: datetime) -> Replayed:
    """Add saved filters whose names are free."""

    def made(row: Cells) -> SavedView:
        return SavedView(
            id=new_id(),
            workspace_id=workspace_id,
            name=row["name"][:80],
            query=row["query"][:1000],
            created_at=_moment(row["created_at"], now),
        )

    there = set(SavedView.objects.values_list("name", flat=True))
    told = _readable(rows, made)
    first = {row.name: row for row in reversed(told)}
    new = [row for name, row in sorted(first.items()) if name not in there]
    SavedView.objects.bulk_create(new)
    return _counted(rows, told, new)


@transaction.atomic
def replay_consents(
    *, workspace_id: UUID, rows: About, began_at: datetime, now: datetime
) -> Replayed:
    """Add words about being contacted, each as it was said: a history is never made one word.

    A word of the future counts as said now. The newest word of all counts, here as ever; but what
    was withdrawn here before loading began at `began_at` no file gives back: such rows are left
    out.
    """
    texts = {
        (channel, purpose, str(version)): str(each)
        for each, channel, purpose, version in Wording.objects.values_list(
            "id", "channel", "purpose", "version"
        )
    }

    def made(told: tuple[UUID, Cells]) -> Consent:
        who, row = told
        version = row["channel"], row["purpose"], row["wording_id"]
        return Consent(
            id=new_id(),
            workspace_id=workspace_id,
            customer_id=who,
            channel=Consent.Channel(row["channel"]),
            purpose=Consent.Purpose(row["purpose"]),
            is_given=row["is_given"] == "1",
            wording_id=texts.get(version, row["wording_id"])[:64],
            wording_sha256=row["wording_sha256"][:64],
            language=row["language"][:2],
            form=row["form"][:120],
            proof=row["proof"],
            ip=row["ip"][:45],
            decided_at=_moment(row["decided_at"], now),
            recorded_at=_moment(row["recorded_at"], now),
        )

    told = _readable(_open(rows), made)
    new = _new(Consent, told, key=_consent_key)
    kept = _not_given_back(new, began_at=began_at)
    Consent.objects.bulk_create(kept)
    settle(workspace_id, sorted({row.customer_id for row in kept}))
    known = len(told) - len(new)
    return Replayed(created=len(kept), known=known, left_out=len(rows) - known - len(kept))


@transaction.atomic
def replay_notes(*, workspace_id: UUID, rows: About, now: datetime) -> Replayed:
    """Add notes with their authors' names."""

    def made(told: tuple[UUID, Cells]) -> Note:
        who, row = told
        return Note(
            id=new_id(),
            workspace_id=workspace_id,
            customer_id=who,
            text=row["text"],
            author=row["author"][:160],
            author_name=row["author_name"][:160],
            written_at=_moment(row["written_at"], now),
        )

    told = _readable(_open(rows), made)
    new = _new(Note, told, key=lambda row: (row.customer_id, row.written_at, row.text))
    Note.objects.bulk_create(new)
    return _counted(rows, told, new)


@transaction.atomic
def replay_life_events(*, workspace_id: UUID, rows: About, now: datetime) -> Replayed:
    """Add days of customers' lives; a day of a kind stands once."""

    def made(told: tuple[UUID, Cells]) -> LifeEvent:
        who, row = told
        return LifeEvent(
            id=new_id(),
            workspace_id=workspace_id,
            customer_id=who,
            kind=LifeEvent.Kind(row["kind"]),
            event_date=date.fromisoformat(row["event_date"]),
            note=row["note"][:200],
        )

    told = _readable(_open(rows), made)
    new = _new(LifeEvent, told, key=lambda row: (row.customer_id, str(row.kind), row.event_date))
    LifeEvent.objects.bulk_create(new)
    return _counted(rows, told, new)


@transaction.atomic
def replay_addresses(*, workspace_id: UUID, rows: About, now: datetime) -> Replayed:
    """Add addresses of any kind that nobody has yet; another customer's stays theirs."""

    def made(told: tuple[UUID, Cells]) -> Identity:
        who, row = told
        return Identity(
            id=new_id(),
            workspace_id=workspace_id,
            customer_id=who,
            kind=Identity.Kind(row["kind"]),
            value=_normal(row),
            shown=domain.tidy(row["shown"])[:254],
            created_at=_moment(row["created_at"], now),
        )

    told = _readable(_open(rows), made)
    taken: set[tuple[str, str]] = set()
    for part in bulk.chunks([row.value for row in told]):
        taken |= set(Identity.objects.filter(value__in=part).values_list("kind", "value"))
    new = {(str(row.kind), row.value): row for row in reversed(told)}
    made_now = [row for key, row in sorted(new.items()) if key not in taken]
    Identity.objects.bulk_create(made_now)
    return _counted(rows, told, made_now)


def _open(rows: About) -> list[tuple[UUID, Cells]]:
    """Return the rows about those who are here, neither merged nor erased; they are locked."""
    open_ones = Customer.objects.select_for_update(no_key=True)
    open_ones = open_ones.filter(merged_into=None, erased_at=None)
    ids = {
        row.id
        for part in bulk.chunks(sorted({who for who, _row in rows}))
        for row in open_ones.filter(id__in=part).order_by("id")
    }
    return [(who, row) for who, row in rows if who in ids]


def _readable(rows: Iterable[_Row], made: Callable[[_Row], _Made]) -> list[_Made]:
    """Return what is made of the rows, those left out that hold what no table takes."""
    found = []
    for row in rows:
        with suppress(KeyError, ValueError):
            found.append(made(row))
    return found


def _counted(
    rows: Collection[object], told: Collection[object], new: Collection[object]
) -> Replayed:
    return Replayed(created=len(new), known=len(told) - len(new), left_out=len(rows) - len(told))


def _normal(row: Cells) -> str:
    found = domain.normal_identity(row["kind"], row["shown"])
    if not found:
        raise ValueError(row["kind"])
    return found[:254]


def _new(
    model: type[_Told], told: Sequence[_Told], *, key: Callable[[_Told], object]
) -> list[_Told]:
    """Return the rows that are not here yet, each once, in their order."""
    about = sorted({row.customer_id for row in told})
    there = {
        key(row)
        for part in bulk.chunks(about)
        for row in model.objects.filter(customer_id__in=part)
    }
    new: dict[object, _Told] = {}
    for row in told:
        if (known := key(row)) not in there:
            new.setdefault(known, row)
    return list(new.values())


def _not_given_back(new: Sequence[Consent], *, began_at: datetime) -> list[Consent]:
    """Return the rows but for those that would give what was withdrawn here before that moment."""
    about = sorted({row.customer_id for row in new if row.is_given})
    withdrawn = {
        said
        for part in bulk.chunks(about)
        for said in Consent.objects.filter(
            customer_id__in=part, is_given=False, id__lt=first_id(began_at)
        ).values_list("customer_id", "channel", "purpose")
    }
    return [
        row
        for row in new
        if not row.is_given
        or (row.customer_id, str(row.channel), str(row.purpose)) not in withdrawn
    ]


def _consent_key(row: Consent) -> object:
    said = (str(row.channel), str(row.purpose), row.is_given, row.form)
    return row.customer_id, *said, row.decided_at, row.recorded_at


def _within(text: str, most: int) -> int:
    """Return a whole number from 1 on that its column can hold. Raises ValueError."""
    number = int(text)
    if not 0 < number <= most:
        raise ValueError(text)
    return number


def _moment(text: str, now: datetime) -> datetime:
    """Return a moment of the file, and of what should be later than now, now."""
    return min(moment_of(text), now)
