"""Settings of the firm, and the way from one firm to another."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plon.accounts import queries, services
from plon.accounts.forms import FirmForm
from plon.accounts.views.frame import posted, shown, status_of
from plon.ui import notices


@require_http_methods(["GET", "POST"])
def firm(request: HttpRequest) -> HttpResponse:
    """Show and change what the firm is called, where it is, and how it counts."""
    caller = queries.caller(request, may="settings.firm")
    facts = queries.workspace(caller.workspace_id)
    now_so = {
        "time_zone": facts.zone.key,
        **{name: getattr(facts, name) for name in FirmForm.base_fields if name != "time_zone"},
    }
    fixed = facts.currency if facts.is_currency_fixed else ""
    form = FirmForm(posted(request), initial=now_so, fixed_currency=fixed)
    if form.is_valid():
        told = services.Firm(**form.cleaned_data)
        services.change_workspace(caller, firm=told, now=timezone.now())
        notices.done(request, _("The firm's settings are saved."))
        return redirect("accounts:firm")
    return shown(request, "firm", {"form": form}, status=status_of(request))


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Enter another firm of this person."""
    caller = queries.caller(request, may="account.own")
    wanted = request.POST.get("workspace", "")
    mine = {str(each.id) for each in queries.workspaces_of(caller.person_id)}
    if wanted not in mine:
        raise Http404
    request.session[queries.SESSION_WORKSPACE] = wanted
    return redirect("/")
