"""Records of our own archive handed to the rooms that keep them, about the customers named."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from plon.accounts.queries import Caller
from plon.agenda import services as agenda
from plon.customers import services as customers
from plon.imports.models import Import
from plon.imports.services.batches import identified
from plon.imports.services.buyers import NAMES
from plon.imports.services.looking import LIST
from plon.value import queries as value
from plon.value.queries import RuleUnreadable
from plon.value.services.basis import SegmentNameTaken, save_segment

Rows: TypeAlias = Sequence[Mapping[str, Any]]
_OF_THE_FIRM: Mapping[str, Callable[..., customers.Replayed]] = {
    "wordings": customers.replay_wordings,
    "views": customers.replay_views,
}
_OF_CUSTOMERS: Mapping[str, Callable[..., customers.Replayed]] = {
    "addresses": customers.replay_addresses,
    "consents": customers.replay_consents,
    "notes": customers.replay_notes,
    "life_events": customers.replay_life_events,
}


def load_records(imported: Import, rows: Rows, now: datetime) -> dict[str, int]:
    """Write a list of an archive down again; what is here already stays as it is."""
    what, here = imported.mapping[LIST], dict[str, Any](workspace_id=imported.workspace_id)
    if what in _OF_THE_FIRM:
        told = _OF_THE_FIRM[what](**here, rows=rows, now=now)
        return _counts(told.created, told.known, len(rows))
    if what == "segments":
        return _counts(*_segments(imported, rows, now), len(rows))
    whose = _whose(imported, rows, now)
    if what in _OF_CUSTOMERS:
        about = [(who, row) for who, row in zip(whose, rows, strict=True) if who]
        if what == "consents":
            here["began_at"] = imported.created_at
        told = _OF_CUSTOMERS[what](**here, rows=about, now=now)
        return _counts(told.created, told.known, len(rows))
    created, known = agenda.replay_tasks(**here, rows=list(zip(whose, rows, strict=True)))
    return _counts(created, known, len(rows))


def _segments(imported: Import, rows: Rows, now: datetime) -> tuple[int, int]:
    """Keep segments whose names are free; a name that is taken stays what it is here."""
    caller = Caller(
        workspace_id=imported.workspace_id,
        actor=imported.actor,
        name=imported.actor_name,
        rights=frozenset(),
    )
    there = {segment.name for segment in value.segments()}
    created = known = 0
    for row in rows:
        name = row["name"][:80]
        if name in there:
            known += 1
            continue
        with suppress(RuleUnreadable, SegmentNameTaken, ValueError, RecursionError):
            save_segment(caller, name=name, rule=_rule(row["rule"]), now=now)
            there.add(name)
            created += 1
    return created, known


def _rule(text: str) -> dict[str, Any]:
    """Return the rule of a segment. Raises ValueError for what is none, or no database keeps."""
    rule = json.loads(text)
    written = json.dumps(rule, ensure_ascii=False, allow_nan=False)
    if not isinstance(rule, dict) or "\\u0000" in written:
        raise ValueError(text)
    written.encode()  # no half of a sign
    return rule


def _whose(imported: Import, rows: Rows, now: datetime) -> list[UUID | None]:
    """Return the customer of each row, found as the buyer of a sale is; None where none is told."""
    named = [tuple(row.get(name) or "" for name in NAMES) for row in rows]
    people = [
        customers.Person(external_id=number, email=email, phone=phone)
        for number, email, phone in dict.fromkeys(named)
        if number or email or phone
    ]
    found = dict(zip(people, identified(imported, people, now=now), strict=True))
    return [
        found.get(customers.Person(external_id=number, email=email, phone=phone))
        for number, email, phone in named
    ]


def _counts(created: int, known: int, rows: int) -> dict[str, int]:
    return {
        "records_created": created,
        "records_known": known,
        "records_refused": rows - created - known,
    }
