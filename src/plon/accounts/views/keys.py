"""API keys: made with rights, shown once, ended."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from plon.accounts import queries, services
from plon.accounts.forms import KeyForm
from plon.accounts.forms.words import right_word
from plon.accounts.models import ApiKey
from plon.accounts.views.frame import day_of, posted, shown, status_of
from plon.core.days import date_in
from plon.ui import notices
from plon.ui.downloads import TEXT, Columns, csv_file, is_wanted


@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse | FileResponse:
    """List the keys; make one, shown this one time."""
    caller = queries.caller(request, may="api.keys")
    living = ApiKey.objects.filter(workspace_id=caller.workspace_id, ended_at=None)
    rows, zone = living.order_by("-created_at"), queries.workspace(caller.workspace_id).zone
    if is_wanted(request):
        columns, told = _file_columns(), [_told(row, zone) for row in rows]
        return csv_file(columns, [told], name="api-keys")
    form = KeyForm(posted(request), rights=caller.rights)
    if form.is_valid():
        said = form.cleaned_data
        token = services.make_api_key(
            caller, name=said["name"], may=said["may"], now=timezone.now()
        )
        context = {"token": token, "name": said["name"]}
        return shown(request, "key", context, status=201)
    context = {
        "form": form,
        "keys": [
            {
                "row": row,
                "may": ", ".join(right_word(right) for right in row.may),
                "used": row.last_used_at and day_of(row.last_used_at, zone),
            }
            for row in rows
        ],
    }
    return shown(request, "keys", context, status=status_of(request))


def _file_columns() -> Columns:
    return dict.fromkeys(
        (_("Name"), _("Begins with"), _("What it may"), _("Made"), _("Last used")), TEXT
    )


def _told(row: ApiKey, zone: ZoneInfo) -> list[str | None]:
    """Return a key as a row of a file: what opens the door is kept nowhere."""
    may = ", ".join(right_word(right) for right in row.may)
    made, used = (
        date_in(zone, moment).isoformat() if moment else None
        for moment in (row.created_at, row.last_used_at)
    )
    return [row.name, row.prefix, may, made, used]


@require_POST
def key_end(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """End a key at once."""
    caller = queries.caller(request, may="api.keys")
    services.end_api_key(caller, key_id=key_id, now=timezone.now())
    notices.done(request, _("The key is ended: programs that used it are refused."))
    return redirect("accounts:keys")
