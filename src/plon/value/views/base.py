"""The base: overview, forecast, risks; new figures at once."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.customers import queries as customers
from plon.ui.downloads import csv_file, is_wanted
from plon.value import queries
from plon.value.domain.cohort_window import MEASURES
from plon.value.forms import MarginForm
from plon.value.queries.base import basis
from plon.value.queries.segments import group_sums, segment_drops, worth_of_groups
from plon.value.services import cohort_page, freshness, list_files, margins, pages, retention
from plon.value.services import some_cohorts as some
from plon.value.views.frame import page, speech_of, without_figures


@require_safe
def overview(request: HttpRequest) -> HttpResponse | FileResponse:
    """What the base is worth, its groups, how value spreads, whether new customers come back."""
    caller = accounts.caller(request, may="value.read")
    analysis = queries.answer()
    if analysis is None:
        return without_figures(request, caller)
    speech = speech_of(analysis)
    kept = queries.snapshots(limit=queries.SNAPSHOTS_MAX)
    changed, newest = queries.changes_among(kept), kept[0]
    parts = worth_of_groups(newest.worth_by_group or group_sums())
    if is_wanted(request):
        rows = list_files.part_rows("group", parts)
        return csv_file(list_files.part_columns("group"), [rows], name="groups")
    told = queries.margin_bp()
    is_open = told is not None or not analysis.value_is_margin
    context = {
        "margin_form": MarginForm(initial={"margin_bp": told}) if is_open else None,
        "margin_note": margins.missing_note(analysis, speech, rights=caller.rights),
        "sections": pages.overview(analysis, speech),
        "tables": [pages.worth_table("group", parts, speech)],
        "lost": retention.lost(newest, speech),
        "movements": pages.movement_sentences(changed.movements, speech),
        "drops": [
            *pages.drop_sentences(changed.drops, speech),
            *pages.segment_drop_sentences(
                segment_drops(newest=newest.as_of_date, since=queries.alike_since(kept)),
                speech,
            ),
        ],
    }
    return page(request, caller, "value/sections.html", context)


@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    """What comes next, how it was computed, and ?churn= lower by so many percent."""
    caller = accounts.caller(request, may="value.read")
    analysis = queries.answer()
    if analysis is None:
        return without_figures(request, caller)
    speech, fall = speech_of(analysis), retention.asked_fall(request.GET.get("churn", ""))
    plan = retention.plan_of(basis(), analysis)
    context = {
        "sections": pages.forecast(analysis, speech),
        "fall": fall,
        "scenarios": None if plan is None else retention.scenarios(plan, fall=fall, speech=speech),
    }
    return page(request, caller, "value/sections.html", context)


@require_safe
def cohorts(request: HttpRequest) -> HttpResponse | FileResponse:
    """Those who came together, in the periods after: ?measure= of domain.cohort_window.MEASURES.

    ?channel= ?city= ?region= ?segment=: of some customers alone.
    """
    caller = accounts.caller(request, may="value.read")
    analysis = queries.answer()
    if analysis is None:
        return without_figures(request, caller)
    chosen = cohort_page.known_measure(request.GET.get("measure", ""))
    segments = queries.segments()
    filters = some.choices(request.GET, segments)
    told = {each.name: each.chosen for each in filters if each.chosen}
    table = None
    if told:
        zone, today = caller.firm.zone, date_in(caller.firm.zone, timezone.now())
        table = some.some_cohorts(analysis, told, segments=segments, zone=zone, today=today)
    found = cohort_page.cohort_page(analysis, chosen, speech_of(analysis), some=table)
    if found and is_wanted(request):
        columns, rows = cohort_page.file_columns(found), cohort_page.file_rows(found, chosen)
        return csv_file(columns, [rows], name="cohorts")
    context = {
        "measure": chosen,
        "filters": [(each, cohort_page.filter_label(each.name)) for each in filters],
        "is_filtered": bool(told),
        "measures": [(each, cohort_page.measure_label(each)) for each in MEASURES],
        "found": found,
    }
    return page(request, caller, "value/cohorts.html", context)


@require_safe
def risks(request: HttpRequest) -> HttpResponse:
    """On whom the revenue depends, and whether the data can be trusted."""
    caller = accounts.caller(request, may="value.read")
    analysis = queries.answer()
    if analysis is None:
        return without_figures(request, caller)
    names = customers.names_of(pages.customers_named_in(analysis))
    speech, rights = speech_of(analysis), caller.rights
    context = {"sections": pages.risks(analysis, speech, names=names, rights=rights)}
    return page(request, caller, "value/sections.html", context)


@require_POST
def refresh(request: HttpRequest) -> HttpResponse:
    """Ask for new figures; the page says when they are there."""
    caller = accounts.caller(request, may="value.write")
    freshness.ask_refresh(workspace_id=caller.workspace_id, now=timezone.now())
    return redirect("value:overview")
