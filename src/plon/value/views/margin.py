"""What part of turnover is margin: one field, and the figures are of what is left to the firm."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from plon.accounts import queries as accounts
from plon.value import queries
from plon.value.forms import MarginForm
from plon.value.services import basis as commands
from plon.value.views.frame import page


@require_http_methods(["GET", "POST"])
def margin(request: HttpRequest) -> HttpResponse:
    """Ask for the firm's margin; POST keeps it and asks for new figures."""
    caller = accounts.caller(request, may="value.write")
    is_told = request.method == "POST"
    form = MarginForm(request.POST if is_told else None, initial={"margin_bp": queries.margin_bp()})
    if is_told and form.is_valid():
        commands.keep_margin(caller, margin_bp=form.cleaned_data["margin_bp"], now=timezone.now())
        return redirect("value:overview")
    context = {"margin_form": form}
    return page(request, caller, "value/margin.html", context, status=422 if is_told else 200)
