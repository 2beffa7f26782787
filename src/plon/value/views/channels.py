"""Channels: what their customers are worth against what winning them cost; the costs by month."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.ui.downloads import csv_file, is_wanted
from plon.ui.language import active_language
from plon.ui.speech import Speech
from plon.value.forms import ChannelCostForm
from plon.value.queries.base import basis
from plon.value.queries.channels import channels, every_cost, month_costs
from plon.value.services import channel_costs as commands
from plon.value.services import channel_page
from plon.value.views.frame import page


@require_http_methods(["GET", "POST"])
def ranking(request: HttpRequest) -> HttpResponse | FileResponse:
    """Rank channels by LTV:CAC, with advice; POST keeps what one cost in a month."""
    caller = accounts.caller(
        request, may="value.write" if request.method == "POST" else "value.read"
    )
    firm, now = caller.firm, timezone.now()
    form = ChannelCostForm(
        request.POST if request.method == "POST" else None, currency=firm.currency
    )
    if request.method == "POST" and form.is_valid():
        commands.keep_channel_cost(caller, **form.cleaned_data, now=now)
        return redirect("value:channels")
    speech = Speech(language=active_language(), currency=firm.currency)
    found, told = channels(today=date_in(firm.zone, now)), basis()
    if is_wanted(request) and request.GET.get("list") == "costs":
        rows = channel_page.cost_file_rows(every_cost())
        return csv_file(channel_page.cost_file_columns(), [rows], name="channel-costs")
    if is_wanted(request):
        rows = channel_page.file_rows(found, told, speech)
        return csv_file(channel_page.file_columns(), [rows], name="channels")
    context = {
        "form": form,
        "answer": channel_page.answer(found, speech),
        "rows": channel_page.channel_rows(found, told, speech),
        "usual": channel_page.usual(told, speech),
        "costs": channel_page.cost_rows(month_costs(), speech),
        "names": [each.channel for each in found if each.channel],
    }
    status = 422 if request.method == "POST" else 200
    return page(request, caller, "value/channels.html", context, status=status)


@require_POST
def remove(request: HttpRequest, cost_id: UUID) -> HttpResponse:
    """Take a cost away."""
    caller = accounts.caller(request, may="value.write")
    commands.remove_channel_cost(caller, cost_id=cost_id, now=timezone.now())
    return redirect("value:channels")
