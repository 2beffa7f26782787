"""Coming in by a link: an invitation, or a sign-in link of the owner. GET changes nothing."""

import pytest
from django.test import Client

from plon.accounts import services
from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry, Membership, SignInLink, User, Workspace
from plon.runtime.tenancy import inside
from tests.cast import NOW, PASSWORD, Person, ann, cora, person

pytestmark = pytest.mark.django_db
NEW = "another quiet sentence"


@pytest.fixture(autouse=True)
def _today(time_machine_at_now: None) -> None:
    """The cast's links are made at NOW."""


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def ben(owner: Person) -> Person:
    return person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)


def actions(of: Person) -> list[str]:
    with inside(of.workspace_id):
        return list(
            AuditEntry.objects.order_by("happened_at", "id").values_list("action", flat=True)
        )


def invitation(by: Person, email: str) -> str:
    with inside(by.workspace_id):
        token = services.invite_member(by.caller, email=email, role=Role.BROKER, now=NOW)
    return f"/join/{token}"


def entrance(by: Person, to: Person) -> str:
    place = Membership.objects.get(user=to.user).id
    with inside(by.workspace_id):
        token = services.make_member_link(by.caller, membership_id=place, now=NOW)
    return f"/enter/{token}"


class TestJoin:
    def test_the_first_owner_opens_a_firm(self) -> None:
        path, client = f"/join/{services.invite_first_owner(now=NOW)}", Client()
        said = {"workspace_name": "Rye", "name": "Ann", "email": "ann@example.org"}

        assert client.get(path).status_code == 200
        assert client.post(path, said | {"password": "short"}).status_code == 422
        assert client.post(path, said | {"password": "ann@example.org1"}).status_code == 422
        assert client.post(path, said | {"password": NEW}).headers["Location"] == "/"
        assert Workspace.objects.get().name == "Rye"
        assert client.get("/settings/firm/").status_code == 200
        assert Client().post(path, said | {"password": NEW}).status_code == 410

    def test_the_session_of_who_joined_is_listed_so_that_it_can_be_ended(self) -> None:
        path, client = f"/join/{services.invite_first_owner(now=NOW)}", Client()
        said = {"workspace_name": "Rye", "name": "Ann", "email": "ann@example.org"}
        client.post(path, said | {"password": NEW})

        page = client.get("/accounts/sessions/").content.decode()

        assert page.count('class="chip"') == 1
        elsewhere = Client()
        elsewhere.post("/accounts/login/", {"login": "ann@example.org", "password": NEW})
        elsewhere.post("/accounts/sessions/")
        assert client.get("/settings/account/").status_code == 302

    def test_a_new_person_joins_in_the_role_invited(self, owner: Person) -> None:
        path, client = invitation(owner, "dan@example.org"), Client()
        page = client.get(path).content.decode()

        assert "Bakery" in page
        assert 'name="email"' not in page
        assert client.post(path, {"name": "Dan", "password": NEW}).status_code == 302
        assert Membership.objects.get(user__email="dan@example.org").role == "broker"
        assert client.get("/settings/account/").status_code == 200
        assert actions(owner) == ["member.invited", "member.joined", "member.signed_in"]

    def test_whoever_holds_the_link_does_not_enter_as_somebody_known(self, owner: Person) -> None:
        stranger = cora()
        path = invitation(owner, "cora@example.org")

        for client in (Client(), owner.browser()):  # the inviter holds it, too
            page = client.get(path)
            answer = client.post(path, {"name": "x", "password": NEW})
            assert (page.status_code, answer.status_code) == (200, 422)
            assert b'name="password"' not in page.content
        assert Membership.objects.filter(user=stranger.user).count() == 1
        assert User.objects.get(id=stranger.user.id).check_password(PASSWORD)

    def test_somebody_known_joins_signed_in_and_stands_in_the_new_firm(self, owner: Person) -> None:
        stranger = cora()
        path, client = invitation(owner, "cora@example.org"), stranger.browser()

        assert client.get(path).status_code == 200
        assert Membership.objects.filter(user=stranger.user).count() == 1
        assert client.post(path).status_code == 302
        assert client.get("/settings/firm/").status_code == 403  # a broker at Ann's
        assert actions(owner) == ["member.invited", "member.joined"]

    def test_a_member_does_not_join_twice(self, owner: Person) -> None:
        path = invitation(owner, "ben@example.org")
        ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)

        assert ben.browser().post(path).status_code == 409
        assert Membership.objects.get(user=ben.user).role == "operator"


class TestEnter:
    def test_only_the_button_uses_the_link_up(self, owner: Person, ben: Person) -> None:
        path, client = entrance(owner, ben), Client()

        for _ in range(3):
            assert client.get(path).status_code == 200
        assert SignInLink.objects.get().used_at is None
        assert client.get("/settings/account/").status_code == 302

        response = client.post(path)
        assert response.headers["Location"] == "/settings/account/new-password"
        assert client.get("/settings/account/").status_code == 200
        assert [Client().get(path).status_code, Client().post(path).status_code] == [410, 410]
        assert actions(owner) == ["member.link", "member.signed_in"]

    def test_a_new_password_is_set_once_without_the_old_one(
        self, owner: Person, ben: Person
    ) -> None:
        path, client, other = entrance(owner, ben), Client(), ben.browser()
        client.post(path)
        there = "/settings/account/new-password"

        assert client.get(there).status_code == 200
        assert client.post(there, {"password": "ben@example.org"}).status_code == 422
        assert client.post(there, {"password": NEW}).headers["Location"] == "/"
        assert User.objects.get(id=ben.user.id).check_password(NEW)
        assert client.get(there).headers["Location"] == "/accounts/password/"
        assert client.get("/settings/account/").status_code == 200
        assert other.get("/settings/account/").status_code == 302  # signed out by it
        assert actions(owner)[-1] == "member.password"

    def test_nobody_else_sets_a_password_so(self, ben: Person) -> None:
        client = ben.browser()
        client.post("/settings/account/new-password", {"password": NEW})

        assert User.objects.get(id=ben.user.id).check_password(PASSWORD)

    def test_waits_while_somebody_is_signed_in(self, owner: Person, ben: Person) -> None:
        path, client = entrance(owner, ben), owner.browser()

        assert [client.get(path).status_code, client.post(path).status_code] == [409, 409]
        assert SignInLink.objects.get().used_at is None
