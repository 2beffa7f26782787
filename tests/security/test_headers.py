"""What browsers are told: no foreign script, no frame, no leak, no cache, safe cookies."""

import os
import subprocess
import sys

import pytest
from django.test import Client

from tests.cast import PASSWORD, ann

pytestmark = pytest.mark.django_db
PAGES = ["/accounts/login/", "/settings/account/", "/settings/people/", "/my/", "/nowhere"]
COOKIES = """
from django.conf import settings
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_NAME,
      settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0, settings.DEBUG)
"""


@pytest.mark.parametrize("page", PAGES)
class TestEveryPage:
    def test_runs_no_foreign_and_no_inline_script(self, page: str) -> None:
        response = ann().browser().get(page)
        policy = {
            part.split()[0]: part.split()[1:]
            for part in response.headers["Content-Security-Policy"].split(";")
        }

        assert policy["default-src"] == ["'none'"]
        assert policy["script-src"] == ["'self'"]
        assert policy["style-src"] == ["'self'"]
        assert policy["form-action"] == ["'self'"]
        assert policy["base-uri"] == ["'none'"]
        assert policy["object-src"] == ["'none'"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]

    def test_stands_in_no_frame(self, page: str) -> None:
        headers = ann().browser().get(page).headers

        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"

    def test_tells_nothing_to_the_next_site_and_is_not_guessed(self, page: str) -> None:
        headers = ann().browser().get(page).headers

        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"

    def test_is_kept_in_no_cache(self, page: str) -> None:
        for browser in (ann().browser(), Client()):
            assert "no-store" in browser.get(page).headers["Cache-Control"]


def test_pages_opened_by_a_secret_link_are_kept_in_no_cache() -> None:
    for page in ("/join/x", "/enter/x", "/my/enter/x", "/my/"):
        assert Client().get(page).headers["Cache-Control"] == "no-store"


def test_no_page_has_an_inline_script_or_style() -> None:
    browser = ann().browser()
    for page in PAGES:
        said = browser.get(page).content.decode()
        assert "<style" not in said
        assert " style=" not in said
        assert "<script>" not in said


def test_a_form_needs_its_token() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ann().user)

    assert browser.post("/settings/account/", {"name": "x"}).status_code == 403


def test_the_cookie_of_the_session_is_out_of_reach_of_scripts() -> None:
    ann()
    answer = Client().post("/accounts/login/", {"login": "ann@example.org", "password": PASSWORD})
    cookie = answer.cookies["session"]

    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://plon.example", "__Host-session True __Host-csrf True True False"),
        ("http://localhost:8000", "session False csrf False False False"),
    ],
)
def test_cookies_travel_only_encrypted_where_the_address_is(url: str, told: str) -> None:
    environment = os.environ | {"PLON_URL": url, "DJANGO_SETTINGS_MODULE": "plon.config.settings"}
    answer = subprocess.run(
        [sys.executable, "-c", COOKIES], env=environment, capture_output=True, text=True, check=True
    )

    assert answer.stdout.strip() == told
