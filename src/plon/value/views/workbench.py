"""The workbench: choose a formula, change a number, see the value."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from plon.accounts import queries as accounts
from plon.lifetime.errors import LifetimeError
from plon.lifetime.formulas.methods import Method, recommend
from plon.lifetime.words import method_formula, method_label, notice_sentence
from plon.ui.language import active_language
from plon.ui.speech import Speech
from plon.value import queries
from plon.value.domain import workbench as rules
from plon.value.forms import CampaignForm, WorkbenchForm
from plon.value.models import Basis
from plon.value.queries.base import basis
from plon.value.services import basis as commands
from plon.value.services import what_if
from plon.value.services.known_numbers import known_numbers
from plon.value.services.methods import by_methods
from plon.value.views.frame import page


@require_http_methods(["GET", "POST"])
def workbench(request: HttpRequest) -> HttpResponse:
    """Show a formula with numbers; ?method= and the numbers stand in the address. POST keeps them.

    A part of the page, the result, is asked for by htmx as one types.
    """
    caller = accounts.caller(
        request, may="value.write" if request.method == "POST" else "value.read"
    )
    told = basis()
    method = _method(request.POST.get("method") or request.GET.get("method", ""), told)
    part = "#result" if "HX-Request" in request.headers else ""
    known = {} if part else known_numbers(told, queries.answer())  # a part has all numbers typed
    form = WorkbenchForm(_numbers(request, method, told, known), method=method)
    context = _context(form, method, told, currency=caller.firm.currency)
    context |= _what_if(request, told, currency=caller.firm.currency)
    is_good = context["value"] is not None
    if request.method == "POST" and is_good:
        commands.keep_parameters(
            caller, method=method, numbers=form.cleaned_data, now=timezone.now()
        )
        return redirect(f"{reverse('value:workbench')}?method={method.value}")
    if not part:
        speech = Speech(language=active_language(), currency=caller.firm.currency)
        context["by_methods"] = by_methods(told, known, speech)
    status = 200 if is_good or request.method == "GET" else 422
    return page(request, caller, f"value/workbench.html{part}", context, status=status)


def _what_if(request: HttpRequest, told: Basis, *, currency: str) -> dict[str, object]:
    """Return the ready numbers on campaigns, with the spending typed or else told."""
    is_asked = "spent" in request.GET
    start = {"spent": told.marketing_minor}
    form = CampaignForm(request.GET if is_asked else None, initial=start, currency=currency)
    table = None
    if is_asked and form.is_valid():
        table = what_if.campaigns(
            spent_minor=form.cleaned_data["spent"],
            brought_minor=form.cleaned_data["brought"],
            speech=Speech(language=active_language(), currency=currency),
        )
    return {"campaign_form": form, "campaigns": table, "is_asked": is_asked}


def _method(asked: str, told: Basis) -> Method:
    """Return the formula asked for, else the firm's, else what suits its business."""
    for code in (asked, told.method):
        if code in set(Method):
            return Method(code)
    return recommend(told.business or "services").method


def _numbers(
    request: HttpRequest, method: Method, told: Basis, known: Mapping[str, str]
) -> dict[str, str]:
    """Return what was typed; for the rest what was kept, else what the base tells."""
    names = [each.name for each in rules.PARAMETERS[method]]
    typed = request.POST if request.method == "POST" else request.GET
    if all(name in typed for name in names):
        return {name: typed[name] for name in names}
    numbers = {**rules.defaults(method, known), **told.parameters.get(method.value, {})}
    return {name: _as_written(text) for name, text in numbers.items()}


def _as_written(text: str) -> str:
    """Return numbers as the reader writes them: in Polish with a comma."""
    mark = "," if active_language() == "pl" else "."
    return text.replace(",", ".").replace(".", mark)


def _context(
    form: WorkbenchForm, method: Method, told: Basis, *, currency: str
) -> dict[str, object]:
    language = active_language()
    advice = recommend(told.business or "services")
    context: dict[str, object] = {
        "form": form,
        "method": method.value,
        "methods": [(each.value, method_label(each.value, language)) for each in Method],
        "formula": method_formula(method.value, language),
        "advice": method_label(advice.method.value, language),
        "notice": notice_sentence(advice.notice, language),
        "value": None,
        "problem": "",
    }
    if not form.is_valid():
        return context
    try:
        worked = rules.work_out(method, form.cleaned_data)
    except LifetimeError as refusal:
        return context | {"problem": refusal.sentence(language)}
    speech = Speech(language=language, currency=currency)
    return context | {
        "value": speech.money(float(worked.value * 100)),
        "sum": _as_written(worked.sum),
    }
