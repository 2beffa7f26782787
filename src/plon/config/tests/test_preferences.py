"""Language and theme: kept with the account, and in a cookie for strangers."""

import pytest
from django.test import Client

from plon.accounts import services
from tests.cast import Person, ann, cora

pytestmark = pytest.mark.django_db
CHOICES = [("language", "en", "pl"), ("theme", "dark", "system")]


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.mark.parametrize(("name", "chosen", "before"), CHOICES)
class TestChoice:
    def test_is_kept_with_the_account_alone(
        self, owner: Person, name: str, chosen: str, before: str
    ) -> None:
        other = cora()
        owner.browser().post(f"/{name}", {name: chosen, "next": "/ui?sort=name"})

        owner.user.refresh_from_db()
        other.user.refresh_from_db()
        assert getattr(owner.user, name) == chosen
        assert getattr(other.user, name) == before

    def test_returns_to_the_page_that_asked(
        self, owner: Person, name: str, chosen: str, before: str
    ) -> None:
        response = owner.browser().post(f"/{name}", {name: chosen, "next": "/ui?sort=name"})

        assert response.headers["Location"] == "/ui?sort=name"

    @pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", ""])
    def test_leads_nowhere_else(self, name: str, chosen: str, before: str, elsewhere: str) -> None:
        response = Client().post(f"/{name}", {name: chosen, "next": elsewhere})

        assert response.headers["Location"] == "/"

    def test_of_a_stranger_is_kept_in_a_cookie(self, name: str, chosen: str, before: str) -> None:
        stranger = Client()
        stranger.post(f"/{name}", {name: chosen})
        html = stranger.get("/there-is-no-such-page").content.decode()

        assert stranger.cookies[name].value == chosen
        assert stranger.cookies[name]["httponly"]
        assert (f'lang="{chosen}"' if name == "language" else f'data-theme="{chosen}"') in html

    def test_of_something_else_is_refused(self, name: str, chosen: str, before: str) -> None:
        assert Client().post(f"/{name}", {name: "klingon"}).status_code == 400
        assert Client().post(f"/{name}").status_code == 400

    def test_is_not_changed_by_following_a_link(
        self, owner: Person, name: str, chosen: str, before: str
    ) -> None:
        assert owner.browser().get(f"/{name}", {name: chosen}).status_code == 405

        owner.user.refresh_from_db()
        assert getattr(owner.user, name) == before

    def test_needs_the_token_of_our_page(self, name: str, chosen: str, before: str) -> None:
        strict = Client(enforce_csrf_checks=True)
        response = strict.post(f"/{name}", {name: chosen})

        assert response.status_code == 403
        assert "<main" in response.content.decode()


def test_shortcuts_alone_are_changed(owner: Person) -> None:
    services.change_preferences(user_id=owner.user.id, has_shortcuts=False)
    services.change_preferences(user_id=owner.user.id)

    owner.user.refresh_from_db()
    assert (owner.user.has_shortcuts, owner.user.theme, owner.user.language) == (
        False,
        "system",
        "pl",
    )
