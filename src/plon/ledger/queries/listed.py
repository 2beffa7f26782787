"""Accounts and transfers as pages and files list them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from plon.core.days import moment_of
from plon.ledger.domain import Side
from plon.ledger.models import Account, Posting, Transfer, Unit

NEVER_A_NUMBER = 200  # characters of a search


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which accounts a list holds; everything given must hold."""

    text: str = ""  # a part of the owner's id, from its beginning
    kind: str = ""
    unit: str = ""  # its code


def accounts(wanted: Wanted) -> QuerySet[Account]:
    """Return the accounts of a list, in the order of their kinds."""
    found = Account.objects.select_related("unit").order_by("kind", "owner_id", "id")
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.unit:
        found = found.filter(unit__code=wanted.unit)
    if text := wanted.text.strip()[:NEVER_A_NUMBER]:
        found = found.filter(owner_id__startswith=text)
    return found


def unit_codes() -> list[str]:
    """Return the codes of the units there are."""
    return list(Unit.objects.order_by("code").values_list("code", flat=True))


def transfers() -> QuerySet[Transfer]:
    """Return the transfers, the newest first."""
    return Transfer.objects.order_by("-recorded_at", "-id")


def totals(transfer_ids: Collection[UUID]) -> Mapping[UUID, list[tuple[str, int, int]]]:
    """Return how much each transfer moved: unit, exponent, sum of its lines, by unit."""
    found: dict[UUID, list[tuple[str, int, int]]] = {}
    sums = Posting.objects.filter(transfer__in=transfer_ids).values(
        "transfer_id", "unit__code", "unit__exponent"
    )
    for row in sums.annotate(sum=Sum("amount_minor"), lines=Count("id")).order_by("unit__code"):
        told = (row["unit__code"], row["unit__exponent"], row["sum"])
        found.setdefault(row["transfer_id"], []).append(told)
    return found


def postings_of(transfer_id: UUID) -> list[Posting]:
    """Return the lines of a transfer, with their accounts."""
    rows = Posting.objects.filter(transfer=transfer_id).order_by("line_no")
    return list(rows.select_related("unit", "debit", "credit"))


def statement(account_id: UUID) -> QuerySet[Posting]:
    """Return the lines that touch an account, the newest first."""
    mine = Posting.objects.filter(Q(debit=account_id) | Q(credit=account_id)).order_by("-id")
    return mine.select_related("transfer", "unit", "debit", "credit")


def held(account: Account) -> int:
    """Return what an account holds in its own sign: kept, or summed up."""
    if account.balance_minor is not None:
        return account.balance_minor
    debit = Posting.objects.filter(debit=account).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    credit = Posting.objects.filter(credit=account).aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return credit - debit if account.side == Side.CREDIT.value else debit - credit


def every_line(*, at_once: int) -> Iterator[list[Posting]]:
    """Yield all lines in the order of their ids, part by part."""
    rows = Posting.objects.order_by("id")
    rows = rows.select_related("transfer", "unit", "debit", "credit")
    last: UUID | None = None
    while part := list((rows.filter(id__gt=last) if last else rows)[:at_once]):
        yield part
        last = part[-1].id


def every_statement_line(account_id: UUID, *, at_once: int) -> Iterator[list[Posting]]:
    """Yield the lines that touch an account, the newest first, part by part."""
    rows = statement(account_id)
    last: UUID | None = None
    while part := list((rows.filter(id__lt=last) if last else rows)[:at_once]):
        yield part
        last = part[-1].id


def every_account(wanted: Wanted, *, at_once: int) -> Iterator[list[Account]]:
    """Yield the accounts of a list in the order of their ids, part by part."""
    rows = accounts(wanted).order_by("id")
    last: UUID | None = None
    while part := list((rows.filter(id__gt=last) if last else rows)[:at_once]):
        yield part
        last = part[-1].id


def read_place(text: str) -> tuple[datetime, UUID] | None:
    """Return the place "moment~id" in a list; None for none or for nonsense."""
    told, _mark, one = text.partition("~")
    try:
        return moment_of(told), UUID(one)
    except ValueError:
        return None
