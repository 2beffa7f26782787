"""Before what touches one's safety: who one is, once more; and who helps with a lost password."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import Settings

from plon.accounts.domain import Role
from plon.accounts.models import User
from tests.cast import PASSWORD, Person, ann, person

pytestmark = pytest.mark.django_db


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


class TestConfirming:
    def test_is_asked_when_the_last_time_is_long_ago(self, owner: Person) -> None:
        client = owner.browser()  # signed in without a moment of proof
        assert (
            client.get("/accounts/2fa/totp/activate/")
            .headers["Location"]
            .startswith("/accounts/reauthenticate/")
        )
        client.post("/accounts/reauthenticate/", {"password": "wrong"})
        assert client.get("/accounts/2fa/totp/activate/").status_code == 302
        cache.clear()
        client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        assert client.get("/accounts/2fa/totp/activate/").status_code == 200

    def test_it_says_who_helps_where_no_mail_is_sent(self, owner: Person) -> None:
        there = "/accounts/reauthenticate/"
        said = owner.browser().get(there).content.decode()
        assert "plon owner" in said
        assert "The owner of your firm" not in said

        broker = person("Ben", workspace_id=owner.workspace_id, role=Role.BROKER)
        User.objects.filter(id=broker.user.id).update(language="en")
        said = broker.browser().get(there).content.decode()
        assert "The owner of your firm can make you a sign-in link." in said

    def test_with_mail_it_leads_to_where_a_link_is_asked_for(
        self, owner: Person, settings: Settings
    ) -> None:
        settings.PLON_MAIL = object()
        said = owner.browser().get("/accounts/reauthenticate/").content.decode()

        assert 'href="/accounts/password/forgotten/"' in said
        assert "plon owner" not in said
