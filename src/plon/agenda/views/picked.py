"""A task for each of the customers picked in a list."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from plon.accounts import queries as accounts
from plon.agenda import services
from plon.agenda.forms import PickedTaskForm
from plon.agenda.services import Kind, NewTask
from plon.ui import notices
from plon.ui.language import active_language
from plon.ui.speech import Speech

LIST = "/customers/"
NAMED = 20  # by name on the page


@require_POST
def picked(request: HttpRequest) -> HttpResponse:
    """Show the form of a task for those picked; with its `batch`, write the tasks down."""
    caller = _caller(request)
    ids = {one for each in request.POST.getlist("picked") if (one := _id(each))}
    if len(ids) > services.PICKED_MAX:
        raise services.TooManyPicked(str(len(ids)))
    people = services.receivers(ids)
    if not people:
        notices.failed(request, _("Nobody is picked: tick customers in the list."))
        return redirect(LIST)
    form = PickedTaskForm(
        request.POST if "batch" in request.POST else None,
        initial={"batch": uuid4(), "owner_id": caller.user_id},
        currency=caller.firm.currency,
        people=accounts.people_with("agenda.work", workspace_id=caller.workspace_id),
    )
    if not form.is_valid():
        return _page(request, caller, form, people)
    said = form.cleaned_data
    count = services.give_tasks(
        caller,
        batch=said["batch"],
        customer_ids=ids,
        task=NewTask(
            title=said["title"],
            kind=Kind(said["kind"]),
            owner_id=said["owner_id"],
            reason=said["reason"],
            script=said["script"],
            value_minor=said["value_minor"],
            working_days=said["working_days"],
        ),
        now=timezone.now(),
    )
    _tell(request, caller, said["batch"], count)
    return redirect(LIST)


@require_POST
def back(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Take back tasks given together, those of which nothing was said yet."""
    caller = _caller(request)
    count = services.take_tasks_back(caller, batch=batch, now=timezone.now())
    text = ngettext("%(count)s task taken back.", "%(count)s tasks taken back.", count)
    notices.done(request, text % {"count": _number(caller, count)})
    return redirect(LIST)


def _caller(request: HttpRequest) -> accounts.Caller:
    accounts.caller(request, may="customers.read")
    return accounts.caller(request, may="agenda.work")


def _page(
    request: HttpRequest, caller: accounts.Caller, form: PickedTaskForm, people: Mapping[UUID, str]
) -> HttpResponse:
    names = list(people.values())
    context = {
        "form": form,
        "picked": list(people),
        "count": _number(caller, len(names)),
        "names": ", ".join(names[:NAMED]),
        "more": max(len(names) - NAMED, 0),
    }
    return render(request, "agenda/picked.html", context, status=422 if form.is_bound else 200)


def _tell(request: HttpRequest, caller: accounts.Caller, batch: UUID, count: int) -> None:
    if not count:
        notices.done(request, _("These tasks are on the list already: none was added."))
        return
    text = ngettext("%(count)s task is on the list.", "%(count)s tasks are on the list.", count)
    undo_href = reverse("agenda:picked-back", args=[batch])
    notices.done(request, text % {"count": _number(caller, count)}, undo_href=undo_href)


def _number(caller: accounts.Caller, count: int) -> str:
    return Speech(language=active_language(), currency=caller.firm.currency).number(count)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
