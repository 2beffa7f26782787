"""API keys: made with rights, shown once, ended."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plon.accounts import queries, services
from plon.accounts.forms import KeyForm
from plon.accounts.forms.words import right_word
from plon.accounts.models import ApiKey
from plon.accounts.views.frame import day_of, posted, shown, status_of
from plon.ui import notices


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """List the keys; make one, shown this one time."""
    caller = queries.caller(request, may="api.keys")
    form = KeyForm(posted(request), rights=caller.rights)
    if form.is_valid():
        said = form.cleaned_data
        token = services.make_api_key(
            caller, name=said["name"], may=said["may"], now=timezone.now()
        )
        context = {"token": token, "name": said["name"]}
        return shown(request, "key", context, status=201)
    zone = queries.workspace(caller.workspace_id).zone
    living = ApiKey.objects.filter(workspace_id=caller.workspace_id, ended_at=None)
    context = {
        "form": form,
        "keys": [
            {
                "row": row,
                "may": ", ".join(right_word(right) for right in row.may),
                "used": row.last_used_at and day_of(row.last_used_at, zone),
            }
            for row in living.order_by("-created_at")
        ],
    }
    return shown(request, "keys", context, status=status_of(request))


@require_POST
def key_end(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """End a key at once."""
    caller = queries.caller(request, may="api.keys")
    services.end_api_key(caller, key_id=key_id, now=timezone.now())
    notices.done(request, _("The key is ended: programs that used it are refused."))
    return redirect("accounts:keys")
