"""A new order, written by hand for a customer."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plon.accounts import queries as accounts
from plon.accounts.queries import Caller, Trade, WorkspaceFacts
from plon.core.days import date_in
from plon.customers import queries as customers
from plon.orders import services
from plon.orders.domain import NewOrder
from plon.orders.forms import LineForm, OrderForm
from plon.orders.models import Product
from plon.orders.services import order_list, words
from plon.ui import notices

LINES, LINES_MAX = 3, 60
SIGNING = {Trade.FINANCIAL_INTERMEDIARY, Trade.ESTATE_AGENCY, Trade.CAR_DEALER}
Lines = forms.formset_factory(LineForm, extra=LINES, max_num=LINES_MAX, absolute_max=LINES_MAX)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask whose it is, ?customer= says; show the form of an order; POST keeps it.

    POST with "more" shows further lines and keeps nothing.
    """
    caller = accounts.caller(request, may="orders.write")
    firm = caller.firm
    customer = _customer(request.GET.get("customer", ""))
    if customer is None:
        query = request.GET.get("q", "")[:200]
        whose = {"query": query, "found": customers.search(query)}
        return render(request, "orders/whose.html", whose)
    form, lines = _forms(request, caller, firm)
    is_asked = request.method == "POST" and "more" not in request.POST
    if is_asked and (kept := _kept(caller, firm, customer[0], form, lines)):
        notices.done(request, _("The transaction is written down."))
        if "orders.read" in caller.rights:
            return redirect("orders:order", kept)
        return redirect(f"/customers/{customer[0]}/")
    context: dict[str, object] = {
        "form": form,
        "lines": lines,
        "customer_id": customer[0],
        "customer": customer[1],
        "channels": order_list.channels(),
        "has_products": Product.objects.exists(),
    }
    return render(request, "orders/new.html", context, status=422 if is_asked else 200)


def _customer(text: str) -> tuple[UUID, str] | None:
    """Return a customer of the firm and the name; None for nobody."""
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    name = customers.names_of([wanted]).get(wanted)
    return None if name is None else (wanted, name)


def _forms(request: HttpRequest, caller: Caller, firm: WorkspaceFacts) -> tuple[OrderForm, Any]:
    on_sale = list(Product.objects.filter(is_active=True).order_by("category", "name", "id"))
    is_signed = firm.trade in SIGNING
    said = request.POST.copy() if request.method == "POST" else None
    if said is not None and "more" in said:
        shown = said.get("lines-TOTAL_FORMS", "")
        count = int(shown) if shown.isdecimal() and len(shown) < 4 else LINES
        said["lines-TOTAL_FORMS"] = str(min(count + LINES, LINES_MAX))
    form = OrderForm(
        said,
        currency=firm.currency,
        asks_commission="value.read" in caller.rights,
        today=date_in(firm.zone, timezone.now()),
        initial={"status": "signed" if is_signed else "paid"},
    )
    lines = Lines(
        said,
        prefix="lines",
        form_kwargs={
            "currency": firm.currency,
            "products": [(each.code, _offered(each, firm)) for each in on_sale],
            "prices": {each.code: each.price_minor for each in on_sale},
        },
    )
    return form, lines


def _offered(product: Product, firm: WorkspaceFacts) -> str:
    if product.price_minor is None:
        return product.name
    return f"{product.name}, {words.money(product.price_minor, currency=firm.currency)}"


def _kept(
    caller: Caller, firm: WorkspaceFacts, customer_id: UUID, form: OrderForm, lines: Any
) -> UUID | None:
    """Return the id of the order that is kept; None where the forms say what is wrong."""
    if not (form.is_valid() & lines.is_valid()):
        return None
    told = [each.line for each in lines if each.is_filled]
    if not told:
        form.add_error(None, _("Fill in at least one product or amount."))
        return None
    said = form.cleaned_data
    order = NewOrder(
        external_id=form.external_id,
        customer_id=customer_id,
        ordered_at=form.moment(firm.zone),
        total_minor=sum(line.amount_minor for line in told),
        currency=firm.currency,
        lines=told,
        commission_minor=said.get("commission_minor"),
        **{n: said[n] for n in ("status", "channel", "place", "origin", "renewal_date")},
    )
    try:
        return services.write_order(caller, order=order, zone=firm.zone, now=timezone.now())
    except services.OrderToldOtherwise:
        form.add_error("number", _("There is a transaction with this number already."))
        return None
