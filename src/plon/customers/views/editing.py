"""A customer written down, and changed, by hand."""

from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plon.accounts import queries as accounts
from plon.accounts.queries import Caller
from plon.core.days import date_in, moment_of
from plon.customers import queries, services
from plon.customers.forms.addresses import AddressRows, address_rows
from plon.customers.forms.editing import CustomerForm
from plon.customers.models import Customer, Identity
from plon.customers.views.frame import card_href, existing, posted, shown, status_of
from plon.lifetime import wording
from plon.ui import notices
from plon.ui.language import active_language

CONFLICT, DASH = 409, "–"


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new customer; POST writes them down."""
    caller = accounts.caller(request, may="customers.write")
    form = _form(request, caller, None, referrer_name="")
    rows = address_rows(posted(request), None)
    if form.is_valid() and rows.is_valid() and _is_somebody(form, rows):
        try:
            made = services.add_customer(
                caller, details=form.details(), addresses=rows.addresses(), now=timezone.now()
            )
        except services.AddressesRefused as refused:
            rows.refuse(refused.refusals, _link)
        else:
            notices.done(request, _("The customer is on the list."))
            return redirect(card_href(made))
    context = {"form": form, "rows": rows}
    return render(request, "customers/new.html", context, status=status_of(request))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Show every field of a customer; POST changes them, unless somebody else did meanwhile."""
    caller = accounts.caller(request, may="customers.write")
    card = existing(customer_id)
    if card.is_erased:
        raise Http404
    row = Customer.objects.get(id=customer_id)
    referrer = row.referrer_id and queries.names_of([row.referrer_id]).get(row.referrer_id)
    form = _form(request, caller, row, referrer_name=referrer or "")
    known = Identity.objects.filter(customer=row).order_by("created_at", "id")
    rows = address_rows(posted(request), list(known.values_list("kind", "shown")))
    status = status_of(request)
    is_changed_meanwhile = False
    if form.is_valid() and rows.is_valid() and _is_somebody(form, rows):
        try:
            services.change_customer(
                caller,
                customer_id=customer_id,
                details=form.details(),
                addresses=rows.addresses(),
                seen_at=_moment(request.POST.get("seen_at", "")),
                now=timezone.now(),
            )
        except services.AddressesRefused as refused:
            rows.refuse(refused.refusals, partial(_pair, customer_id))
        except services.ChangedMeanwhile:
            is_changed_meanwhile, status = True, CONFLICT
        else:
            notices.done(request, _("The changes are saved."))
            return redirect(card_href(customer_id))
    is_seen_now = request.method == "GET" or is_changed_meanwhile  # what stands there is shown
    context = {
        "form": form,
        "rows": rows,
        "seen_at": row.updated_at.isoformat() if is_seen_now else request.POST.get("seen_at", ""),
        "differences": _differences(form, rows, row) if is_changed_meanwhile else [],
        "is_changed_meanwhile": is_changed_meanwhile,
    }
    return shown(request, caller, card, "edit", context, status=status)


def _form(
    request: HttpRequest, caller: Caller, row: Customer | None, *, referrer_name: str
) -> CustomerForm:
    zone = caller.firm.zone
    return CustomerForm(
        posted(request),
        known=row,
        referrer_name=referrer_name,
        today=date_in(zone, timezone.now()),
    )


def _link(customer_id: UUID) -> tuple[str, str]:
    return queries.names_of([customer_id])[customer_id], card_href(customer_id)


def _pair(customer_id: UUID, owner_id: UUID) -> tuple[str, str]:
    """Return words for who has an address, and where both stand side by side to be made one."""
    href = reverse("customers:pair", args=[customer_id, owner_id])
    words = _("%(name)s: compare both cards") % {"name": queries.names_of([owner_id])[owner_id]}
    return words, href


def _moment(text: str) -> datetime | None:
    try:
        return moment_of(text)
    except ValueError:
        return None


def _is_somebody(form: CustomerForm, rows: AddressRows) -> bool:
    """Say whether there is a name or an address; where there is none, the form says so."""
    details = form.details()
    if details.first_name or details.last_name or details.company_name or rows.addresses():
        return True
    form.add_error(None, _("Write a name, the name of a firm, or an address."))
    return False


def _differences(form: CustomerForm, rows: AddressRows, row: Customer) -> list[tuple[str, str]]:
    """Return (field, what stands there now) where the form says something else."""
    said = asdict(form.details())
    found = [
        (str(field.label), _stands(field, getattr(row, name)))
        for name, field in form.fields.items()
        if name != "referrer" and getattr(row, name) != said[name]
    ]
    known = Identity.objects.filter(customer=row).order_by("created_at", "id")
    present = list(known.values_list("kind", "shown"))
    if present != [(each.kind, each.text) for each in rows.addresses()]:
        found.append((_("Addresses"), ", ".join(shown for _kind, shown in present) or DASH))
    return found


def _stands(field: forms.Field, value: object) -> str:
    """Return a field of the table in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return wording.day(value, language=active_language())
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices)[value])  # type: ignore[arg-type]
    return str(value or DASH)
