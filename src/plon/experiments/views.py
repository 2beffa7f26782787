"""The register of hypotheses: all of them, a new one, what came of one."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.experiments import queries, services
from plon.experiments.forms import KINDS, ClosingForm, HypothesisForm
from plon.experiments.services import Kind, Tried
from plon.ui.components import Cell, Column, DataTable, Row
from plon.ui.downloads import TEXT, csv_file, is_wanted
from plon.ui.language import active_language
from plon.ui.speech import Speech

PREFILLED = ("observation", "segment", "kind")  # may stand in the address of a new one
LEVELS = {
    queries.State.PLANNED: "unknown",
    queries.State.RUNNING: "good",
    queries.State.DUE: "bad",
    queries.State.SCALED: "good",
    queries.State.DROPPED: "unknown",
}


@require_safe
def register(request: HttpRequest) -> HttpResponse | FileResponse:
    """All hypotheses: those that wait for a decision first, closed ones last."""
    caller = accounts.caller(request, may="value.read")
    firm = caller.firm
    found, today = queries.hypotheses(), date_in(firm.zone, timezone.now())
    if is_wanted(request):
        return _file(found, today=today)
    context = {
        "table": _table(found, today=today) if found else None,
        "may_write": "value.write" in caller.rights,
    }
    return render(request, "experiments/register.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form, ?observation= and ?segment= fill it in; POST writes it down."""
    caller = accounts.caller(request, may="value.write")
    given = {name: request.GET[name] for name in PREFILLED if name in request.GET}
    today = date_in(caller.firm.zone, timezone.now())
    form = HypothesisForm(request.POST or None, initial={"start_date": today, **given})
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        context = {"form": form, "hypothesis": None}
        return render(request, "experiments/form.html", context, status=status)
    made = services.write_down(
        workspace_id=caller.workspace_id,
        tried=_tried(form),
        actor=caller.actor,
        now=timezone.now(),
    )
    messages.success(request, _("The hypothesis is in the register."))
    return redirect("experiments:hypothesis", made)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, hypothesis_id: UUID) -> HttpResponse:
    """Show the form with what was written; POST keeps it. A closed one stays as it is."""
    caller = accounts.caller(request, may="value.write")
    found = _found(hypothesis_id)
    initial = {name: getattr(found, name) for name in HypothesisForm.base_fields}
    form = HypothesisForm(request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        context = {"form": form, "hypothesis": found}
        return render(request, "experiments/form.html", context, status=status)
    services.change(
        workspace_id=caller.workspace_id, hypothesis_id=hypothesis_id, tried=_tried(form)
    )
    return redirect("experiments:hypothesis", hypothesis_id)


@require_http_methods(["GET", "POST"])
def hypothesis(request: HttpRequest, hypothesis_id: UUID) -> HttpResponse:
    """One hypothesis; POST closes it with a result and a decision, never without either."""
    caller = accounts.caller(
        request, may="value.write" if request.method == "POST" else "value.read"
    )
    found = _found(hypothesis_id)
    form = ClosingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.close(
            workspace_id=caller.workspace_id,
            hypothesis_id=hypothesis_id,
            result=form.cleaned_data["result"],
            decision=form.cleaned_data["decision"],
            actor=caller.actor,
            now=timezone.now(),
        )
        messages.success(request, _("Closed, with its result and decision."))
        return redirect("experiments:register")
    firm = caller.firm
    state = found.state(date_in(firm.zone, timezone.now()))
    context = {
        "hypothesis": found,
        "facts": _facts(found),
        "state": _state_word(state),
        "level": LEVELS[state],
        "form": form,
        "may_write": "value.write" in caller.rights,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "experiments/hypothesis.html", context, status=status)


def _found(hypothesis_id: UUID) -> queries.HypothesisFacts:
    found = queries.hypothesis(hypothesis_id)
    if found is None:
        raise Http404
    return found


def _tried(form: HypothesisForm) -> Tried:
    said = form.cleaned_data
    return Tried(**{**said, "kind": Kind(said["kind"])})


def _facts(found: queries.HypothesisFacts) -> list[tuple[str, str]]:
    rows = [
        (_("What it is about"), str(dict(KINDS)[Kind(found.kind).value])),
        (_("For whom"), found.segment),
        (_("What you want to change"), found.change),
        (_("How you will know that it works"), found.metric),
        (_("When"), _span(found)),
        (_("What came of it"), found.result),
    ]
    return [(what, how) for what, how in rows if how]


def _span(found: queries.HypothesisFacts) -> str:
    speech = Speech(language=active_language(), currency="")
    return f"{speech.day(found.start_date)} – {speech.day(found.end_date)}"


def _state_word(state: queries.State) -> str:
    words: dict[queries.State, str] = {
        queries.State.PLANNED: _("planned"),
        queries.State.RUNNING: _("running"),
        queries.State.DUE: _("waits for a decision"),
        queries.State.SCALED: _("works: done for all"),
        queries.State.DROPPED: _("does not work: stopped"),
    }
    return words[state]


def _file(found: list[queries.HypothesisFacts], *, today: date) -> FileResponse:
    titles = (
        _("Hypothesis"),
        _("For whom"),
        _("What you want to change"),
        _("How you will know that it works"),
        _("From"),
        _("Until"),
        _("How it stands"),
        _("What came of it"),
    )
    rows = [
        [
            each.observation,
            each.segment,
            each.change,
            each.metric,
            each.start_date.isoformat(),
            each.end_date.isoformat(),
            _state_word(each.state(today)),
            each.result,
        ]
        for each in found
    ]
    return csv_file(dict.fromkeys(titles, TEXT), [rows], name="hypotheses")


def _table(found: list[queries.HypothesisFacts], *, today: date) -> DataTable:
    columns: Any = (_("Hypothesis"), _("For whom"), _("When"), _("How it stands"))
    return DataTable(
        caption=_("Hypotheses"),
        columns=[Column(word=word) for word in columns],
        rows=[
            Row(
                key=str(each.id),
                name=each.observation,
                cells=[
                    Cell(
                        text=each.observation,
                        href=f"/reports/hypotheses/{each.id}/",
                        note=each.change,
                    ),
                    Cell(text=each.segment),
                    Cell(text=_span(each)),
                    Cell(
                        text=_state_word(each.state(today)),
                        level=LEVELS[each.state(today)],
                        note=each.result[:120],
                    ),
                ],
            )
            for each in found
        ],
    )
