"""What all value pages share: tabs, freshness, the page without figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from plon.accounts.queries import Caller
from plon.lifetime.analysis import Analysis
from plon.ui.components import Tab
from plon.ui.language import active_language
from plon.ui.speech import Speech
from plon.value import queries

TABS = (
    ("value:overview", _("Overview")),
    ("value:segments", _("Segments")),
    ("value:cohorts", _("Cohorts")),
    ("value:forecast", _("Forecast")),
    ("value:history", _("History")),
    ("value:risks", _("Risks and data check")),
    ("value:workbench", _("Workbench")),
    ("value:cost", _("Value to cost")),
    ("value:channels", _("Channels")),
    ("value:comparison", _("One contract or a lifetime")),
    ("value:guide", _("What to do with it")),
    ("experiments:register", _("Hypotheses")),
)


def page(
    request: HttpRequest,
    caller: Caller,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Return a value page, with its tabs and how fresh the figures are."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    told = {
        "tabs": [
            Tab(word=str(word), href=reverse(route), is_current=route == here)
            for route, word in TABS
        ],
        "freshness": queries.freshness(),
        "may_write": "value.write" in caller.rights,
        **context,
    }
    return render(request, template, told, status=status)


def speech_of(analysis: Analysis) -> Speech:
    """Return how the analysis is told to the reader."""
    return Speech(language=active_language(), currency=analysis.currency)


def without_figures(request: HttpRequest, caller: Caller) -> HttpResponse:
    """Return the page of a firm that has no figures yet, or whose first are being computed."""
    told = {
        "is_computing": queries.is_first_computing(queries.freshness()),
        "here": request.get_full_path(),
        "may_import": "imports.run" in caller.rights,
    }
    return page(request, caller, "value/empty.html", told)
