"""The transfers: the list, and the postings of one."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.ledger.models import SealItem, Transfer
from plon.ledger.queries import listed
from plon.ledger.views import files, words
from plon.lifetime import wording
from plon.ui.components import Cell, Column, DataTable, Pager, Row, with_query
from plon.ui.downloads import is_wanted
from plon.ui.language import active_language

LIST = "/ledger/transfers/"
PAGE_SIZE = 50


@require_safe
def transfers(request: HttpRequest) -> HttpResponse | FileResponse:
    """All transfers, the newest first; as a file, every posting of them."""
    caller = accounts.caller(request, may="ledger.read")
    if is_wanted(request):
        return files.of_postings(caller)
    found = listed.transfers()
    if place := listed.read_place(request.GET.get("after", "")):
        moment, id_ = place
        earlier = Q(recorded_at=moment, id__lt=id_) | Q(recorded_at__lt=moment)
        found = found.filter(earlier)
    rows = list(found[: PAGE_SIZE + 1])
    context = {
        "tabs": words.tabs(LIST),
        "table": _table(rows, request, rights=caller.rights) if rows else None,
    }
    return render(request, "ledger/transfers.html", context)


def _table(rows: list[Transfer], request: HttpRequest, *, rights: frozenset[str]) -> DataTable:
    names = words.causes(rows)
    moved = listed.totals([row.id for row in rows[:PAGE_SIZE]])
    return DataTable(
        caption=_("Transfers"),
        columns=[
            Column(word=_("Day")),
            Column(word=_("What happened")),
            Column(word=_("Cause")),
            Column(word=_("Amount"), is_number=True),
        ],
        rows=[
            _row(
                row,
                moved.get(row.id, []),
                words.cause(row.cause_type, row.cause_id, names=names, rights=rights),
            )
            for row in rows[:PAGE_SIZE]
        ],
        pager=_pager(rows, request),
    )


def _row(row: Transfer, moved: list[tuple[str, int, int]], cause: Cell) -> Row:
    told = [words.amount(sum_, code=code, exponent=exponent) for code, exponent, sum_ in moved]
    return Row(
        key=str(row.id),
        name=row.key,
        cells=[
            Cell(
                text=wording.day(row.accounting_date, language=active_language()),
                href=f"{LIST}{row.id}/",
            ),
            Cell(text=words.transfer_word(row.kind), note=row.key),
            cause,
            Cell(text=", ".join(told) or words.DASH),
        ],
    )


def _pager(rows: list[Transfer], request: HttpRequest) -> Pager | None:
    is_more = len(rows) > PAGE_SIZE
    start = with_query(request.GET, after=None) if request.GET.get("after") else ""
    if not is_more and not start:
        return None
    last = rows[min(PAGE_SIZE, len(rows)) - 1]
    place = f"{last.recorded_at.isoformat()}~{last.id}"
    following = with_query(request.GET, after=place) if is_more else ""
    return Pager(text="", previous_href=start, next_href=following)


@require_safe
def transfer(request: HttpRequest, transfer_id: UUID) -> HttpResponse:
    """One transfer: what it is, and its postings with both sides."""
    caller = accounts.caller(request, may="ledger.read")
    one = Transfer.objects.filter(id=transfer_id).first()
    if one is None:
        raise Http404
    rows = listed.postings_of(transfer_id)
    names = words.owners([side for row in rows for side in (row.debit, row.credit)])
    table = DataTable(
        caption=_("Postings"),
        columns=[
            Column(word=_("Debit")),
            Column(word=_("Credit")),
            Column(word=_("Amount"), is_number=True),
        ],
        rows=[
            Row(
                key=str(row.id),
                name=str(row.line_no),
                cells=[
                    Cell(
                        text=words.account_word(row.debit, names),
                        href=f"/ledger/accounts/{row.debit_id}/",
                    ),
                    Cell(
                        text=words.account_word(row.credit, names),
                        href=f"/ledger/accounts/{row.credit_id}/",
                    ),
                    Cell(text=words.amount_of(row.amount_minor, row.unit)),
                ],
            )
            for row in rows
        ],
    )
    context = {
        "title": words.transfer_word(one.kind),
        "facts": _facts(one, zone=caller.firm.zone, rights=caller.rights),
        "corrects": one.corrects_id,
        "table": table if rows else None,
    }
    return render(request, "ledger/transfer.html", context)


def _facts(one: Transfer, *, zone: ZoneInfo, rights: frozenset[str]) -> list[tuple[str, str, str]]:
    sealed = SealItem.objects.filter(transfer=one.id).values_list("seal__seq", flat=True).first()
    cause = words.cause(one.cause_type, one.cause_id, names=words.causes([one]), rights=rights)
    rows = [
        (_("Day in the books"), wording.day(one.accounting_date, language=active_language())),
        (_("Happened"), _moment(one.occurred_at, zone)),
        (_("Written"), _moment(one.recorded_at, zone)),
        (_("Cause"), cause.text),
        (_("Key"), one.key),
        (_("Reason"), one.reason_code),
        (_("Sealed in block"), _("not yet") if sealed is None else str(sealed)),
    ]
    links = {_("Cause"): cause.href}
    return [(what, how, links.get(what, "")) for what, how in rows if how]


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{wording.day(local.date(), language=active_language())}, {local:%H:%M}"
