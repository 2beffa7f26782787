"""Views of the customers' list: kept, forgotten."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from plon.accounts import queries as accounts
from plon.customers import queries, services
from plon.customers.forms.tags import ViewForm
from plon.ui import notices


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters of the list under a name, and show the list so."""
    caller = accounts.caller(request, may="customers.write")
    form, query = ViewForm(request.POST), queries.normal_query(request.POST.get("query", ""))
    try:
        if not form.is_valid():
            raise services.ViewUnfit
        services.save_view(
            workspace_id=caller.workspace_id,
            name=form.cleaned_data["name"],
            query=query,
            now=timezone.now(),
        )
    except services.ViewUnfit:
        notices.failed(request, _("Not saved: a view needs a name and at least one filter."))
    else:
        notices.done(request, _("The view stands above the list."))
    return redirect(f"{reverse('insights:customers')}?{query}")


@require_POST
def forget(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Forget a view; nothing happens to its customers."""
    accounts.caller(request, may="customers.write")
    services.remove_view(view_id=view_id)
    notices.done(request, _("The view is gone, its customers stay."))
    return redirect("insights:customers")
