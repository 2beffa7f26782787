"""One order: its page, and the steps that people take with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plon.accounts import queries as accounts
from plon.accounts.queries import Caller, NotAllowed
from plon.core.days import date_in
from plon.orders import services
from plon.orders.forms import DetailsForm, RefundForm, StatusForm
from plon.orders.models import Order
from plon.orders.services import words
from plon.orders.services.order_page import page_of
from plon.ui import notices

READ, WRITE = "orders.read", "orders.write"


@require_safe
def order(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Show one order."""
    caller = accounts.caller(request, may=READ)
    return _page(request, caller, get_object_or_404(Order, id=order_id))


@require_POST
def status(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Take the order on."""
    caller, row = _found(request, order_id)
    zone, now = caller.firm.zone, timezone.now()
    form = StatusForm(request.POST, choices=_next(row), today=date_in(zone, now))
    if not form.is_valid():
        return _page(request, caller, row, status_form=form)
    day = form.cleaned_data["day"]
    moment = now if day == form.today else form.moment(zone)
    services.change_status(
        caller, order_id=order_id, status=form.cleaned_data["status"], at=moment, now=now
    )
    notices.done(request, _("The status is changed."))
    return redirect("orders:order", order_id)


@require_POST
def refund(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Keep a refund; more than is left, or the same form changed and sent again, is refused."""
    caller, row = _found(request, order_id)
    zone, now = caller.firm.zone, timezone.now()
    form = RefundForm(request.POST, currency=row.currency, today=date_in(zone, now))
    if form.is_valid() and _is_given_back(caller, row, form, at=form.moment(zone), now=now):
        notices.done(request, _("The refund is written down."))
        return redirect("orders:order", order_id)
    return _page(request, caller, row, refund_form=form)


@require_POST
def details(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Say when the order is renewed, and whether there was a complaint."""
    caller, row = _found(request, order_id)
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _page(request, caller, row, details_form=form)
    services.change_details(
        caller, order_id=order_id, changes=form.cleaned_data, now=timezone.now()
    )
    notices.done(request, _("Saved."))
    return redirect("orders:order", order_id)


def _found(request: HttpRequest, order_id: UUID) -> tuple[Caller, Order]:
    """Return who acts, and the order. Who may not see orders changes none, either."""
    caller = accounts.caller(request, may=WRITE)
    if READ not in caller.rights:
        raise NotAllowed(READ)
    return caller, get_object_or_404(Order, id=order_id)


def _is_given_back(
    caller: Caller, row: Order, form: RefundForm, *, at: datetime, now: datetime
) -> bool:
    """Say whether the refund is kept; else the form says why not."""
    said = form.cleaned_data
    told = services.NewRefund(
        external_id=f"H-{said['key'].hex[:12].upper()}",
        order_external_id=row.external_id,
        amount_minor=said["amount_minor"],
        refunded_at=at,
        reason=said["reason"],
    )
    try:
        services.give_back(caller, refund=told, now=now)
    except services.RefundTooLarge:
        left = words.money(row.total_minor - row.refunded_minor, currency=row.currency)
        form.add_error("amount_minor", _("At most %(left)s is left.") % {"left": left})
    except services.RefundToldOtherwise:
        form.add_error(None, _("This refund was written down before, with other figures."))
    else:
        return True
    return False


def _next(row: Order) -> list[tuple[str, str]]:
    return [(code, words.status_word(code)) for code in services.next_statuses(row.status)]


def _page(request: HttpRequest, caller: Caller, row: Order, **forms: Any) -> HttpResponse:
    zone = caller.firm.zone
    today = date_in(zone, timezone.now())
    page = page_of(row, zone=zone, sees_value="value.read" in caller.rights)
    details = {"renewal_date": row.renewal_date, "has_complaint": row.has_complaint}
    refund = RefundForm(
        currency=row.currency, today=today, initial={"amount_minor": page.left_minor}
    )
    context = {
        "page": page,
        "may_write": {READ, WRITE} <= caller.rights,
        "status_form": StatusForm(choices=page.next, today=today),
        "refund_form": refund,
        "details_form": DetailsForm(initial=details),
        **forms,
    }
    return render(request, "orders/order.html", context, status=422 if forms else 200)
