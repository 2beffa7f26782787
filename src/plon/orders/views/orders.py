"""The orders: the list, and the same as a file."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.accounts import services as accounts_services
from plon.lifetime import wording
from plon.orders.forms import OrdersFilter
from plon.orders.models import Order, Product
from plon.orders.services import order_list
from plon.ui.components import Active, FilterBar, with_query
from plon.ui.downloads import csv_file, is_wanted
from plon.ui.language import active_language

LIST = "/orders/"
MAY_EXPORT = "customers.export"


@require_safe
def orders(request: HttpRequest) -> HttpResponse | FileResponse:
    """The list: searched, filtered, page by page. All of it stands in the address."""
    caller = accounts.caller(request, may="orders.read")
    zone = caller.firm.zone
    form = _filter(request, caller)
    wanted = _wanted(request, form)
    found = order_list.orders_like(wanted, zone=zone)
    if is_wanted(request):
        return _file(request, found, zone=zone)
    total = order_list.counted(found)
    said = _total(total)
    context = {
        "filters": _bar(request, form, said),
        "table": order_list.table(
            found,
            zone=zone,
            sees_value="value.read" in caller.rights,
            query=request.GET,
            total=said,
        ),
        "total": total,
        "is_narrowed": wanted != order_list.Wanted(),
        "may_write": "orders.write" in caller.rights,
        "may_import": "imports.run" in caller.rights,
        "may_export": MAY_EXPORT in caller.rights,
    }
    return render(request, "orders/orders.html", context)


def _file(request: HttpRequest, found: QuerySet[Order], *, zone: ZoneInfo) -> FileResponse:
    """Give the list as a file; the log notes it."""
    caller = accounts.caller(request, may=MAY_EXPORT)
    sees_value = "value.read" in caller.rights
    file = csv_file(
        order_list.file_columns(sees_value=sees_value),
        order_list.file_parts(found, zone=zone, sees_value=sees_value),
        name="orders",
    )
    accounts_services.record(caller, "export.made", detail={"what": "orders"}, now=timezone.now())
    return file


def _filter(request: HttpRequest, caller: accounts.Caller) -> OrdersFilter:
    products = list(Product.objects.order_by("name").values_list("id", "name"))
    form = OrdersFilter(
        request.GET,
        channels=order_list.channels(),
        products=products,
        sees_value="value.read" in caller.rights,
    )
    form.is_valid()  # an unreadable filter does not narrow the list; the form says what is wrong
    return form


def _wanted(request: HttpRequest, form: OrdersFilter) -> order_list.Wanted:
    said = {name: value for name, value in form.cleaned_data.items() if value}
    if "product_id" in said:
        said["product_id"] = UUID(said["product_id"])
    return order_list.Wanted(text=request.GET.get("q", "")[:200].strip(), **said)


def _total(count: int) -> str:
    if count > order_list.COUNTED_MAX:
        most = wording.number(order_list.COUNTED_MAX, language=active_language())
        return _("more than %(count)s transactions") % {"count": most}
    number = wording.number(count, language=active_language())
    return ngettext("%(count)s transaction", "%(count)s transactions", count) % {"count": number}


def _bar(request: HttpRequest, form: OrdersFilter, total: str) -> FilterBar:
    query = request.GET
    on = [name for name, given in form.cleaned_data.items() if given]
    return FilterBar(
        action=LIST,
        query=query.get("q", ""),
        placeholder=_("Search by customer or number"),
        active=[
            Active(
                word=str(form.fields[name].label),
                value=form.shown(name),
                remove_href=LIST + with_query(query, **{name: None, "after": None}),
            )
            for name in on
        ],
        form=form,
        clear_href=LIST if on or query.get("q") else "",
        total=total,
        target="#orders",
    )
