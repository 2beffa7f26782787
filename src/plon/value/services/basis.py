"""Commands about what a firm tells us for its figures, and about its segments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.lifetime.formulas.methods import Method
from plon.value.domain.conditions import read_rule
from plon.value.models import Basis, Segment
from plon.value.services.following import follow_at_once
from plon.value.services.freshness import ask_refresh, follow_cadence

FIELDS = (
    "cadence",
    "business",
    "industry",
    "method",
    "marketing_minor",
    "customers_won",
    "retention_minor",
)


class SegmentNameTaken(DomainError):
    """Another segment of the firm has that name."""

    code = "segment_name_taken"


class SegmentGone(DomainError):
    """There is no such segment in the workspace."""

    code = "segment_gone"
    status = 404


@transaction.atomic
def change_basis(caller: Caller, *, told: Mapping[str, Any], now: datetime) -> None:
    """Keep what was told; what is not in `told` stays. Safe to repeat.

    Another cadence counts from now on: figures that waited for their day may be due.
    """
    row = _basis(caller.workspace_id)
    known = {name: told[name] for name in FIELDS if name in told}
    changed = [name for name, value in known.items() if getattr(row, name) != value]
    if not changed:
        return
    Basis.objects.filter(id=row.id).update(**known)
    accounts.record(caller, "value.costs", detail={"fields": changed}, now=now)
    if "cadence" in changed:
        follow_cadence(workspace_id=caller.workspace_id, now=now)


@transaction.atomic
def keep_margin(caller: Caller, *, margin_bp: int | None, now: datetime) -> None:
    """Keep what part of an order is margin where it tells none itself; None: turnover counts.

    Asks for new figures, since all of them change. Safe to repeat.
    """
    row = _basis(caller.workspace_id)
    if row.margin_bp != margin_bp:
        row.margin_bp = margin_bp
        row.save(update_fields=["margin_bp"])
        accounts.record(caller, "value.margin", now=now)
        ask_refresh(workspace_id=caller.workspace_id, now=now)


@transaction.atomic
def keep_parameters(
    caller: Caller, *, method: Method, numbers: Mapping[str, str], now: datetime
) -> None:
    """Keep a formula's numbers as a person changed them, and make it the firm's formula."""
    row = _basis(caller.workspace_id)
    row.parameters = {**row.parameters, method.value: dict(numbers)}
    row.method = method.value
    row.save(update_fields=["parameters", "method"])
    accounts.record(caller, "value.formula", detail={"method": method.value}, now=now)


@transaction.atomic
def save_segment(caller: Caller, *, name: str, rule: Mapping[str, Any], now: datetime) -> UUID:
    """Keep a segment and look who belongs to it, at once where they are few; return its id.

    Safe to repeat. Raises RuleUnreadable, SegmentNameTaken.
    """
    read_rule(rule)
    row, is_new = Segment.objects.get_or_create(
        workspace_id=caller.workspace_id,
        name=name,
        defaults={"rule": dict(rule), "created_at": now},
    )
    if not is_new and row.rule != rule:
        raise SegmentNameTaken(name)
    if is_new:
        accounts.record(caller, "segment.kept", subject=f"segment:{row.id}", now=now)
    _follow(caller, row.id, now=now)
    return row.id


@transaction.atomic
def change_segment(
    caller: Caller, *, segment_id: UUID, name: str, rule: Mapping[str, Any], now: datetime
) -> None:
    """Say a segment's name and sentence anew; who belongs to it is looked through.

    Raises RuleUnreadable, SegmentGone, SegmentNameTaken; nothing is written then.
    """
    read_rule(rule)
    mine = Segment.objects.filter(workspace_id=caller.workspace_id)
    try:
        with transaction.atomic():  # the database knows which names are taken, whoever is first
            is_there = mine.filter(id=segment_id).update(name=name, rule=dict(rule))
    except IntegrityError:
        raise SegmentNameTaken(name) from None
    if not is_there:
        raise SegmentGone(str(segment_id))
    accounts.record(caller, "segment.changed", subject=f"segment:{segment_id}", now=now)
    _follow(caller, segment_id, now=now)


@transaction.atomic
def remove_segment(caller: Caller, *, segment_id: UUID, now: datetime) -> None:
    """Take a segment away, with who belonged to it. Safe to repeat."""
    mine = Segment.objects.filter(workspace_id=caller.workspace_id, id=segment_id)
    gone, _each = mine.delete()
    if gone:
        accounts.record(caller, "segment.removed", subject=f"segment:{segment_id}", now=now)


def _follow(caller: Caller, segment_id: UUID, *, now: datetime) -> None:
    zone = caller.firm.zone
    follow_at_once(workspace_id=caller.workspace_id, segment_id=segment_id, zone=zone, now=now)


def _basis(workspace_id: UUID) -> Basis:
    """Return what the firm told us, locked; a new row where it told nothing yet."""
    row, _is_new = Basis.objects.get_or_create(workspace_id=workspace_id)
    return Basis.objects.select_for_update().get(id=row.id)
