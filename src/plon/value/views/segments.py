"""Segments: a sentence of conditions, counted as one types; what each part of the base is worth."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.customers import queries as customers
from plon.ui.downloads import csv_file, is_wanted
from plon.ui.language import active_language
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value import queries
from plon.value.domain.conditions import (
    AND,
    FIELDS,
    OPS,
    OR,
    Rule,
    RuleUnreadable,
    read_rule,
    rule_of_rows,
)
from plon.value.forms import SegmentForm
from plon.value.queries.segments import (
    SPLITS,
    Worth,
    days_of,
    drop_among,
    moves_of,
    worth_by,
    worth_of_everybody,
)
from plon.value.services import basis as commands
from plon.value.services import builder, list_files, page_words, pages, segment_words
from plon.value.views.frame import page

LATELY = timedelta(days=30)  # comings and goings are counted since then


@require_http_methods(["GET", "POST"])
def segments(request: HttpRequest) -> HttpResponse | FileResponse:
    """Show the sentence in the address with its count and worth; POST keeps it under a name."""
    caller = accounts.caller(
        request, may="value.write" if request.method == "POST" else "value.read"
    )
    given = request.POST if request.method == "POST" else request.GET
    rule = rule_in(given)
    form = SegmentForm(given if request.method == "POST" else None)
    context = _context(caller, rule, form, split=_split(given), part=_part(request))
    if is_wanted(request) and not context["problem"]:
        columns = list_files.part_columns(context["split"])
        rows = list_files.part_rows(context["split"], context["parts"])
        return csv_file(columns, [rows], name="parts")
    if request.method == "POST" and not context["problem"] and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            kept_id = commands.save_segment(caller, name=name, rule=rule, now=timezone.now())
        except commands.SegmentNameTaken:
            form.add_error("name", _name_taken())
        else:
            return redirect("value:segment", kept_id)
    return _answer(request, caller, context)


@require_http_methods(["GET", "POST"])
def segment(request: HttpRequest, segment_id: UUID) -> HttpResponse:
    """A kept segment: who is in it, what it is worth, who came and left; POST says it anew.

    Another sentence in the address is tried without being kept.
    """
    caller = accounts.caller(
        request, may="value.write" if request.method == "POST" else "value.read"
    )
    found = queries.segment(segment_id)
    if found is None:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    rule = rule_in(given) if "field" in given else found.rule
    form = SegmentForm(given if request.method == "POST" else None, initial={"name": found.name})
    context = _context(caller, rule, form, split=_split(given), part=_part(request))
    context["segment"] = found
    if request.method == "POST" and not context["problem"] and form.is_valid():
        name, now = form.cleaned_data["name"], timezone.now()
        try:
            commands.change_segment(caller, segment_id=segment_id, name=name, rule=rule, now=now)
        except commands.SegmentNameTaken:
            form.add_error("name", _name_taken())
        else:
            return redirect("value:segment", segment_id)
    if _part(request) in {"", "history"}:
        context |= _history(caller, found)
    return _answer(request, caller, context)


@require_POST
def remove(request: HttpRequest, segment_id: UUID) -> HttpResponse:
    """Take a segment away."""
    caller = accounts.caller(request, may="value.write")
    commands.remove_segment(caller, segment_id=segment_id, now=timezone.now())
    return redirect("value:segments")


def _name_taken() -> str:
    return _("Another segment has this name.")


def _answer(request: HttpRequest, caller: accounts.Caller, context: dict[str, Any]) -> HttpResponse:
    """Return the page, or the part that htmx asks for: the sentence, its history, the count."""
    part = _part(request)
    template = f"value/segment_{part}.html" if part else "value/segments.html"
    status = 422 if request.method == "POST" else 200
    return page(request, caller, template, context, status=status)


def _part(request: HttpRequest) -> str:
    """Return which part of the page htmx asks for; "" for the whole page."""
    if "HX-Request" not in request.headers:
        return ""
    target = request.headers.get("HX-Target", "")
    return {"sentence": "sentence", "members": "history"}.get(target, "counted")


def rule_in(given: QueryDict) -> dict[str, Any]:
    """Return the rule that a form's rows of conditions say; rows without a field are left out."""
    links = given.getlist("link")
    usual = OR if given.get("join") == "any" else AND
    columns = [given.getlist(name) for name in ("field", "op", "value", "not")]
    rows = []
    for number, field in enumerate(columns[0]):
        link = links[number] if number < len(links) else usual
        _field, op, value, denied = (each[number] if number < len(each) else "" for each in columns)
        if field:
            told = {"field": field, "op": _op(field, op), "value": value, "not": denied == "not"}
            rows.append((link, told))
    return rule_of_rows(rows)


def _split(given: QueryDict) -> str:
    """Return by what the customers found are split."""
    asked = given.get("by", "")
    return asked if asked in SPLITS else SPLITS[0]


def _op(field: str, op: str) -> str:
    """Return how the field compares: where it does not compare so, as it does first."""
    ways = OPS.get(FIELDS.get(field, ""), ())
    return op if op in ways or not ways else ways[0]


def _context(
    caller: accounts.Caller, rule: dict[str, Any], form: SegmentForm, *, split: str, part: str
) -> dict[str, Any]:
    firm = caller.firm
    speech = Speech(language=active_language(), currency=firm.currency)
    today = date_in(firm.zone, timezone.now())
    context = {
        "form": form,
        "rows": builder.rows_shown(rule, is_chosen_in=part != "counted"),
        "sentence": builder.sentence(rule),
        "fields": builder.fields_shown(),
        "segments": queries.segments(),
        "splits": [(code, page_words.split_label(code)) for code in SPLITS],
        "split": split,
    }
    try:
        return context | _worth(rule, speech, today=today, split=split)
    except RuleUnreadable as refusal:
        return context | {"problem": segment_words.rule_problem(str(refusal)), "worth": None}


def _worth(rule: dict[str, Any], speech: Speech, *, today: date, split: str) -> dict[str, Any]:
    found, parts = _found(read_rule(rule), split, today=today)
    return {
        "problem": "",
        "parts": parts,
        "worth": found,
        "value": "–" if found.value_12m_minor is None else speech.estimate(found.value_12m_minor),
        "mean": "–" if found.ltv_mean_minor is None else speech.estimate(found.ltv_mean_minor),
        "tables": [pages.worth_table(split, parts, speech)] if parts else [],
    }


def _found(rule: Rule, split: str, *, today: date) -> tuple[Worth, list[Worth]]:
    """Return the worth of whom the rule finds and its parts; of all by group as it was kept."""
    kept = queries.newest() if not rule.parts and split == "group" else None
    if kept is not None and kept.worth_by_group is not None:
        return worth_of_everybody(kept.worth_by_group)
    return worth_by(split, rule=rule, today=today)


def _history(caller: accounts.Caller, kept: queries.SegmentFacts) -> dict[str, Any]:
    """Return how many belonged to the segment day by day, who came and left lately, a fall."""
    now = timezone.now()
    moves, days = moves_of(kept.id, since=now - LATELY), days_of(kept.id)
    since = queries.alike_since(queries.snapshots(limit=queries.SNAPSHOTS_MAX))
    names = customers.names_of({*moves.newest_in, *moves.newest_out})
    speech = Speech(language=active_language(), currency=caller.firm.currency)
    return {
        "is_counting": queries.is_counting(workspace_id=caller.workspace_id, now=now),
        "history": pages.segment_history(days, moves, speech),
        "falls": pages.segment_drop_sentences(drop_among(kept.name, days, since=since), speech),
        "came": [(one, names.get(one, "")) for one in moves.newest_in],
        "left": [(one, names.get(one, "")) for one in moves.newest_out],
    }
