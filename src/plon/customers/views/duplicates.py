"""Who may be one: the list, two side by side, one customer's likes and merges."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import count
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from plon.accounts import queries as accounts
from plon.accounts import services as accounts_services
from plon.accounts.queries import Caller
from plon.core.days import date_in
from plon.customers import queries, services
from plon.customers.domain.likeness import LIKELY, STRONG
from plon.customers.forms.sameness import FIRST, REASONS, SECOND, MergeForm, compared
from plon.customers.views.frame import card_href, existing, shown
from plon.lifetime import wording
from plon.ui import notices
from plon.ui.components import Bulk, Button, Cell, Column, DataTable, Pager, Row
from plon.ui.downloads import TEXT, Rows, csv_file, is_wanted
from plon.ui.language import active_language

PAGE = 50
AT_ONCE = 1_000
LIST = "customers:duplicates"
SAYINGS = ("deny", "later")


@require_http_methods(["GET", "POST"])
def duplicates(request: HttpRequest) -> HttpResponse | FileResponse:
    """Show the pairs, the surest first; POST says of picked ones "not the same" or "later"."""
    caller = accounts.caller(request, may="customers.write")
    now = timezone.now()
    if request.method == "POST":
        return _said(request, caller)
    if is_wanted(request):
        return _file(request)
    total = queries.proposal_count(now=now)
    number = request.GET.get("page", "")
    start = PAGE * (int(number) if number.isdecimal() and len(number) < 4 else 0)
    rows = queries.proposals(now=now, after=start, limit=PAGE)
    context = {"table": _table(rows, start=start, total=total), "total": total}
    return render(request, "customers/duplicates.html", context)


def _file(request: HttpRequest) -> FileResponse:
    """Give the pairs that wait as a file; the log notes it."""
    caller = accounts.caller(request, may="customers.export")
    titles = (_("Customer"), _("Perhaps the same as"), _("Why"), _("How sure"))
    file = csv_file(dict.fromkeys(titles, TEXT), _parts(timezone.now()), name="duplicates")
    accounts_services.record(
        caller, "export.made", detail={"what": "duplicates"}, now=timezone.now()
    )
    return file


def _parts(now: datetime) -> Iterator[Rows]:
    for start in count(0, AT_ONCE):
        rows = queries.proposals(now=now, after=start, limit=AT_ONCE)
        if not rows:
            return
        yield [[cell.text for cell in _row(row).cells] for row in rows]


def _said(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Note of the picked pairs what is said of them."""
    said = request.POST.get("do", "")
    pairs = [pair for each in request.POST.getlist("picked") if (pair := _pair(each))]
    if said not in SAYINGS or not pairs:
        notices.failed(request, _("Nothing was changed: pick a pair and say what to do with it."))
        return redirect(LIST)
    for one, other in pairs:
        with suppress(services.CustomerUnknown):  # became one with somebody meanwhile
            _say(caller, said, one, other)
    notices.done(request, _("Noted."))
    return redirect(LIST)


@require_POST
def search(request: HttpRequest) -> HttpResponse:
    """Ask the worker to look for duplicates now."""
    caller = accounts.caller(request, may="customers.write")
    with transaction.atomic():
        services.ask_to_find(workspace_id=caller.workspace_id, now=timezone.now())
    notices.done(request, _("We are looking. Come back in a minute."))
    return redirect(LIST)


@require_http_methods(["GET", "POST"])
def pair(request: HttpRequest, customer_id: UUID, other_id: UUID) -> HttpResponse:
    """Show two customers side by side; POST merges them, tells them apart or leaves it."""
    caller = accounts.caller(request, may="customers.write")
    first, second = existing(customer_id), existing(other_id)
    form = MergeForm(request.POST if request.method == "POST" else None)
    said = request.POST.get("do", "")
    if said in SAYINGS:
        _say(caller, said, first.id, second.id)
        notices.done(request, _("Noted."))
        return redirect(LIST)
    if form.is_valid():
        return _merged(request, caller, form, first.id, second.id)
    context = {
        "people": [_person(card, side) for card, side in ((first, FIRST), (second, SECOND))],
        "rows": compared(first.fields, second.fields),
        "reasons": _reasons(queries.reasons_for(first.id, second.id)),
        "is_refused": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "customers/pair.html", context, status=status)


@require_http_methods(["GET"])
def same(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Show whom a customer looks like, who became them, and ?q= whom else they may be."""
    caller = accounts.caller(request, may="customers.write")
    card = existing(customer_id)
    zone = caller.firm.zone
    text = request.GET.get("q", "")[:200]
    found = [row for row in queries.search(text) if row.id != customer_id] if text else []
    context = {
        "query": text,
        "found": found,
        "proposed": [
            {"id": other, "name": name, "why": _reasons(row.reasons)}
            for row in queries.proposals_of(customer_id)
            for other, name in (
                (row.first_id, row.first_name),
                (row.second_id, row.second_name),
            )
            if other != customer_id
        ],
        "merges": [
            {
                "merge": row,
                "day": wording.day(date_in(zone, row.merged_at), language=active_language()),
            }
            for row in queries.merges_of(customer_id)
        ],
    }
    return shown(request, caller, card, "same", context)


@require_POST
def parting(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Take a merge back."""
    caller = accounts.caller(request, may="customers.write")
    back_id = services.unmerge(caller, merge_id=merge_id, now=timezone.now())
    notices.done(request, _("Two customers again; everything is where it was."))
    return redirect("insights:customer", back_id)


def _merged(
    request: HttpRequest, caller: Caller, form: MergeForm, first_id: UUID, second_id: UUID
) -> HttpResponse:
    is_first = form.cleaned_data["kept"] == FIRST
    kept_id, gone_id = (first_id, second_id) if is_first else (second_id, first_id)
    merge_id = services.merge(
        caller, kept_id=kept_id, gone_id=gone_id, now=timezone.now(), chosen=form.chosen()
    )
    undo_href = reverse("customers:parting", args=[merge_id])
    notices.done(request, _("One customer now, with everything of both."), undo_href=undo_href)
    return redirect(card_href(kept_id))


def _say(caller: Caller, said: str, one: UUID, other: UUID) -> None:
    now = timezone.now()
    if said == "deny":
        services.deny(caller, one_id=one, other_id=other, now=now)
    else:
        services.put_off(one_id=one, other_id=other, now=now)


def _person(card: queries.Card, side: str) -> dict[str, object]:
    return {
        "card": card,
        "side": side,
        "addresses": ", ".join(shown for _kind, shown in card.addresses) or "–",
        "tags": ", ".join(card.tags) or "–",
        "notes": len(card.notes),
    }


def _table(rows: list[queries.Proposed], *, start: int, total: int) -> DataTable:
    pairs_word = ngettext("%(count)s pair", "%(count)s pairs", total) % {"count": total}
    page = start // PAGE
    return DataTable(
        caption=_("Duplicates"),
        columns=[
            Column(word=_("Customer")),
            Column(word=_("Perhaps the same as")),
            Column(word=_("Why")),
            Column(word=_("How sure")),
        ],
        rows=[_row(row) for row in rows],
        bulk=Bulk(
            action=reverse(LIST),
            buttons=[
                Button(word=_("Not the same"), name="do", value="deny"),
                Button(word=_("Later"), name="do", value="later"),
            ],
        ),
        pager=Pager(
            text=f"{start + 1}–{start + len(rows)} · {pairs_word}",
            previous_href=f"?page={page - 1}" if page else "",
            next_href=f"?page={page + 1}" if start + PAGE < total else "",
        ),
    )


def _row(row: queries.Proposed) -> Row:
    level, word = ("good", _("almost certain")) if row.score >= STRONG else ("watch", _("likely"))
    if row.score < LIKELY:
        level, word = "unknown", _("perhaps")
    return Row(
        key=f"{row.first_id}:{row.second_id}",
        name=row.first_name,
        cells=[
            Cell(
                text=row.first_name,
                href=reverse("customers:pair", args=[row.first_id, row.second_id]),
            ),
            Cell(text=row.second_name),
            Cell(text=_reasons(row.reasons)),
            Cell(text=word, level=level),
        ],
    )


def _reasons(codes: Iterable[str]) -> str:
    return ", ".join(str(REASONS[code]) for code in codes if code in REASONS)


def _pair(text: str) -> tuple[UUID, UUID] | None:
    one, _colon, other = text.partition(":")
    try:
        return UUID(one), UUID(other)
    except ValueError:
        return None
