"""Pages of no room: the page of components, and calm pages when something fails."""

import errno
import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from plon.accounts.domain import Role
from plon.config import pages
from plon.config import urls as addresses
from plon.ui import styles
from plon.ui.charts import Figure
from tests.cast import Person, ann, person

pytestmark = pytest.mark.django_db


def crash(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def fill_disk(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def garble(request: HttpRequest) -> HttpResponse:
    raise BadRequest


urlpatterns = [
    *addresses.urlpatterns,
    path("crash", crash),
    path("fill", fill_disk),
    path("api/v1/fill", fill_disk),
    path("refuse", refuse),
    path("garble", garble),
]
handler400, handler403, handler404, handler500 = (
    addresses.handler400,
    addresses.handler403,
    addresses.handler404,
    addresses.handler500,
)


@pytest.fixture
def owner() -> Person:
    return ann()


class TestGallery:
    @pytest.mark.parametrize(
        ("language", "heading"), [("pl", "Elementy stron"), ("en", "Components")]
    )
    def test_shows_every_component(self, owner: Person, language: str, heading: str) -> None:
        browser = owner.browser()
        browser.post("/language", {"language": language})
        html = browser.get("/ui").content.decode()

        assert f'<html lang="{language}"' in html
        assert heading in html
        shown = set(re.findall(r'class="([^"]+)"', html))
        assert html.count('<figure class="figure">') == len(
            {kind.template for kind in Figure.__subclasses__()}
        )
        assert {"number-tile", "tile", "tasks", "persons", "mapper", "share", "toasts"} <= shown

    def test_is_for_those_who_keep_the_firm(self, owner: Person) -> None:
        operator = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)

        assert operator.browser().get("/ui").status_code == 403
        assert Client().get("/ui").status_code == 302
        assert owner.browser().post("/ui").status_code == 405

    def test_gives_the_command_bar_what_it_finds(self, owner: Person) -> None:
        asked = {"HX-Request": "true", "HX-Target": "command-results"}
        found = owner.browser().get("/ui?q=an", headers=asked).content.decode()
        nothing = owner.browser().get("/ui?q=zzz", headers=asked).content.decode()

        assert "Anna Nowak" in found
        assert "<html" not in found
        assert "zzz" in nothing

    def test_leads_a_part_of_a_page_to_sign_in_as_a_whole(self) -> None:
        response = Client().get("/ui", headers={"HX-Request": "true"})

        assert response.status_code == 401
        assert response.headers["HX-Redirect"] == "/accounts/login/"

    def test_sorts_by_its_links(self, owner: Person) -> None:
        html = owner.browser().get("/ui?sort=name").content.decode()

        assert 'aria-sort="ascending"' in html
        assert "?sort=-name" in html


class TestStyles:
    def test_are_kept_for_ever_under_their_own_address(self) -> None:
        response = Client().get(f"/styles-{styles.fingerprint()}.css")

        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Type"] == "text/css; charset=utf-8"
        assert Client().get("/styles-0123456789abcdef.css").status_code == 404


@pytest.mark.urls(__name__)
class TestFailures:
    @pytest.mark.parametrize(
        ("language", "words"), [("pl", "Nie ma takiej strony"), ("en", "There is no such page")]
    )
    def test_a_missing_page_says_so_and_leads_back(self, language: str, words: str) -> None:
        response = Client(headers={"accept-language": language}).get("/nowhere")

        assert response.status_code == 404
        assert words in response.content.decode()
        assert 'href="/"' in response.content.decode()

    def test_a_missing_page_keeps_the_menu_of_who_is_signed_in(self, owner: Person) -> None:
        response = owner.browser().get("/nowhere")

        assert response.status_code == 404
        assert 'class="menu"' in response.content.decode()

    def test_a_refusal_says_whom_to_ask(self, owner: Person) -> None:
        response = owner.browser().get("/refuse")

        assert response.status_code == 403
        assert "właściciela" in response.content.decode()

    def test_a_form_that_is_too_old_says_what_to_do(self) -> None:
        with translation.override("en"):
            response = pages.forbidden(RequestFactory().get("/"), reason="no cookie")

        assert response.status_code == 403
        assert "open for too long" in response.content.decode()

    @pytest.mark.parametrize("language", ["pl", "en"])
    def test_a_crash_gives_a_code_that_stands_in_the_log(
        self, owner: Person, language: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        browser = owner.browser()
        browser.post("/language", {"language": language})
        browser.raise_request_exception = False
        html = browser.get("/crash").content.decode()

        code = next(vars(record)["code"] for record in caplog.records if "code" in vars(record))
        assert re.fullmatch(r"[0-9A-F]{6}", code)
        assert f"<code>{code}</code>" in html
        assert "ZeroDivisionError" not in html
        assert ("To nasza wina" if language == "pl" else "It is our fault") in html

    @pytest.mark.parametrize("language", ["pl", "en"])
    def test_a_full_disk_is_nobodys_fault(self, owner: Person, language: str) -> None:
        browser = owner.browser()
        browser.post("/language", {"language": language})
        browser.raise_request_exception = False
        answer = browser.get("/fill")

        html = answer.content.decode()
        assert answer.status_code == 507
        assert ("Dysk jest pełny" if language == "pl" else "The disk is full") in html
        assert ("To nasza wina" in html, "our fault" in html, "<code>" in html) == (False,) * 3

    def test_a_full_disk_is_a_problem_to_a_program(self) -> None:
        client = Client(raise_request_exception=False)

        told = client.get("/api/v1/fill")

        assert (told.status_code, told.json()["code"]) == (507, "disk_full")

    def test_a_crash_asks_the_database_nothing(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            response = pages.crashed(RequestFactory().get("/"))

        assert response.status_code == 500

    @pytest.mark.parametrize(
        ("cookie", "browser", "said"),
        [
            ("en", "pl", "does not answer under this address"),
            ("", "en-GB", "does not answer under this address"),
            ("", "de", "nie odpowiada pod tym adresem"),
        ],
    )
    def test_a_wrong_host_is_told_so_before_anybody_is_known(
        self,
        cookie: str,
        browser: str,
        said: str,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        stranger = Client(headers={"Host": "elsewhere.example", "Accept-Language": browser})
        stranger.cookies["language"] = cookie
        with django_assert_num_queries(0):
            response = stranger.get("/value/")

        html = response.content.decode()
        assert response.status_code == 400
        assert said in html
        assert "elsewhere" not in html
        for sheet in re.findall(r'rel="stylesheet" href="([^"]+)"', html):
            file = stranger.get(sheet)
            assert file.status_code == 200
            file.close()

    def test_what_cannot_be_read_is_no_matter_of_the_host(self, owner: Person) -> None:
        browser = owner.browser()
        browser.post("/language", {"language": "en"})
        response = browser.get("/garble")

        assert response.status_code == 400
        assert "sent something that cannot be read" in response.content.decode()

    @pytest.mark.parametrize("address", ["/customers/?q=a%00", "/nowhere%00"])
    def test_an_address_with_a_zero_byte_cannot_be_read(self, owner: Person, address: str) -> None:
        response = owner.browser().get(address)

        assert response.status_code == 400
        assert "nie da się odczytać" in response.content.decode()
