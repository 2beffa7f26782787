"""Today: what to do, how it goes."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from plon.accounts import queries as accounts
from plon.agenda.services import words as agenda_words
from plon.core.days import date_in
from plon.insights.services import slipping
from plon.insights.services.definitions import catalogue
from plon.insights.services.today import today_of
from plon.ui import notices


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """At most seven things to do, the figures of the role, the first steps of a new firm."""
    caller = accounts.caller(request, may="today.read")
    now = timezone.now()
    firm = caller.firm
    page = today_of(caller, firm, now=now)
    may_import = "imports.run" in caller.rights
    context = {"today": page, "day": date_in(firm.zone, now), "may_import": may_import}
    return render(request, "insights/today.html", context)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The catalogue: every figure that one is shown, with its formula in words."""
    caller = accounts.caller(request, may="today.read")
    role = caller.role.value if caller.role else ""
    context = {"parts": catalogue(role, caller.rights)}
    return render(request, "insights/figures.html", context)


@require_POST
def act_on_slipping(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Make the proposed task, and say what came of it or put it off."""
    caller = accounts.caller(request, may="agenda.work")
    said = request.POST.get("outcome", "")
    task_id = slipping.answer_proposal(
        caller, customer_id=customer_id, said=said, now=timezone.now()
    )
    text, undo_href = agenda_words.noted(said), agenda_words.back_href(task_id)
    if "HX-Request" in request.headers:
        return notices.gone(request, text, undo_href=undo_href)
    notices.done(request, text, undo_href=undo_href)
    return redirect("insights:today")
