"""What a transfer is before it is written, and as its row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from plon.ledger.domain import AccountName, Line, content_hash, digest
from plon.ledger.services.finding import Found
from plon.ledger.services.lot_moves import LotPlan

Accounts: TypeAlias = Mapping[AccountName, Found]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTransfer:
    """One fact of value.

    key: its cause, one transfer for ever. content: what the command means, where its lines are
    derived and may differ when it is repeated. accounting_date: the firm's day of occurred_at.
    expires_at: the last moment of the lot that it brings, in units with lots; None for never.
    """

    key: str
    kind: str
    cause_type: str
    cause_id: str
    lines: Sequence[Line]
    occurred_at: datetime
    accounting_date: date
    actor: str = "system"
    content: Sequence[object] | None = None
    reason_code: str = ""
    rule_version_id: UUID | None = None
    corrects_id: UUID | None = None
    expires_at: datetime | None = None

    @property
    def meant(self) -> Sequence[object]:
        """Return what is meant: what is told, else the lines."""
        if self.content is not None:
            return self.content
        return [
            f"{each.debit}|{each.credit}|{each.debit.unit}|{each.amount_minor}"
            for each in self.lines
        ]

    @property
    def content_hash(self) -> str:
        """Return the fingerprint of what is meant."""
        return content_hash([self.kind, self.cause_type, self.cause_id, *self.meant])


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A transfer's id; whether it was written now, or is the answer to a repetition."""

    id: UUID
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A transfer to be written, with what it does to lots."""

    new: NewTransfer
    plan: LotPlan = field(default_factory=LotPlan)


def told_of(row: Mapping[str, Any]) -> list[str]:
    """Return what of a transfer goes into its digest, as the database writes it, too."""
    return [
        row["id"].hex,
        row["key"],
        row["kind"],
        row["content_hash"],
        row["cause_type"],
        row["cause_id"],
        row["actor"],
        row["reason_code"],
        row["corrects_id"].hex if row["corrects_id"] else "",
        f"{row['occurred_at'].astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}",
        row["accounting_date"].isoformat(),
    ]


def row_of(new: NewTransfer, id_: UUID, accounts: Accounts, *, now: datetime) -> dict[str, Any]:
    row = {
        "id": id_,
        "key": new.key,
        "kind": new.kind,
        "content_hash": new.content_hash,
        "cause_type": new.cause_type,
        "cause_id": new.cause_id,
        "rule_version_id": new.rule_version_id,
        "actor": new.actor,
        "reason_code": new.reason_code,
        "corrects_id": new.corrects_id,
        "occurred_at": new.occurred_at,
        "recorded_at": now,
        "accounting_date": new.accounting_date,
    }
    lines = [
        (accounts[line.debit].id.hex, accounts[line.credit].id.hex, line.amount_minor)
        for line in new.lines
    ]
    return row | {"digest": digest(told_of(row), lines)}
