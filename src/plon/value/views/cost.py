"""LTV:CAC with its band and benchmark, one contract against a lifetime."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from plon.accounts import queries as accounts
from plon.customers import queries as customers
from plon.lifetime.formulas.methods import Method
from plon.ui.language import active_language
from plon.ui.speech import Speech
from plon.value import queries
from plon.value.forms import CostForm
from plon.value.models import Basis
from plon.value.queries.base import basis
from plon.value.services import basis as commands
from plon.value.services import comparison as services
from plon.value.services import ratio, ratio_tiles
from plon.value.views.frame import page


@require_http_methods(["GET", "POST"])
def cost(request: HttpRequest) -> HttpResponse:
    """What a customer is worth against what winning one costs; POST keeps the costs."""
    caller = accounts.caller(
        request, may="value.write" if request.method == "POST" else "value.read"
    )
    told = basis()
    form = CostForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(told, name) for name in commands.FIELDS},
        currency=caller.firm.currency,
        formulas=[method.value for method in Method if method.value in told.parameters],
    )
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in form.fields if name in form.data}
        commands.change_basis(caller, told=given, now=timezone.now())
        return redirect("value:cost")
    status = 422 if request.method == "POST" else 200
    found = ratio_of(caller, told)
    context = {"form": form, "ratio": found, "ratio_tiles": ratio_tiles.ratio_tiles(found)}
    return page(request, caller, "value/cost.html", context, status=status)


@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """One contract against a lifetime, beside the best intermediaries' figures."""
    caller = accounts.caller(request, may="value.read")
    firm = caller.firm
    told, analysis = basis(), queries.answer()
    speech = _speech(firm)
    numbers = services.assumed(told, analysis)
    counted = services.used(numbers, speech)
    own: dict[str, Any] = {"products": None, "referrals": None}
    if analysis is not None and analysis.totals.customers:
        people = analysis.totals.customers
        own["products"] = analysis.totals.purchases / people
        own["referrals"] = customers.referred_count() / people
    context = {
        "rows": services.comparison_rows(services.compared(numbers), speech),
        "used": counted,
        "examples": ", ".join(each.label for each in counted if each.is_example),
        "benchmarks": services.benchmarks(own["products"], own["referrals"], speech),
    }
    return page(request, caller, "value/comparison.html", context)


def ratio_of(caller: accounts.Caller, told: Basis) -> ratio.Ratio:
    """Return the firm's LTV:CAC by its newest figures, in the reader's language."""
    newest = queries.newest()
    mean = newest.ltv_mean_minor if newest else None
    return ratio.ratio_of(told, mean_minor=mean, speech=_speech(caller.firm))


def _speech(firm: accounts.WorkspaceFacts) -> Speech:
    return Speech(language=active_language(), currency=firm.currency)
