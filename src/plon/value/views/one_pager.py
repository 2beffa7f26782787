"""The summary for an investor or a bank: on the screen, and as PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.runtime import paper
from plon.runtime.tenancy import inside
from plon.ui import styles
from plon.ui.language import active_language
from plon.ui.speech import Speech
from plon.value import queries
from plon.value.queries.base import basis
from plon.value.services.one_pager import base_sheet
from plon.value.services.ratio_tiles import ratio_tiles
from plon.value.views.cost import ratio_of


@require_safe
def one_pager(request: HttpRequest) -> HttpResponse:
    """What the base is worth, what a customer costs, ratio, band, payback: one page."""
    caller = accounts.caller(request, may="value.read")
    return _page(request, caller, problem="")


@require_safe
def one_pager_pdf(request: HttpRequest) -> HttpResponse:
    """The same as PDF; where that cannot be made, the page that says what is missing (503).

    The PDF takes up to half a minute: no transaction is open meanwhile.
    """
    caller = accounts.caller(request, may="value.read")
    name = caller.firm.name
    with inside(caller.workspace_id):
        context = {
            **_context(caller),
            "language": active_language(),
            "styles": styles.inline(running_head=name),
        }
    try:
        made = paper.pdf_of(render_to_string("value/one_pager_paper.html", context))
    except paper.PaperMissing:
        problem = _missing()
    except paper.PaperJammed:
        problem = _("The PDF did not come out. Try once more.")
    else:
        return _file(caller, made)
    with inside(caller.workspace_id):
        return _page(request, caller, problem=problem)


def _file(caller: accounts.Caller, made: bytes) -> HttpResponse:
    name = caller.firm.name
    file = f"{slugify(name) or 'plon'}-{date_in(caller.firm.zone, timezone.now())}.pdf"
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def _page(request: HttpRequest, caller: accounts.Caller, *, problem: str) -> HttpResponse:
    context = {**_context(caller), "problem": problem}
    status = 503 if problem else 200
    return render(request, "value/one_pager.html", context, status=status)


def _context(caller: accounts.Caller) -> dict[str, Any]:
    firm, analysis, newest = caller.firm, queries.answer(), queries.newest()
    sheet = None
    if analysis is not None and newest is not None:
        speech = Speech(language=active_language(), currency=analysis.currency)
        _whole, tiers = queries.worth_by("tier", today=date_in(firm.zone, timezone.now()))
        sheet = base_sheet(analysis, newest, tiers, speech)
    found = ratio_of(caller, basis())
    tiles = ratio_tiles(found)
    return {"firm_name": firm.name, "sheet": sheet, "ratio": found, "ratio_tiles": tiles}


def _missing() -> str:
    return _(
        "This computer cannot make PDFs yet: install Pango (on Debian and Ubuntu: apt install"
        " libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), or print this page."
    )
