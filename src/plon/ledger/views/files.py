"""Accounts and postings as CSV; the audit log notes who took them."""

from collections.abc import Iterator, Mapping, Sequence

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from plon.accounts import queries as accounts
from plon.accounts import services as accounts_services
from plon.ledger.models import Account
from plon.ledger.queries import listed
from plon.ledger.views import words
from plon.ui.downloads import TEXT, csv_file

AT_ONCE = 1_000


def of_accounts(caller: accounts.Caller, wanted: listed.Wanted) -> FileResponse:
    """Give the accounts of a list."""
    titles = [_("What it stands for"), _("Whose"), _("Owner's id"), _("Unit"), _("Balance")]
    return _file(caller, _account_parts(wanted), titles=titles, name="accounts")


def of_postings(caller: accounts.Caller) -> FileResponse:
    """Give every posting with its transfer."""
    titles = [
        _("Day in the books"),
        _("Key"),
        _("What happened"),
        _("Line"),
        _("Debit"),
        _("Credit"),
        _("Unit"),
        _("Amount"),
    ]
    return _file(caller, _posting_parts(), titles=titles, name="postings")


def of_statement(caller: accounts.Caller, one: Account) -> FileResponse:
    """Give all lines of an account, the newest first."""
    titles = [
        _("Day in the books"),
        _("Key"),
        _("What happened"),
        _("Other account"),
        _("Unit"),
        _("Amount"),
    ]
    return _file(caller, _statement_parts(one), titles=titles, name="statement")


def _statement_parts(one: Account) -> Iterator[list[Sequence[str]]]:
    for part in listed.every_statement_line(one.id, at_once=AT_ONCE):
        others = [row.debit if row.credit_id == one.id else row.credit for row in part]
        names = words.owners(others)
        yield [
            (
                row.transfer.accounting_date.isoformat(),
                row.transfer.key,
                words.transfer_word(row.transfer.kind),
                words.account_word(other, names),
                row.unit.code,
                words.in_file(words.moved(one, row), row.unit),
            )
            for row, other in zip(part, others, strict=True)
        ]


def _account_parts(wanted: listed.Wanted) -> Iterator[list[Sequence[str]]]:
    for part in listed.every_account(wanted, at_once=AT_ONCE):
        names = words.owners(part)
        yield [
            (
                words.kind_word(row.kind),
                words.owner_word(row, names),
                row.owner_id,
                row.unit.code,
                words.in_file(listed.held(row), row.unit),
            )
            for row in part
        ]


def _posting_parts() -> Iterator[list[Sequence[str]]]:
    for part in listed.every_line(at_once=AT_ONCE):
        names: Mapping[str, str] = words.owners(
            [side for row in part for side in (row.debit, row.credit)]
        )
        yield [
            (
                row.transfer.accounting_date.isoformat(),
                row.transfer.key,
                words.transfer_word(row.transfer.kind),
                str(row.line_no),
                words.account_word(row.debit, names),
                words.account_word(row.credit, names),
                row.unit.code,
                words.in_file(row.amount_minor, row.unit),
            )
            for row in part
        ]


def _file(
    caller: accounts.Caller,
    parts: Iterator[list[Sequence[str]]],
    *,
    titles: Sequence[str],
    name: str,
) -> FileResponse:
    file = csv_file(dict.fromkeys(titles, TEXT), parts, name=name)
    accounts_services.record(
        caller, "export.made", detail={"what": f"ledger.{name}"}, now=timezone.now()
    )
    return file
