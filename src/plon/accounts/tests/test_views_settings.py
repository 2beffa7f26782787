"""Pages of settings: the firm, people, keys, the audit log, one's own account."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from plon.accounts import services
from plon.accounts.domain import Role
from plon.accounts.models import ApiKey, AuditEntry, Invitation, Membership, User, Workspace
from plon.accounts.views.audit import PAGE_ROWS
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db
FIRM = {
    "name": "Rye & Son",
    "trade": "bakery",
    "currency": "EUR",
    "time_zone": "Europe/Berlin",
    "language": "en",
    "street": "ul. Młyńska 3",
    "postcode": "61-730",
    "city": "Poznań",
    "tax_id": "5260001246",
}


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def ben(owner: Person) -> Person:
    return person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)


@pytest.fixture
def browser(owner: Person) -> Client:
    client = owner.browser()
    client.post("/language", {"language": "en"})
    return client


def place(of: Person) -> UUID:
    return Membership.objects.get(user=of.user).id


def actions(of: Person) -> list[str]:
    with inside(of.workspace_id):
        return list(
            AuditEntry.objects.order_by("happened_at", "id").values_list("action", flat=True)
        )


def text(browser: Client, path: str) -> str:
    response = browser.get(path)
    assert response.status_code == 200
    return response.content.decode()


class TestFirm:
    def test_is_changed_and_written_down(self, owner: Person, browser: Client) -> None:
        assert "Bakery" in text(browser, "/settings/firm/")
        response = browser.post("/settings/firm/", FIRM)

        row = Workspace.objects.get(id=owner.workspace_id)
        assert response.headers["Location"] == "/settings/firm/"
        assert {name: getattr(row, name) for name in FIRM} == FIRM
        assert actions(owner) == ["workspace.changed"]
        assert "Rye &amp; Son" in text(browser, "/settings/firm/")

    @pytest.mark.parametrize(
        ("name", "wrong"), [("name", ""), ("currency", "XXX"), ("time_zone", "Mars/Base")]
    )
    def test_a_wrong_field_comes_back(self, browser: Client, name: str, wrong: str) -> None:
        response = browser.post("/settings/firm/", FIRM | {name: wrong})

        assert response.status_code == 422
        assert "field-error" in response.content.decode()
        assert Workspace.objects.get().name == "Bakery"

    def test_a_fixed_currency_is_shown_and_not_asked(self, owner: Person, browser: Client) -> None:
        services.fix_currency(workspace_id=owner.workspace_id, now=NOW)

        assert "cannot be changed" in text(browser, "/settings/firm/")
        browser.post("/settings/firm/", FIRM | {"currency": "USD", "name": "Rye"})

        row = Workspace.objects.get(id=owner.workspace_id)
        assert (row.name, row.currency) == ("Rye", "PLN")

    @pytest.mark.parametrize(
        ("written", "status"),
        [("526-000-12-46", 302), ("PL 5260001246", 302), ("5260001245", 422), ("123", 422)],
    )
    def test_a_tax_number_is_checked(self, browser: Client, written: str, status: int) -> None:
        response = browser.post("/settings/firm/", FIRM | {"tax_id": written})

        assert response.status_code == status
        assert Workspace.objects.get().tax_id == ("5260001246" if status == 302 else "")


class TestPeople:
    def test_are_listed_with_their_roles(self, browser: Client, ben: Person) -> None:
        page = text(browser, "/settings/people/")

        assert "ben@example.org" in page
        assert '<option value="operator" selected>' in page

    def test_are_invited_by_a_link_shown_once(self, owner: Person, browser: Client) -> None:
        response = browser.post(
            "/settings/people/invitations", {"email": "dan@example.org", "role": "counter"}
        )
        page = response.content.decode()
        found = re.search(r"http://testserver/join/([\w-]+)", page)

        assert response.status_code == 201
        assert found
        assert found[1] not in text(browser, "/settings/people/")
        assert "dan@example.org" in text(browser, "/settings/people/")
        assert "https://wa.me/?text=" in page
        assert Client().get(f"/join/{found[1]}").status_code == 200
        assert actions(owner) == ["member.invited"]

    def test_an_invitation_is_withdrawn(self, owner: Person, browser: Client) -> None:
        browser.post("/settings/people/invitations", {"email": "d@example.org", "role": "broker"})
        row = Invitation.objects.get()
        browser.post(f"/settings/people/invitations/{row.id}/end")

        assert not Invitation.objects.exists()
        assert "d@example.org" not in text(browser, "/settings/people/")

    @pytest.mark.parametrize(
        "said",
        [
            {"email": "ann@example.org", "role": "broker"},
            {"email": "nobody", "role": "broker"},
            {"email": "dan@example.org", "role": "king"},
        ],
    )
    def test_a_wrong_invitation_comes_back(self, browser: Client, said: dict[str, str]) -> None:
        response = browser.post("/settings/people/invitations", said)

        assert response.status_code == 422
        assert "field-error" in response.content.decode()
        assert not Invitation.objects.exists()

    def test_a_role_is_changed(self, browser: Client, ben: Person) -> None:
        path = f"/settings/people/{place(ben)}/role"

        assert browser.post(path, {"role": "king"}).status_code == 422
        response = browser.post(path, {"role": "manager"}, follow=True)

        assert Membership.objects.get(user=ben.user).role == "manager"
        assert "New role: Programme manager" in response.content.decode()

    @pytest.mark.parametrize("act", ["role", "end"])
    def test_the_last_owner_stays_and_is_told_so(
        self, owner: Person, browser: Client, act: str
    ) -> None:
        path = f"/settings/people/{place(owner)}/{act}"
        response = browser.post(path, {"role": "broker"}, follow=True)

        assert "A firm keeps at least one owner" in response.content.decode()
        mine = Membership.objects.get(user=owner.user)
        assert (mine.role, mine.ended_at) == ("owner", None)

    def test_an_ended_member_is_refused_at_the_next_request(
        self, browser: Client, ben: Person
    ) -> None:
        theirs = ben.browser()
        assert theirs.get("/settings/account/").status_code == 200
        browser.post(f"/settings/people/{place(ben)}/end")

        assert theirs.get("/settings/account/").status_code == 403
        assert "Ben" not in text(browser, "/settings/people/")

    def test_a_link_is_made_for_somebody_locked_out(
        self, owner: Person, browser: Client, ben: Person
    ) -> None:
        response = browser.post(f"/settings/people/{place(ben)}/link")

        assert response.status_code == 201
        assert re.search(r"http://testserver/enter/[\w-]+", response.content.decode())
        assert actions(owner) == ["member.link"]

    def test_no_link_opens_another_firm(self, browser: Client, ben: Person) -> None:
        other = services.open_workspace(name="Other", now=NOW)
        Membership.objects.create(workspace_id=other, user=ben.user, role="owner", created_at=NOW)
        mine = Membership.objects.exclude(workspace_id=other).get(user=ben.user).id
        response = browser.post(f"/settings/people/{mine}/link", follow=True)

        assert "belongs to another firm" in response.content.decode()


class TestKeys:
    def test_a_key_is_shown_once_and_works_until_ended(
        self, owner: Person, browser: Client
    ) -> None:
        said = {"name": "shop", "may": ["orders.write", "customers.read"]}
        response = browser.post("/settings/keys/", said)
        found = re.search(r"plon_[\w-]+", response.content.decode())
        key = ApiKey.objects.get()

        assert response.status_code == 201
        assert found
        assert key.may == ["customers.read", "orders.write"]
        assert found[0] not in text(browser, "/settings/keys/")
        program = Client(headers={"Authorization": f"Bearer {found[0]}"})
        assert program.get("/settings/keys/").status_code == 403  # known, but may not
        key.refresh_from_db()
        assert key.last_used_at is not None
        assert "Last used" in text(browser, "/settings/keys/")

        browser.post(f"/settings/keys/{key.id}/end")
        assert program.get("/settings/keys/").status_code == 302
        assert actions(owner) == ["key.made", "key.ended"]

    @pytest.mark.parametrize("may", [[], ["settings.people"], ["everything"]])
    def test_a_key_is_not_made_with_nothing_or_with_power(
        self, browser: Client, may: list[str]
    ) -> None:
        assert browser.post("/settings/keys/", {"name": "x", "may": may}).status_code == 422
        assert not ApiKey.objects.exists()


class TestAudit:
    def test_tells_what_was_done_newest_first(
        self, owner: Person, browser: Client, ben: Person
    ) -> None:
        with inside(owner.workspace_id):
            services.change_role(owner.caller, membership_id=place(ben), role=Role.MANAGER, now=NOW)
            services.make_api_key(
                owner.caller, name="till", may=["orders.write"], now=NOW + timedelta(minutes=1)
            )
            services.record(
                owner.caller, "cake.baked", subject="cake:1", now=NOW + timedelta(minutes=2)
            )
        page = text(browser, "/settings/audit/")

        assert page.index("cake.baked") < page.index("New API key") < page.index("Change of role")
        assert "Programme manager" in page
        assert "Ben" in page
        assert "till" in page
        assert "12 Apr 2026, 11:00" in page.replace("\N{NO-BREAK SPACE}", " ")  # Warsaw

    def test_a_customer_who_did_it_is_a_way_to_the_card(
        self, owner: Person, browser: Client
    ) -> None:
        with inside(owner.workspace_id):
            AuditEntry.objects.create(
                workspace_id=owner.workspace_id,
                actor="customer:77",
                action="portal.entered",
                happened_at=NOW,
            )

        page = text(browser, "/settings/audit/")

        assert '<a href="/customers/77/">Customer</a>' in page
        assert "customer:77" not in page

    def test_has_pages(self, owner: Person, browser: Client) -> None:
        with inside(owner.workspace_id):
            for number in range(PAGE_ROWS + 1):
                services.record(
                    owner.caller, f"act.{number:03}", now=NOW + timedelta(minutes=number)
                )

        assert "act.000" not in text(browser, "/settings/audit/")
        second = text(browser, "/settings/audit/?page=2")
        assert "act.000" in second
        assert "act.001" not in second
        assert "act.000" in text(browser, "/settings/audit/?page=999")

    def test_tells_nothing_of_others(self, owner: Person, browser: Client) -> None:
        stranger = cora()
        with inside(stranger.workspace_id):
            services.record(stranger.caller, "cake.stolen", now=NOW)

        assert "cake.stolen" not in text(browser, "/settings/audit/")


class TestAccount:
    def test_choices_are_kept_and_heard_at_once(self, owner: Person, browser: Client) -> None:
        said = {"name": "Anna", "language": "pl", "theme": "dark"}
        response = browser.post("/settings/account/", said, follow=True)

        user = User.objects.get(id=owner.user.id)
        assert (user.name, user.language, user.theme) == ("Anna", "pl", "dark")
        assert user.has_shortcuts is False
        assert "Twoje ustawienia zapisane." in response.content.decode()

    def test_a_wrong_choice_comes_back(self, owner: Person, browser: Client) -> None:
        response = browser.post("/settings/account/", {"name": "", "language": "de"})

        assert response.status_code == 422
        assert User.objects.get(id=owner.user.id).name == "Ann"

    def test_several_firms_are_switched(self, owner: Person, browser: Client) -> None:
        assert "My firms" not in text(browser, "/settings/account/")
        second = services.open_workspace(name="Second Bakery", now=NOW)
        Membership.objects.create(
            workspace_id=second, user=owner.user, role="broker", created_at=NOW
        )
        assert "My firms" in text(browser, "/settings/account/")

        assert browser.post("/workspace", {"workspace": str(second)}).status_code == 302
        assert browser.get("/settings/firm/").status_code == 403  # a broker there
        assert browser.post("/workspace", {"workspace": str(owner.workspace_id)}).status_code == 302
        assert browser.get("/settings/firm/").status_code == 200

    @pytest.mark.parametrize("where", ["", "nowhere", "cora"])
    def test_no_other_firm_is_entered(self, browser: Client, where: str) -> None:
        wanted = str(cora().workspace_id) if where == "cora" else where

        assert browser.post("/workspace", {"workspace": wanted}).status_code == 404


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("page", ["firm", "people", "keys", "audit", "account"])
def test_every_page_speaks_both_languages(browser: Client, page: str, language: str) -> None:
    browser.post("/language", {"language": language})
    word = {"pl": "Ustawienia", "en": "Settings"}[language]

    assert word in text(browser, f"/settings/{page}/")
