"""What was just done, said on the next page: a toast, with a way back where there is one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def done(request: HttpRequest, text: str, *, undo_href: str = "") -> None:
    """Say that something was done. `undo_href` (POST) takes it back."""
    messages.success(request, text, extra_tags=undo_href)


def failed(request: HttpRequest, text: str) -> None:
    """Say that something was not done, and what to do."""
    messages.error(request, text)


def gone(request: HttpRequest, text: str, *, undo_href: str = "") -> HttpResponse:
    """Answer htmx that what was done takes its row away, and say so beside it."""
    context = {"text": text, "undo_href": undo_href, "level": "success"}
    return render(request, "ui/parts/new_toast.html", context)
