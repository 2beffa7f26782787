"""Tags: on one customer, on many, and the list of them."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plon.accounts import queries as accounts
from plon.customers import queries, services
from plon.customers.forms.tags import TagForm
from plon.customers.views.frame import card_href, existing
from plon.ui import notices
from plon.ui.downloads import TEXT, csv_file, is_wanted

LIST = "insights:customers"


@require_safe
def tags(request: HttpRequest) -> HttpResponse | FileResponse:
    """Show the tags of the firm, with how many customers have each."""
    caller = accounts.caller(request, may="customers.read")
    counted = queries.tags_counted()
    if is_wanted(request):
        columns = dict.fromkeys((_("Tag"), _("Customers")), TEXT)
        rows = [[each.name, str(each.count)] for each in counted]
        return csv_file(columns, [rows], name="tags")
    context = {
        "tags": counted,
        "may_write": "customers.write" in caller.rights,
    }
    return render(request, "customers/tags.html", context)


@require_POST
def picked(request: HttpRequest) -> HttpResponse:
    """Stick a tag on the picked customers; unknown ones are left out."""
    caller = accounts.caller(request, may="customers.write")
    name = request.POST.get("tag", "")
    ids = [one for each in request.POST.getlist("picked") if (one := _id(each))]
    if name in queries.tag_names():
        services.tag_picked(
            workspace_id=caller.workspace_id, customer_ids=ids, name=name, now=timezone.now()
        )
        notices.done(request, _("The tag is on."))
    else:
        notices.failed(request, _("Nothing was changed: there is no such tag any more."))
    return redirect(LIST)


@require_POST
def stick(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Stick a tag on a customer."""
    caller = accounts.caller(request, may="customers.write")
    existing(customer_id)
    form = TagForm(request.POST)
    if form.is_valid():
        services.tag_customer(
            workspace_id=caller.workspace_id,
            customer_id=customer_id,
            name=form.cleaned_data["name"],
            now=timezone.now(),
        )
    else:
        notices.failed(request, _("A tag is a word or two: write it into the field."))
    return redirect(card_href(customer_id))


@require_POST
def take_off(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """Take a tag off a customer."""
    accounts.caller(request, may="customers.write")
    existing(customer_id)
    services.untag_customer(customer_id=customer_id, name=request.POST.get("name", ""))
    return redirect(card_href(customer_id))


@require_POST
def rename(request: HttpRequest, tag_id: UUID) -> HttpResponse:
    """Call a tag otherwise."""
    caller = accounts.caller(request, may="customers.write")
    form = TagForm(request.POST)
    if not form.is_valid():
        notices.failed(request, _("A tag is a word or two: write it into the field."))
        return redirect("customers:tags")
    name = form.cleaned_data["name"]
    try:
        services.rename_tag(caller, tag_id=tag_id, name=name, now=timezone.now())
    except services.TagTaken:
        notices.failed(request, _("There is a tag called so already: choose another word."))
    else:
        notices.done(request, _("The tag is called otherwise now."))
    return redirect("customers:tags")


@require_POST
def removal(request: HttpRequest, tag_id: UUID) -> HttpResponse:
    """Delete a tag."""
    caller = accounts.caller(request, may="customers.write")
    services.remove_tag(caller, tag_id=tag_id, now=timezone.now())
    notices.done(request, _("The tag is gone."))
    return redirect("customers:tags")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
