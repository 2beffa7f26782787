"""The living page of components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.config.menu import Entry
from plon.ui import samples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, in a shell with all its places.

    It stands in for the page of search, too: the command bar gets what it always gets.
    """
    accounts.caller(request, may="settings.firm")
    if request.headers.get("HX-Target") == "command-results":
        found = {"groups": samples.found(request.GET.get("q", "")), "query": request.GET.get("q")}
        return render(request, "ui/command_results.html", found)
    context = samples.everything(request.GET) | {"places": _places(), "search_href": request.path}
    return render(request, "ui/gallery.html", context)


def _places() -> list[Entry]:
    """Return a full menu, whatever rooms have moved in."""
    words = {
        "house": _("Today"),
        "users": _("Customers"),
        "gift": _("Programmes"),
        "handshake": _("Partners"),
        "inbox": _("Inbox"),
        "banknote": _("Rewards and payouts"),
        "chart-column": _("Reports"),
        "settings": _("Settings"),
    }
    counts = {"house": "4", "inbox": "3", "banknote": "6"}
    return [
        Entry(
            word=word,
            href="#",
            icon=icon,
            is_current=icon == "users",
            is_last=icon == "settings",
            count=counts.get(icon, ""),
        )
        for icon, word in words.items()
    ]
