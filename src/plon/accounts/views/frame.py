"""What the pages of settings share."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from plon.lifetime import wording
from plon.ui.language import active_language


def shown(
    request: HttpRequest, page: str, context: Mapping[str, object], *, status: int
) -> HttpResponse:
    """Return a page of settings."""
    return render(request, f"accounts/{page}.html", dict(context), status=status)


def status_of(request: HttpRequest) -> int:
    """Return 422 for a form that is shown again, 200 for one shown first."""
    return 422 if request.method == "POST" else 200


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form is bound to: an empty POST is an answer, too."""
    return request.POST if request.method == "POST" else None


def day_of(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment's day as the firm counts days."""
    return wording.day(moment.astimezone(zone).date(), language=active_language())


def time_of(moment: datetime, zone: ZoneInfo) -> str:
    """Write a moment: day and time of day."""
    return f"{day_of(moment, zone)}, {moment.astimezone(zone):%H:%M}"
