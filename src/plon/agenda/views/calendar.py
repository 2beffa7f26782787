"""When the firm works: a page of settings."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plon.accounts import queries as accounts
from plon.accounts.queries import Caller
from plon.agenda import queries, services
from plon.agenda.forms import CalendarForm, DayOffForm
from plon.agenda.models import DayOff
from plon.ui import notices

MAY = "settings.firm"


@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """Show and change the hours of the week."""
    caller = accounts.caller(request, may=MAY)
    said = request.POST if request.method == "POST" else None
    form = CalendarForm(said, calendar=queries.calendar())
    if form.is_valid():
        services.change_calendar(caller, told=form.told, now=timezone.now())
        notices.done(request, _("Saved. New tasks are due by it."))
        return redirect("agenda:calendar")
    return _page(request, caller, form=form, status=422 if said is not None else 200)


@require_POST
def days_off(request: HttpRequest) -> HttpResponse:
    """Close the firm on a day."""
    caller = accounts.caller(request, may=MAY)
    form = DayOffForm(request.POST)
    if not form.is_valid():
        return _page(request, caller, day_form=form, status=422)
    services.add_day_off(caller, **form.cleaned_data, now=timezone.now())
    return redirect("agenda:calendar")


@require_POST
def day_off_end(request: HttpRequest) -> HttpResponse:
    """Open the firm again on the day that `day` names."""
    caller = accounts.caller(request, may=MAY)
    form = DayOffForm(request.POST)
    if form.is_valid():
        services.remove_day_off(caller, day=form.cleaned_data["day"], now=timezone.now())
    return redirect("agenda:calendar")


def _page(
    request: HttpRequest,
    caller: Caller,
    *,
    form: CalendarForm | None = None,
    day_form: DayOffForm | None = None,
    status: int,
) -> HttpResponse:
    today: date = timezone.now().astimezone(caller.firm.zone).date()
    context = {
        "form": form or CalendarForm(calendar=queries.calendar()),
        "day_form": day_form or DayOffForm(),
        "days_off": DayOff.objects.filter(day__gte=today).order_by("day"),
    }
    return render(request, "agenda/calendar.html", context, status=status)
