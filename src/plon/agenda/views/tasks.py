"""Tasks: the list of one's own, a new one, what came of it, later."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plon.accounts import queries as accounts
from plon.agenda import queries, services
from plon.agenda.forms import LATER, LATER_WORDS, ON_A_DAY, OutcomeForm, OwnerForm, TaskForm
from plon.agenda.services import Kind, NewTask, Outcome, words
from plon.agenda.views import task_file
from plon.core.days import date_in
from plon.ui import notices
from plon.ui.components import Pager, Tab, with_query
from plon.ui.downloads import is_wanted
from plon.ui.speech import Speech

PAGE_SIZE = 50
EVERYBODY = "everybody"  # ?whose=


@require_safe
def tasks(request: HttpRequest) -> HttpResponse | FileResponse:
    """Open tasks by due time: one's own and nobody's, or everybody's."""
    caller = accounts.caller(request, may="agenda.work")
    firm = caller.firm
    is_all = request.GET.get("whose") == EVERYBODY
    owner_id = None if is_all else caller.user_id
    if is_wanted(request):
        caller = accounts.caller(request, may="customers.export")
        return task_file.answer(caller, owner_id=owner_id, now=timezone.now())
    total = queries.open_count(workspace_id=firm.id, owner_id=owner_id)
    start = _start(request.GET.get("start", ""), total)
    reader = words.Reader.of(caller, now=timezone.now())
    found = queries.open_tasks(
        workspace_id=firm.id, owner_id=owner_id, start=start, limit=PAGE_SIZE
    )
    context = {
        "tasks": words.with_ways(
            [(words.task_row(each, reader), each.customer_id) for each in found], caller
        ),
        "tabs": [
            Tab(word=_("Mine and nobody's"), href="?", is_current=not is_all),
            Tab(word=_("Everybody's"), href=f"?whose={EVERYBODY}", is_current=is_all),
        ],
        "pager": _pager(request, start, total, reader.speech),
    }
    return render(request, "agenda/tasks.html", context)


def _start(text: str, total: int) -> int:
    """Return where the page begins; nonsense is the beginning."""
    start = int(text) if text.isdecimal() and len(text) < 10 else 0
    return start - start % PAGE_SIZE if start < total else 0


def _pager(request: HttpRequest, start: int, total: int, speech: Speech) -> Pager | None:
    if total <= PAGE_SIZE:
        return None
    end = min(start + PAGE_SIZE, total)
    numbers = {
        "first": speech.number(start + 1),
        "last": speech.number(end),
        "all": speech.number(total),
    }
    before = with_query(request.GET, start=str(start - PAGE_SIZE)) if start else ""
    after = with_query(request.GET, start=str(end)) if end < total else ""
    return Pager(
        text=_("%(first)s–%(last)s of %(all)s") % numbers, previous_href=before, next_href=after
    )


@require_safe
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One task: why, what to say, what came of it, who does it."""
    caller = accounts.caller(request, may="agenda.work")
    return _task_page(request, caller, task_id)


def _task_page(
    request: HttpRequest,
    caller: accounts.Caller,
    task_id: UUID,
    *,
    said: OutcomeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    found = queries.task(workspace_id=caller.workspace_id, task_id=task_id)
    if found is None:
        raise services.TaskGone(str(task_id))
    people = accounts.people_with("agenda.work", workspace_id=caller.workspace_id)
    reader = words.Reader.of(caller, now=now)
    context = {
        "task": found,
        "facts": _facts(found, people, reader),
        "outcomes": words.outcome_words().items(),
        "later": LATER_WORDS,
        "said": said or OutcomeForm(today=date_in(reader.zone, now)),
        "form": OwnerForm(initial={"owner_id": found.owner_id}, people=people),
    }
    return render(request, "agenda/task.html", context, status=status)


def _facts(
    found: queries.TaskFacts, people: Mapping[UUID, str], reader: words.Reader
) -> list[tuple[str, str]]:
    owner = people.get(found.owner_id, "") if found.owner_id else ""
    speech, zone = reader.speech, reader.zone
    due = words.due_word(found.due_at, now=reader.now, zone=zone)
    day = speech.day(date_in(zone, found.due_at))
    rows = [
        (_("Due"), f"{day} ({due})" if found.closed_at is None else day),
        (_("Who does it"), owner or _("whoever comes first")),
        (_("Why"), found.reason),
        (_("What it may bring"), reader.worth(found)),
        (_("Calls without an answer"), speech.number(found.attempts) if found.attempts else ""),
        (_("Outcome"), words.outcome_word(found.outcome) if found.closed_at else ""),
        (_("Note"), found.outcome_note),
    ]
    return [(what, how) for what, how in rows if how]


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a task, ?customer= fills in whom; POST writes it down."""
    caller = accounts.caller(request, may="agenda.work")
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        initial={"customer_id": request.GET.get("customer", ""), "owner_id": caller.user_id},
        currency=caller.firm.currency,
        people=accounts.people_with("agenda.work", workspace_id=caller.workspace_id),
    )
    if request.method != "POST" or not form.is_valid():
        status = 200 if request.method == "GET" else 422
        return render(request, "agenda/new.html", {"form": form}, status=status)
    said = form.cleaned_data
    customer_id = said["customer_id"]
    services.add_task(
        workspace_id=caller.workspace_id,
        task=NewTask(
            title=said["title"],
            kind=Kind(said["kind"]),
            customer_id=customer_id,
            owner_id=said["owner_id"],
            reason=said["reason"],
            script=said["script"],
            value_minor=said["value_minor"],
            working_days=said["working_days"],
        ),
        now=timezone.now(),
    )
    notices.done(request, _("The task is on the list."))
    return redirect(f"/customers/{customer_id}/" if customer_id else "/")


@require_POST
def outcome(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Say what came of a task, or put it off; htmx takes the row away, or shows it refused."""
    caller = accounts.caller(request, may="agenda.work")
    now, is_row = timezone.now(), "HX-Request" in request.headers
    form = OutcomeForm(request.POST, today=date_in(caller.firm.zone, now))
    if not form.is_valid():
        if is_row:
            return _refused(request, caller, task_id, _("Choose one of the outcomes."), status=422)
        return _task_page(request, caller, task_id, said=form, status=422)
    try:
        _say(caller, task_id, form.cleaned_data, now=now)
    except services.TaskOver:
        if not is_row:
            raise
        text = _("Somebody has said already what came of it: open the task to read it.")
        return _refused(request, caller, task_id, text, status=409)
    text, undo_href = words.noted(form.cleaned_data["outcome"]), words.back_href(task_id)
    if is_row:
        return notices.gone(request, text, undo_href=undo_href)
    notices.done(request, text, undo_href=undo_href)
    return redirect("/")


def _refused(
    request: HttpRequest, caller: accounts.Caller, task_id: UUID, text: str, *, status: int
) -> HttpResponse:
    """Return the row as it stands, saying why nothing was written; a closed task asks no more."""
    found = queries.task(workspace_id=caller.workspace_id, task_id=task_id)
    if found is None:
        raise services.TaskGone(str(task_id))
    row = words.task_row(found, words.Reader.of(caller, now=timezone.now()))
    if found.closed_at is not None:
        row = replace(row, href=row.action.removesuffix("outcome/"), action="", outcomes=())
    (shown,) = words.with_ways([(replace(row, error=text), found.customer_id)], caller)
    return render(request, "ui/task_row.html", {"task": shown}, status=status)


def _say(caller: accounts.Caller, task_id: UUID, said: Mapping[str, Any], *, now: datetime) -> None:
    about = {"workspace_id": caller.workspace_id, "task_id": task_id}
    code = said["outcome"]
    if code == ON_A_DAY:
        services.snooze_until(**about, day=said["day"])
    elif code in LATER:
        services.snooze_task(**about, working_days=LATER[code], now=now)
    else:
        services.record_outcome(
            **about, outcome=Outcome(code), actor=caller.actor, now=now, note=said["note"]
        )


@require_POST
def back(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Take back what was last said of a task; return to the page that asked."""
    caller = accounts.caller(request, may="agenda.work")
    services.take_back(workspace_id=caller.workspace_id, task_id=task_id, now=timezone.now())
    notices.done(request, _("Taken back: the task waits again."))
    there = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        there, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(there if is_ours else "/")


@require_POST
def owner(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Give a task to somebody of the firm, or back to whoever comes first."""
    caller = accounts.caller(request, may="agenda.work")
    people = accounts.people_with("agenda.work", workspace_id=caller.workspace_id)
    form = OwnerForm(request.POST, people=people)
    if not form.is_valid():
        return _task_page(request, caller, task_id, status=422)
    services.hand_over(
        workspace_id=caller.workspace_id, task_id=task_id, owner_id=form.cleaned_data["owner_id"]
    )
    notices.done(request, _("Handed over."))
    return redirect("agenda:task", task_id)
