"""Signing in, with a second step or a key; confirming; signing out everywhere."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import Settings

from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry, User, Workspace
from plon.config.sign_in import Adapter, SecondStep
from plon.runtime.tenancy import inside
from tests.cast import PASSWORD, Person, ann, cora, person

pytestmark = pytest.mark.django_db
LOGIN, NEW = "/accounts/login/", "another quiet sentence"
NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture(autouse=True)
def _no_attempts_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def owner(settings: Settings) -> Person:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    one = ann()
    User.objects.filter(id=one.user.id).update(language="en")
    return one


def signed_in(password: str = PASSWORD, email: str = "ann@example.org", agent: str = "") -> Client:
    client = Client(headers={"accept-language": "en", "user-agent": agent})
    client.post(LOGIN, {"login": email, "password": password})
    return client


def sure(email: str = "ann@example.org") -> Client:
    """Return the browser of somebody who has just confirmed who they are."""
    client = signed_in(email=email)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get("/settings/account/").status_code == 200


def is_tied(page: str, name: str) -> bool:
    """Say whether the error of a field is what describes it to who cannot see the page."""
    field = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    assert field is not None
    told = re.search(r'aria-describedby="([^"]*)"', field[0])
    assert told is not None
    return 'aria-invalid="true"' in field[0] and any(
        f'id="{each}"' in page and each.endswith("_error") for each in told[1].split()
    )


def actions(of: Person) -> list[str]:
    with inside(of.workspace_id):
        return list(
            AuditEntry.objects.order_by("happened_at", "id").values_list("action", flat=True)
        )


def code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def with_app(client: Client) -> str:
    """Switch the second step on; return the secret in the app."""
    page = client.get("/accounts/2fa/totp/activate/")
    secret: str = page.context["form"].secret
    response = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert response.headers["Location"] == "/accounts/2fa/codes/"
    return secret


class TestFormsThatAreWrong:
    """Each comes back with 422, its errors tied to the fields."""

    def test_signing_in(self, owner: Person) -> None:
        response = Client().post(LOGIN, {"login": "", "password": ""})

        assert response.status_code == 422
        assert is_tied(response.text, "login")
        assert is_tied(response.text, "password")

    def test_confirming(self, owner: Person) -> None:
        response = signed_in().post("/accounts/reauthenticate/", {"password": "wrong"})

        assert response.status_code == 422
        assert is_tied(response.text, "password")

    def test_a_new_password(self, owner: Person) -> None:
        told = {"oldpassword": "wrong", "password1": "short", "password2": "other"}
        response = signed_in().post("/accounts/password/", told)

        assert response.status_code == 422
        assert is_tied(response.text, "oldpassword")
        assert is_tied(response.text, "password1")

    def test_a_key(self, owner: Person) -> None:
        client = sure()
        client.get("/accounts/2fa/keys/add/")
        response = client.post("/accounts/2fa/keys/add/", {"name": "", "credential": ""})

        assert response.status_code == 422


class TestPassword:
    def test_the_right_one_lets_in_and_is_written_down(self, owner: Person) -> None:
        client = signed_in()

        assert is_in(client)
        assert actions(owner) == ["member.signed_in"]

    @pytest.mark.parametrize("language", ["pl", "en"])
    def test_a_wrong_one_does_not_and_tells_nothing(self, owner: Person, language: str) -> None:
        client = Client(headers={"accept-language": language})
        answers = [
            client.post(LOGIN, {"login": email, "password": "wrong"})
            for email in ("ann@example.org", "nobody@example.org")
        ]
        pages = [answer.text for answer in answers]
        word = {"pl": "nie pasują do siebie", "en": "do not belong together"}[language]

        assert {answer.status_code for answer in answers} == {422}
        assert all(word in page for page in pages)
        assert not is_in(client)
        assert actions(owner) == []

    def test_guessing_ends_after_five_attempts(self, owner: Person) -> None:
        for _ in range(5):
            assert not is_in(signed_in("wrong"))

        assert not is_in(signed_in())
        assert (
            "Too many attempts"
            in signed_in()
            .post(LOGIN, {"login": "ann@example.org", "password": PASSWORD})
            .content.decode()
        )

    def test_a_flood_of_one_address_is_held_up(self, owner: Person) -> None:
        answers = [
            Client().post(LOGIN, {"login": f"{n}@example.org", "password": "x"}).status_code
            for n in range(31)
        ]

        assert answers[:30] == [422] * 30
        assert answers[30] == 429

    def test_a_disabled_person_is_refused_at_once(self, owner: Person) -> None:
        client = signed_in()
        User.objects.filter(id=owner.user.id).update(is_active=False)

        assert not is_in(client)
        assert not is_in(signed_in())

    def test_another_is_chosen_and_ends_other_sessions(self, owner: Person) -> None:
        here, there = signed_in(), signed_in()
        said = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        for wrong in ({"oldpassword": "x"}, {"password1": "short"}, {"password2": "other"}):
            here.post("/accounts/password/", said | wrong)
            cache.clear()  # five attempts a minute
        assert User.objects.get().check_password(PASSWORD)
        response = here.post("/accounts/password/", said, follow=True)

        assert "The new password is in force." in response.content.decode()
        assert (is_in(here), is_in(there), is_in(signed_in(NEW))) == (True, False, True)
        assert actions(owner).count("member.password") == 1

    def test_it_leads_nowhere_else_afterwards(self, owner: Person) -> None:
        said = {"login": "ann@example.org", "password": PASSWORD, "next": "https://evil.example"}

        assert Client().post(LOGIN, said).headers["Location"] == "/"


class TestWithoutMail:
    @pytest.mark.parametrize(
        "path", ["signup/", "password/reset/", "email/", "confirm-email/", "login/code/"]
    )
    def test_pages_that_need_it_have_no_address(self, path: str) -> None:
        assert Client().get(f"/accounts/{path}").status_code == 404

    def test_the_page_says_who_helps(self) -> None:
        stranger = Client(headers={"accept-language": "en"})
        there = "/accounts/password/forgotten/"
        assert f'href="{there}"' in stranger.get(LOGIN).content.decode()

        page = stranger.get(there).content.decode()

        assert "The owner of your firm can make you a sign-in link." in page
        assert "plon owner" in page


class TestSecondStep:
    def test_is_asked_for_after_the_password(self, owner: Person) -> None:
        secret = with_app(sure())
        Authenticator.objects.filter(type="totp").update(last_used_at=None)
        cache.clear()
        client = signed_in()

        assert not is_in(client)
        for wrong in ("000000", ""):
            assert client.post("/accounts/2fa/authenticate/", {"code": wrong}).status_code == 422
            assert not is_in(client)
        cache.clear()
        client.post("/accounts/2fa/authenticate/", {"code": code(secret)})
        assert is_in(client)

    def test_its_secret_is_not_readable_in_the_database(self, owner: Person) -> None:
        secret = with_app(sure())
        kept = Authenticator.objects.get(type="totp").data["secret"]

        assert secret not in kept
        assert SecondStep().decrypt(kept) == secret

    def test_a_recovery_code_lets_in_once(self, owner: Person) -> None:
        here = sure()
        with_app(here)
        page = here.get("/accounts/2fa/codes/")
        one = page.context["unused_codes"][0]
        assert one in here.get("/accounts/2fa/codes/download/").content.decode()

        for is_good in (True, False):
            cache.clear()
            client = signed_in()
            client.post("/accounts/2fa/authenticate/", {"code": one})
            assert is_in(client) is is_good

    def test_what_allauth_says_is_said_in_our_words(self) -> None:
        """It says some of it after its commit, which no test of ours reaches."""
        request = RequestFactory().get("/")
        request._messages = said = CookieStorage(request)  # type: ignore[attr-defined] # as Django
        with translation.override("en"):
            for template in ("mfa/messages/totp_activated.txt", "account/messages/logged_in.txt"):
                Adapter().add_message(request, messages.SUCCESS, template)

        assert [str(message) for message in said] == ["The second step is on."]

    def test_its_changes_are_said_and_written_down(self, owner: Person) -> None:
        client = sure()
        with_app(client)
        client.post("/accounts/2fa/codes/generate/")
        response = client.post("/accounts/2fa/totp/deactivate/", follow=True)

        assert "The second step by app is off." in response.content.decode()
        assert not Authenticator.objects.exists()
        assert actions(owner) == ["member.signed_in"] + ["member.second_step"] * 3

    def test_a_wrong_code_switches_nothing_on(self, owner: Person) -> None:
        client = sure()
        client.get("/accounts/2fa/totp/activate/")
        response = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})

        assert response.status_code == 422
        assert is_tied(response.text, "code")
        assert not Authenticator.objects.exists()
        assert actions(owner) == ["member.signed_in"]

    def test_a_link_of_the_owner_does_not_get_around_it(self, owner: Person) -> None:
        ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)
        with_app(sure("ben@example.org"))
        page = signed_in().get("/settings/people/")
        place = next(
            m["place"] for m in page.context["members"] if m["place"].user_id == ben.user.id
        )
        made = signed_in().post(f"/settings/people/{place.id}/link")
        client = Client()

        answer = client.post(made.context["link"].removeprefix("http://testserver"))
        assert answer.headers["Location"].startswith("/accounts/2fa/authenticate/")
        assert not is_in(client)


class TestKeys:
    def test_of_somebody_else_do_not_exist(self, owner: Person) -> None:
        key = Authenticator.objects.create(user=owner.user, type="webauthn", data={"name": "k"})
        cora()
        client = sure("cora@example.org")

        for act in ("edit", "remove"):
            assert client.get(f"/accounts/2fa/keys/{key.pk}/{act}/").status_code == 404
            assert client.post(f"/accounts/2fa/keys/{key.pk}/{act}/").status_code == 404
        assert Authenticator.objects.filter(pk=key.pk).exists()

    def test_the_browser_gets_a_question_of_its_own_each_time(self, owner: Person) -> None:
        client = Client(headers={"accept": "application/json"})
        asked = [client.get("/accounts/2fa/keys/login/").json() for _ in range(2)]
        questions = [each["request_options"]["publicKey"]["challenge"] for each in asked]

        assert questions[0] != questions[1]

    def test_a_made_up_answer_lets_nobody_in(self, owner: Person) -> None:
        client = Client()
        client.post("/accounts/2fa/keys/login/", {"credential": "{}"})

        assert not is_in(client)

    def test_adding_one_shows_its_question(self, owner: Person) -> None:
        page = sure().get("/accounts/2fa/keys/add/").content.decode()

        assert 'id="passkey-options"' in page
        assert "ui/passkeys.js" in page


class TestSessions:
    def test_others_are_ended_with_one_button(self, owner: Person) -> None:
        here, there = signed_in(), signed_in()
        assert here.get("/accounts/sessions/").context["session_count"] == 2
        response = here.post("/accounts/sessions/", follow=True)

        assert "Everywhere else you are signed out." in response.content.decode()
        assert (is_in(here), is_in(there)) == (True, False)

    def test_each_is_told_by_browser_and_machine_with_this_one_marked(self, owner: Person) -> None:
        signed_in(agent="X11; Linux Firefox/145.0")
        html = signed_in(agent="iPhone CriOS/142").get("/accounts/sessions/").content.decode()

        assert "Firefox on Linux" in html
        assert html.count("this device") == 1
        assert html.index("Chrome on iPhone") < html.index("this device") < html.index("CriOS/142")

    def test_signing_out_asks_first_and_ends_the_session(self, owner: Person) -> None:
        client = signed_in()

        assert client.get("/accounts/logout/").status_code == 200
        assert is_in(client)
        client.post("/accounts/logout/")
        assert not is_in(client)


PAGES = ["2fa/", "2fa/totp/activate/", "2fa/keys/", "2fa/keys/add/", "password/", "sessions/"]


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("page", [*PAGES, "reauthenticate/", "logout/"])
def test_every_page_speaks_both_languages(owner: Person, page: str, language: str) -> None:
    client = sure()
    client.post("/language", {"language": language})
    response = client.get(f"/accounts/{page}")

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()
    assert response.headers["Content-Language"] == language


def test_days_are_those_of_the_firms_clock(owner: Person) -> None:
    Workspace.objects.filter(id=owner.workspace_id).update(time_zone="America/New_York")
    with time_machine.travel("2026-04-12T02:00:00Z", tick=False):  # evening of the 11th there
        html = signed_in().get("/accounts/sessions/").content.decode()

    html = html.replace(NBSP, " ")
    assert "Since 11 Apr 2026" in html
    assert "last seen 11 Apr 2026" in html


def test_looking_at_a_form_takes_no_write_lock(owner: Person) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL every page is a transaction, and locks no other")
    client = sure()
    with CaptureQueriesContext(connection) as asked:
        client.get("/accounts/password/")

    assert [each["sql"] for each in asked if each["sql"].startswith(("SAVEPOINT", "BEGIN"))] == []
