"""Units and accounts: found by their names, opened when value first moves there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db import transaction

from plon.ledger.domain import RULES, AccountName, Kind, UnitKind
from plon.ledger.models import Account, Unit
from plon.ledger.services.refusals import UnitFixed, UnitUnknown
from plon.runtime import duties
from plon.runtime.asking import as_id, rows
from plon.runtime.bulk import chunks
from plon.runtime.ids import new_id
from plon.runtime.tenancy import current


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An account as it is kept."""

    id: UUID
    unit_id: UUID
    has_lots: bool
    is_closed: bool


@transaction.atomic
def open_unit(
    *,
    workspace_id: UUID,
    code: str,
    kind: UnitKind,
    exponent: int = 0,
    has_lots: bool = False,
    now: datetime,
) -> UUID:
    """Open a unit, "PLN" of money with exponent 2; return its id. Safe to repeat.

    From then on the firm's books are sealed and proved by themselves. Raises UnitFixed where it is
    there with other properties.
    """
    told = {"kind": kind.value, "exponent": exponent, "has_lots": has_lots}
    unit, is_new = Unit.objects.get_or_create(workspace_id=workspace_id, code=code, defaults=told)
    for duty in ("ledger.tend", "ledger.prove") if is_new else ():
        duties.ask(duty, workspace_id=workspace_id, due_at=now)
    if any(getattr(unit, name) != value for name, value in told.items()):
        raise UnitFixed(code)
    return unit.id


def find(names: Collection[AccountName]) -> Mapping[AccountName, Found]:
    """Return the accounts of these names; new ones are opened in one order for all.

    Raises UnitUnknown.
    """
    found = _known(names)
    missing = [name for name in names if name not in found]
    if missing:
        _open(missing)
        found |= _known(missing)
    return found


def lock(ids: Iterable[UUID]) -> None:
    """Lock guarded accounts in one order for all. On SQLite nobody else writes meanwhile."""
    for part in chunks(sorted(ids)):
        rows = Account.objects.filter(id__in=part, is_guarded=True).order_by("id")
        list(rows.select_for_update(no_key=True).values_list("id"))


def owing(names: Collection[AccountName]) -> dict[AccountName, tuple[Found, int]]:
    """Return those of the debts that are not paid, locked, with what is owed."""
    known = _known(names) if names else {}
    ids = {found.id for found in known.values()}
    owed: dict[UUID, int] = {}
    for part in chunks(sorted(ids)):
        rows = Account.objects.filter(id__in=part, balance_minor__gt=0).order_by("id")
        rows = rows.select_for_update(no_key=True)
        owed |= {id_: minor or 0 for id_, minor in rows.values_list("id", "balance_minor")}
    return {name: (found, owed[found.id]) for name, found in known.items() if found.id in owed}


def name_of(account: Account, *, unit: str) -> AccountName:
    """Return the name of an account of the unit of this code."""
    return AccountName(
        unit=unit,
        kind=Kind(account.kind),
        owner_type=account.owner_type,
        owner_id=account.owner_id,
    )


def _known(names: Collection[AccountName]) -> dict[AccountName, Found]:
    """Return the accounts there are: asked in plain SQL, since every transfer asks it."""
    found: dict[AccountName, Found] = {}
    for part in chunks(sorted(names, key=str)):
        asked_for = [
            sorted({name.unit for name in part}),
            sorted({name.kind.value for name in part}),
            sorted({name.owner_id for name in part}),
        ]
        marks = [", ".join(["%s"] * len(values)) for values in asked_for]
        statement = (
            "SELECT a.kind, a.owner_type, a.owner_id, u.code, a.id, a.unit_id, u.has_lots,"
            " a.closed_at IS NOT NULL FROM ledger_account a JOIN ledger_unit u ON u.id = a.unit_id"
            f" WHERE a.workspace_id = %s AND u.code IN ({marks[0]}) AND a.kind IN ({marks[1]})"
            f" AND a.owner_id IN ({marks[2]})"
        )
        for kind, owner_type, owner_id, unit, id_, unit_id, has_lots, is_closed in rows(
            statement, [current(), *chain.from_iterable(asked_for)]
        ):
            name = AccountName(unit=unit, kind=Kind(kind), owner_type=owner_type, owner_id=owner_id)
            found[name] = Found(
                id=as_id(id_),
                unit_id=as_id(unit_id),
                has_lots=bool(has_lots),
                is_closed=bool(is_closed),
            )
    return found


def _open(missing: Collection[AccountName]) -> None:
    codes = {name.unit for name in missing}
    units = dict(Unit.objects.filter(code__in=codes).values_list("code", "id"))
    if unknown := codes - units.keys():
        raise UnitUnknown(", ".join(sorted(unknown)))
    for part in chunks(sorted(missing, key=lambda name: (name.unit, str(name)))):
        Account.objects.insert_new([_row(name, units[name.unit]) for name in part])


def _row(name: AccountName, unit_id: UUID) -> dict[str, object]:
    rule = RULES[name.kind]
    return {
        "id": new_id(),
        "unit_id": unit_id,
        "kind": name.kind.value,
        "owner_type": name.owner_type,
        "owner_id": name.owner_id,
        "side": rule.side.value,
        "is_guarded": rule.is_guarded,
        "balance_minor": 0 if rule.is_guarded else None,
        "closed_at": None,
    }
