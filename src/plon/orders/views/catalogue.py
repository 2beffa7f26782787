"""The catalogue: its list, a product, the ready products of a trade."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plon.accounts import queries as accounts
from plon.orders import services
from plon.orders.domain import NewProduct
from plon.orders.forms import ExampleForm, ProductForm, ProductsFilter
from plon.orders.models import Product
from plon.orders.services import product_list, words
from plon.ui import notices
from plon.ui.components import Active, FilterBar, with_query
from plon.ui.downloads import csv_file, is_wanted

LIST = "/settings/catalogue/"
MAY = "catalogue.write"


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse | FileResponse:
    """The list: searched, filtered, page by page."""
    caller = accounts.caller(request, may="value.read")
    query = request.GET
    groups = Product.objects.exclude(category="").order_by("category")
    categories = list(groups.values_list("category", flat=True).distinct())
    form = ProductsFilter(query, categories=categories)
    form.is_valid()  # an unreadable filter does not narrow the list
    narrowed = {name: form.cleaned_data.get(name, "") for name in ("category", "shown")}
    found = product_list.products_like(text=query.get("q", "")[:200], **narrowed)
    total, may_write = found.count(), MAY in caller.rights
    currency = caller.firm.currency
    if is_wanted(request):
        columns, parts = product_list.file_columns(), product_list.file_parts(found, currency)
        return csv_file(columns, parts, name="products")
    table = product_list.table(found, currency=currency, query=query, may_write=may_write)
    context = {
        "table": table,
        "total": total,
        "filters": _bar(request, form, total),
        "is_empty": not total and not Product.objects.exists(),
        "may_write": may_write,
    }
    return render(request, "orders/catalogue.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show an empty product, the example as one types; POST adds it."""
    caller = accounts.caller(request, may=MAY)
    currency = caller.firm.currency
    form = ProductForm(_typed(request), currency=currency)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        told["code"] = told["code"] or _free_code(told["name"])
        try:
            services.add_product(caller, product=NewProduct(**told), now=timezone.now())
        except services.ProductToldOtherwise:
            form.add_error("code", _("Another product has this code."))
        else:
            notices.done(request, _("The product is in the catalogue."))
            return redirect("orders:catalogue")
    return _page(request, form, currency=currency, product=None)


@require_http_methods(["GET", "POST"])
def product(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Show a product, the example as one types; POST changes it for orders to come."""
    caller = accounts.caller(request, may=MAY)
    row = get_object_or_404(Product, id=product_id)
    currency = caller.firm.currency
    kept = {name: getattr(row, name) for name in NewProduct.__dataclass_fields__}
    form = ProductForm(_typed(request), currency=currency, is_new=False, initial=kept)
    if request.method == "POST" and form.is_valid():
        services.change_product(
            caller, product_id=product_id, changes=form.cleaned_data, now=timezone.now()
        )
        notices.done(request, _("Saved. It counts for transactions from now on."))
        return redirect("orders:product", product_id)
    return _page(request, form, currency=currency, product=row)


@require_POST
def retirement(request: HttpRequest, product_id: UUID) -> HttpResponse:
    """Withdraw a product from sale, or bring it back: `is_active` is "0" or "1"."""
    caller = accounts.caller(request, may=MAY)
    is_active = request.POST.get("is_active") == "1"
    changes = {"is_active": is_active}
    services.change_product(caller, product_id=product_id, changes=changes, now=timezone.now())
    said = _("The product is on sale again.") if is_active else _("The product is withdrawn.")
    notices.done(request, said)
    return redirect("orders:catalogue")


@require_http_methods(["GET", "POST"])
def trade(request: HttpRequest) -> HttpResponse:
    """Show what is ready for each trade; POST `trade` adds its products, says which."""
    caller = accounts.caller(request, may=MAY)
    firm = caller.firm
    said = request.POST.get("trade", "")
    if said in set(accounts.Trade):
        installed = services.install_preset(
            caller, trade=accounts.Trade(said), language=firm.language, now=timezone.now()
        )
        context = {"installed": installed, "said": _installed(installed)}
        return render(request, "orders/installed.html", context)
    context = {"trades": product_list.ready_trades(firm.trade)}
    status = 422 if request.method == "POST" else 200
    return render(request, "orders/trade.html", context, status=status)


def _installed(recorded: services.Installed) -> str:
    """Return how many products were added, and how many the catalogue had."""
    there = recorded.known
    added = ngettext("%(count)s product added.", "%(count)s products added.", recorded.created)
    kept = ngettext("%(count)s was there already.", "%(count)s were there already.", there)
    said = [(added, recorded.created)] + ([(kept, there)] if there else [])
    return " ".join(each % {"count": count} for each, count in said)


def _typed(request: HttpRequest) -> Any:
    """Return what the form is bound to: what was sent, or typed so far for the example."""
    if request.method == "POST":
        return request.POST
    return request.GET if "commission_model" in request.GET else None


def _page(
    request: HttpRequest, form: ProductForm, *, currency: str, product: Product | None
) -> HttpResponse:
    if request.method == "GET":
        form.is_valid()  # what can be read of it makes the example
    example = ExampleForm(_typed(request), currency=currency)
    amount_minor = example.amount_minor or form.price_minor
    how, result = words.example(form.rule, amount_minor=amount_minor, currency=currency)
    context = {
        "form": form,
        "example_form": example,
        "product": product,
        "how": how,
        "result": result,
    }
    part = "#example" if "HX-Request" in request.headers else ""
    status = 422 if request.method == "POST" else 200
    return render(request, f"orders/product.html{part}", context, status=status)


def _free_code(name: str) -> str:
    """Return a code made of a name, with a number where it is taken."""
    stem = slugify(name.replace("ł", "l").replace("Ł", "L"))[:110] or "product"
    taken = set(Product.objects.filter(code__startswith=stem).values_list("code", flat=True))
    codes = [stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 2))]
    return next(code for code in codes if code not in taken)


def _bar(request: HttpRequest, form: ProductsFilter, total: int) -> FilterBar:
    query = request.GET
    on = [name for name, given in form.cleaned_data.items() if given]
    shown = ngettext("%(count)s product", "%(count)s products", total) % {"count": total}
    return FilterBar(
        action=LIST,
        query=query.get("q", ""),
        placeholder=_("Search by name or code"),
        active=[
            Active(
                word=str(form.fields[name].label),
                value=str(dict(form.fields[name].choices)[form.cleaned_data[name]]),  # type: ignore[attr-defined]
                remove_href=LIST + with_query(query, **{name: None, "after": None}),
            )
            for name in on
        ],
        form=form,
        clear_href=LIST if on or query.get("q") else "",
        total=shown,
        target="#products",
    )
