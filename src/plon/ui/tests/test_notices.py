"""What was just done is said on the next page, once, with a way back."""

from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from plon.ui import notices


def asked() -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def shown(request: HttpRequest) -> str:
    context = {"messages": request._messages}  # type: ignore[attr-defined]
    with translation.override("en"):
        return render_to_string("ui/parts/messages.html", context)


def test_a_deed_has_a_way_back() -> None:
    request = asked()
    notices.done(request, "Added <b>214</b> people.", undo_href="/undo/1")
    html = shown(request)

    assert "Added &lt;b&gt;214&lt;/b&gt; people." in html
    assert 'action="/undo/1"' in html
    assert "Undo" in html


def test_a_deed_without_one_has_none() -> None:
    request = asked()
    notices.done(request, "Saved.")

    assert "<form" not in shown(request)


def test_a_failure_stays_until_it_is_closed() -> None:
    request = asked()
    notices.failed(request, "Not saved.")
    html = shown(request)

    assert "toast-bad" in html
    assert "<form" not in html
