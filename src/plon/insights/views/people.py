"""Customers: the list, and what is typed into the search."""

from collections.abc import Sequence
from datetime import datetime

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.accounts import services as accounts_services
from plon.core.days import date_in
from plon.customers import queries as customers
from plon.insights.forms import FilterForm, ListChoices
from plon.insights.services import finding, listing, listing_file, listing_table
from plon.insights.services.listing_table import Picking
from plon.orders import queries as orders
from plon.ui.components import Active, Bulk, Button, FilterBar, View, with_query
from plon.ui.downloads import csv_file, is_wanted
from plon.value import queries as value

LIST, IMPORT = "/customers/", "/import/"
MAY_EXPORT = "customers.export"
TAGS_MAX = 8  # offered as buttons


@require_safe
def people(request: HttpRequest) -> HttpResponse | FileResponse:
    """The list: searched, filtered, ordered, page by page. All of it stands in the address."""
    caller = accounts.caller(request, may="customers.read")
    now, query = timezone.now(), request.GET
    firm, sees_value = caller.firm, "value.read" in caller.rights
    tags, views = customers.tags_and_views()
    choices, is_counting = _choices(caller, tags, now=now)
    form = FilterForm(query, choices=choices, sees_value=sees_value)
    form.is_valid()  # an unreadable filter does not narrow the list; the form says what is wrong
    found = listing.wanted(
        query.get("q", "")[:200], form.cleaned_data, today=date_in(firm.zone, now)
    )
    counted = listing.counted(found, sees_value=sees_value)
    total, soonest = counted.total, counted.soonest
    sort = listing.Sort.read(query.get("sort", ""), sees_value=sees_value)
    if is_wanted(request):
        return _file(request, soonest, sort, total=total)
    picking = Picking.read(query, _bulk(choices.tags, caller.rights), total=total)
    after = "" if picking.is_all else query.get("after", "")
    page = listing.page_of(soonest, sort, after, total=total, size=picking.size)
    now_so = customers.normal_query(query.urlencode())
    context = {
        "view": next((each for each in views if each.query == now_so), None),
        "query": now_so,
        "filters": _bar(request, form, views, counted, currency=firm.currency),
        "products": orders.product_names() if "product" in form.fields else [],
        "total": total,
        "is_narrowed": found.is_narrowed,
        "is_counting": bool(form.cleaned_data.get("segment")) and is_counting,
        "table": listing_table.table(
            page,
            firm,
            sees_value=sees_value,
            query=query,
            total=total,
            now=now,
            picking=picking,
        ),
        "picking": picking,
        "may_write": "customers.write" in caller.rights,
        "may_export": MAY_EXPORT in caller.rights,
        "import_href": IMPORT if "imports.run" in caller.rights else "",
    }
    return render(request, "insights/customers.html", context)


def _file(
    request: HttpRequest, found: listing.Found, sort: listing.Sort, *, total: int
) -> FileResponse:
    """Give the list as a file; the log notes it."""
    caller = accounts.caller(request, may=MAY_EXPORT)
    sees_value = "value.read" in caller.rights
    parts = listing_file.parts(
        found,
        sort,
        total=total,
        workspace_id=caller.workspace_id,
        zone=caller.firm.zone,
        sees_value=sees_value,
    )
    answer = csv_file(listing_file.columns(sees_value=sees_value), parts, name="customers")
    accounts_services.record(
        caller, "export.made", detail={"what": "customers"}, now=timezone.now()
    )
    return answer


def _choices(
    caller: accounts.Caller, tags: Sequence[str], *, now: datetime
) -> tuple[ListChoices, bool]:
    """Return what of the firm's own may narrow the list, as far as one's rights go, and whether who
    belongs to the segments is being looked through.
    """
    segments, is_counting = (
        value.segments_and_counting(workspace_id=caller.workspace_id, now=now)
        if "value.read" in caller.rights
        else ([], False)
    )
    choices = ListChoices(
        tags=tags,
        segments=[(str(each.id), each.name) for each in segments],
        has_products="orders.read" in caller.rights,
    )
    return choices, is_counting


def _bulk(tags: Sequence[str], rights: frozenset[str]) -> Bulk | None:
    """Return what one may do with picked customers: give a task for each, stick a tag on them."""
    task = Button(word=_("Task"), icon="clipboard-list", action=reverse("agenda:picked"))
    stuck = tags[:TAGS_MAX] if "customers.write" in rights else ()
    buttons = [
        *([task] if "agenda.work" in rights else []),
        *(Button(word=tag, name="tag", value=tag) for tag in stuck),
    ]
    return Bulk(action=reverse("customers:tag-picked"), buttons=buttons) if buttons else None


def _bar(
    request: HttpRequest,
    form: FilterForm,
    views: list[customers.View],
    counted: listing.Counted,
    *,
    currency: str,
) -> FilterBar:
    query = request.GET
    now_so = customers.normal_query(query.urlencode())
    on = [name for name, given in form.cleaned_data.items() if given not in (None, "")]
    return FilterBar(
        action=LIST,
        query=query.get("q", ""),
        placeholder=_("Search by name, e-mail, phone"),
        active=[
            Active(
                word=str(form.fields[name].label),
                value=form.shown(name),
                remove_href=LIST + with_query(query, **{name: None, "after": None}),
            )
            for name in on
        ],
        views=[
            View(word=each.name, href=f"{LIST}?{each.query}", is_current=each.query == now_so)
            for each in views
        ],
        form=form,
        hidden=[("sort", query["sort"])] if "sort" in query else [],
        clear_href=LIST if on or query.get("q") else "",
        total=listing_table.total_word(counted, currency=currency),
        target="#people",
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What is called like that, in every room one may see. htmx gets the results alone."""
    caller = accounts.caller(request, may="customers.read")
    query = request.GET.get("q", "")[:200]
    context = {"groups": finding.found(caller, query), "query": query}
    part = "ui/command_results.html" if "HX-Request" in request.headers else "insights/search.html"
    return render(request, part, context)
