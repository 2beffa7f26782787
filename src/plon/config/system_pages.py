"""Whether all is well with this Plon, in plain words, and the way into the demo."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.config.menu import stop_of
from plon.config.system_state import states


@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """Show how the firm's own work goes, and what `plon doctor` finds without its details."""
    caller = accounts.caller(request, may="settings.firm")
    is_demo = caller.firm.is_demo
    stop, now = stop_of(request), timezone.now()
    found = list(states(workspace_id=caller.workspace_id, stop=stop, now=now))
    ill = sum(each.level == "bad" for each in found)
    context = {"states": found, "ill": ill, "is_demo": is_demo}
    return render(request, "config/system.html", context)
