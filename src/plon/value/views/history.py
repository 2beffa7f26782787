"""The history of the base: what each refresh said, and what moved between any two."""

from collections.abc import Sequence

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.ui.downloads import csv_file, is_wanted
from plon.ui.language import active_language
from plon.ui.speech import Speech
from plon.value import queries
from plon.value.queries.base import SnapshotFacts, moved
from plon.value.services import history_page, list_files
from plon.value.views.frame import page, without_figures


@require_safe
def history(request: HttpRequest) -> HttpResponse | FileResponse:
    """Show all snapshots; ?then= and ?now= are the days between which groups moved."""
    caller = accounts.caller(request, may="value.read")
    kept = queries.snapshots(limit=queries.SNAPSHOTS_MAX)
    if not kept:
        return without_figures(request, caller)
    if is_wanted(request):
        return csv_file(list_files.day_columns(), [list_files.day_rows(kept)], name="history")
    speech = Speech(language=active_language(), currency=kept[0].currency)
    then = _chosen(kept, request.GET.get("then", ""), default=len(kept) - 1)
    now = _chosen(kept, request.GET.get("now", ""), default=0)
    context = {
        "history": history_page.history(kept, speech),
        "days": [(f"{each.as_of_date}", speech.day(each.as_of_date)) for each in kept],
        "then": f"{then.as_of_date}",
        "now": f"{now.as_of_date}",
        "moved": history_page.movement_table(moved(then, now), then, now, speech),
    }
    return page(request, caller, "value/history.html", context)


def _chosen(kept: Sequence[SnapshotFacts], day: str, *, default: int) -> SnapshotFacts:
    """Return the snapshot of the day; for a day without one, the usual."""
    return next((each for each in kept if f"{each.as_of_date}" == day), kept[default])
