"""The accounts: the list, and the statement of one."""

import contextlib
from collections.abc import Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.ledger.forms import AccountsFilter
from plon.ledger.models import Account, Posting
from plon.ledger.queries import listed
from plon.ledger.views import files, words
from plon.lifetime import wording
from plon.ui.components import Active, Cell, Column, DataTable, FilterBar, Pager, Row, with_query
from plon.ui.downloads import is_wanted
from plon.ui.language import active_language

LIST = "/ledger/"
PAGE_SIZE = 50
COUNTED_MAX = 10_000


@require_safe
def index(request: HttpRequest) -> HttpResponse | FileResponse:
    """All accounts, narrowed as the address says; firms' own without a kept balance, too."""
    caller = accounts.caller(request, may="ledger.read")
    units = listed.unit_codes()
    form = AccountsFilter(request.GET, kinds=words.kinds(), units=units)
    form.is_valid()  # an unreadable filter narrows nothing
    wanted = _wanted(request, form)
    if is_wanted(request):
        return files.of_accounts(caller, wanted)
    found = listed.accounts(wanted)
    total = found[: COUNTED_MAX + 1].count()
    context = {
        "tabs": words.tabs(LIST),
        "has_units": bool(units),
        "filters": _bar(request, form, total),
        "table": _table(found, request) if total else None,
    }
    return render(request, "ledger/accounts.html", context)


def _wanted(request: HttpRequest, form: AccountsFilter) -> listed.Wanted:
    said = {name: value for name, value in form.cleaned_data.items() if value}
    return listed.Wanted(text=request.GET.get("q", ""), **said)


def _bar(request: HttpRequest, form: AccountsFilter, total: int) -> FilterBar:
    query = request.GET
    on = [name for name, given in form.cleaned_data.items() if given]
    count = wording.number(min(total, COUNTED_MAX), language=active_language())
    text = ngettext("%(count)s account", "%(count)s accounts", total) % {"count": count}
    if total > COUNTED_MAX:
        text = _("more than %(count)s accounts") % {"count": count}
    return FilterBar(
        action=LIST,
        query=query.get("q", ""),
        placeholder=_("Search by the owner's id"),
        active=[
            Active(
                word=str(form.fields[name].label),
                value=form.shown(name),
                remove_href=LIST + with_query(query, **{name: None, "page": None}),
            )
            for name in on
        ],
        form=form,
        clear_href=LIST if on or query.get("q") else "",
        total=text,
        target="#accounts",
    )


def _table(found: QuerySet[Account], request: HttpRequest) -> DataTable:
    start = _page(request) * PAGE_SIZE
    rows = list(found[start : start + PAGE_SIZE + 1])
    names = words.owners(rows)
    return DataTable(
        caption=_("Accounts"),
        columns=[
            Column(word=_("What it stands for")),
            Column(word=_("Whose")),
            Column(word=_("Balance"), is_number=True),
        ],
        rows=[
            Row(
                key=str(row.id),
                name=words.account_word(row, names),
                cells=[
                    Cell(text=words.kind_word(row.kind), href=f"{LIST}accounts/{row.id}/"),
                    Cell(text=words.owner_word(row, names)),
                    Cell(text=_balance(row), note="" if row.is_guarded else _("summed up inside")),
                ],
            )
            for row in rows[:PAGE_SIZE]
        ],
        pager=_pager(request, has_more=len(rows) > PAGE_SIZE),
    )


def _balance(row: Account) -> str:
    if row.balance_minor is None:
        return f"{words.DASH} {row.unit.code}"
    return words.amount_of(row.balance_minor, row.unit)


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _pager(request: HttpRequest, *, has_more: bool) -> Pager | None:
    page = _page(request)
    if not has_more and not page:
        return None
    return Pager(
        text=_("Page %(number)s") % {"number": page + 1},
        previous_href=with_query(request.GET, page=str(page - 1) if page > 1 else None)
        if page
        else "",
        next_href=with_query(request.GET, page=str(page + 1)) if has_more else "",
    )


@require_safe
def account(request: HttpRequest, account_id: UUID) -> HttpResponse | FileResponse:
    """One account: what it holds, and the lines that made it so, the newest first."""
    caller = accounts.caller(request, may="ledger.read")
    one = Account.objects.select_related("unit").filter(id=account_id).first()
    if one is None:
        raise Http404
    if is_wanted(request):
        return files.of_statement(caller, one)
    lines = listed.statement(account_id)
    after = request.GET.get("after", "")
    with contextlib.suppress(ValueError):  # nonsense in the address: the first page
        lines = lines.filter(id__lt=UUID(after)) if after else lines
    rows = list(lines[: PAGE_SIZE + 1])
    names = words.owners([one, *(row.debit for row in rows), *(row.credit for row in rows)])
    context = {
        "title": words.account_word(one, names),
        "held": words.amount_of(listed.held(one), one.unit),
        "is_guarded": one.is_guarded,
        "table": _statement(one, rows, names, request) if rows else None,
    }
    return render(request, "ledger/account.html", context)


def _statement(
    one: Account, rows: list[Posting], names: Mapping[str, str], request: HttpRequest
) -> DataTable:
    is_more = len(rows) > PAGE_SIZE
    start = with_query(request.GET, after=None) if request.GET.get("after") else ""
    following = with_query(request.GET, after=str(rows[PAGE_SIZE - 1].id)) if is_more else ""
    return DataTable(
        caption=_("Postings"),
        columns=[
            Column(word=_("Day")),
            Column(word=_("What happened")),
            Column(word=_("Other account")),
            Column(word=_("Amount"), is_number=True),
        ],
        rows=[_line(one, row, names) for row in rows[:PAGE_SIZE]],
        pager=Pager(text="", previous_href=start, next_href=following)
        if start or following
        else None,
    )


def _line(one: Account, row: Posting, names: Mapping[str, str]) -> Row:
    is_credited = row.credit_id == one.id
    other = row.debit if is_credited else row.credit
    day = wording.day(row.transfer.accounting_date, language=active_language())
    return Row(
        key=str(row.id),
        name=row.transfer.kind,
        cells=[
            Cell(text=day, href=f"{LIST}transfers/{row.transfer_id}/"),
            Cell(text=words.transfer_word(row.transfer.kind), note=row.transfer.key),
            Cell(text=words.account_word(other, names), href=f"{LIST}accounts/{other.id}/"),
            Cell(text=words.amount_of(words.moved(one, row), row.unit)),
        ],
    )
