"""Tags and saved views, on their pages."""

from uuid import UUID, uuid4

import pytest
from django.test import Client

from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry
from plon.customers import queries, services
from plon.customers.models import Customer, SavedView, Tag, Tagging
from plon.customers.services import Details
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def dan(owner: Person) -> UUID:
    with inside(owner.workspace_id):
        return services.add_customer(owner.caller, details=Details(first_name="Dan"), now=NOW)


def tags_of(owner: Person, customer_id: UUID) -> list[str]:
    with inside(owner.workspace_id):
        card = queries.card(customer_id)
    assert card is not None
    return card.tags


def one_tag(owner: Person) -> Tag:
    with inside(owner.workspace_id):
        return Tag.objects.get()


class TestTags:
    def test_are_stuck_on_and_taken_off_on_the_card(self, owner: Person, dan: UUID) -> None:
        browser, page = owner.browser(), f"/customers/{dan}/"

        for _ in range(2):
            browser.post(f"{page}tags/on", {"name": " stały  klient "})
        assert tags_of(owner, dan) == ["stały klient"]
        assert "stały klient" in browser.get(page).text
        browser.post(f"{page}tags/off", {"name": "stały klient"})

        assert tags_of(owner, dan) == []
        assert one_tag(owner).name == "stały klient"

    def test_of_nothing_are_refused(self, owner: Person, dan: UUID) -> None:
        answer = owner.browser().post(f"/customers/{dan}/tags/on", {"name": " "}, follow=True)

        assert "jedno lub dwa słowa" in answer.text
        assert tags_of(owner, dan) == []

    def test_picked_customers_get_a_known_tag(self, owner: Person, dan: UUID) -> None:
        browser = owner.browser()
        browser.post(f"/customers/{dan}/tags/on", {"name": "stały"})
        with inside(owner.workspace_id):
            ola, gone = (
                services.add_customer(owner.caller, details=Details(first_name=name), now=NOW)
                for name in ("Ola", "Iga")
            )
            Customer.objects.filter(id=gone).update(erased_at=NOW)
        picked = {"picked": [str(ola), str(gone), str(uuid4()), "x"]}

        unknown = picked | {"tag": "nieznana"}
        answer = browser.post("/customers/tags/picked", unknown, follow=True)
        assert "takiej etykiety już nie ma" in answer.text
        browser.post("/customers/tags/picked", picked | {"tag": "stały"})

        assert tags_of(owner, ola) == ["stały"]
        with inside(owner.workspace_id):
            assert Tagging.objects.count() == 2

    def test_are_renamed_unless_another_is_called_so(self, owner: Person, dan: UUID) -> None:
        browser = owner.browser()
        browser.post(f"/customers/{dan}/tags/on", {"name": "stały"})
        tag_id = one_tag(owner).id

        for _ in range(2):
            browser.post(f"/customers/tags/{tag_id}/name", {"name": "wierny"})
        assert tags_of(owner, dan) == ["wierny"]
        browser.post(f"/customers/{dan}/tags/on", {"name": "nowy"})
        taken = browser.post(f"/customers/tags/{tag_id}/name", {"name": "nowy"}, follow=True)
        blank = browser.post(f"/customers/tags/{tag_id}/name", {"name": ""}, follow=True)

        assert "Taka etykieta już jest" in taken.text
        assert "jedno lub dwa słowa" in blank.text
        assert tags_of(owner, dan) == ["nowy", "wierny"]
        assert browser.post(f"/customers/tags/{uuid4()}/name", {"name": "x"}).status_code == 404
        with inside(owner.workspace_id):
            assert AuditEntry.objects.filter(action="tag.renamed").count() == 1

    def test_are_deleted_from_everybody(self, owner: Person, dan: UUID) -> None:
        browser = owner.browser()
        browser.post(f"/customers/{dan}/tags/on", {"name": "stały"})
        tag_id = one_tag(owner).id
        assert [
            (tag.name, tag.count) for tag in browser.get("/customers/tags/").context["tags"]
        ] == [("stały", 1)]

        for _ in range(2):
            browser.post(f"/customers/tags/{tag_id}/removal")

        assert tags_of(owner, dan) == []
        with inside(owner.workspace_id):
            assert AuditEntry.objects.filter(action="tag.removed").count() == 1

    def test_are_not_touched_by_others(self, owner: Person, dan: UUID) -> None:
        owner.browser().post(f"/customers/{dan}/tags/on", {"name": "stały"})
        tag_id, stranger = one_tag(owner).id, cora().browser()
        clerk = person("Ben", workspace_id=owner.workspace_id, role=Role.COUNTER).browser()

        stranger.post(f"/customers/tags/{tag_id}/removal")
        stranger.post(f"/customers/tags/{tag_id}/name", {"name": "x"})
        assert stranger.post(f"/customers/{dan}/tags/off", {"name": "stały"}).status_code == 404
        assert clerk.post(f"/customers/tags/{tag_id}/removal").status_code == 403

        assert tags_of(owner, dan) == ["stały"]


def views(browser: Client, address: str = "/customers/") -> list[tuple[str, str, bool]]:
    """Return the views above the list."""
    found = browser.get(address).context["filters"].views
    return [(view.word, view.href, view.is_current) for view in found]


class TestSavedViews:
    def test_are_kept_opened_and_forgotten(self, owner: Person, dan: UUID) -> None:
        browser = owner.browser()
        listed = "/customers/?tag=&sort=name&q=dan&after=x~y"
        query = browser.get(listed).context["query"]

        answer = browser.post("/customers/views/", {"name": " Dan ", "query": query})

        address = answer.headers["Location"]
        assert views(browser, address) == [("Dan", "/customers/?q=dan&sort=name", True)]
        assert views(browser) == [("Dan", "/customers/?q=dan&sort=name", False)]
        assert browser.get(address).context["total"] == 1
        view = browser.get(listed).context["view"]
        browser.post(f"/customers/views/{view.id}/removal")
        assert views(browser) == []

    def test_of_one_name_the_newest_stands(self, owner: Person) -> None:
        browser = owner.browser()
        for text in ("dan", "ola"):
            browser.post("/customers/views/", {"name": "Moi", "query": f"q={text}"})

        assert views(browser) == [("Moi", "/customers/?q=ola", False)]

    @pytest.mark.parametrize(
        ("name", "query"),
        [("", "q=dan"), ("Dan", ""), ("Dan", "after=x"), ("Dan", f"q={'x' * 1000}"), (" ", "q=x")],
    )
    def test_without_a_name_or_a_filter_are_refused(
        self, owner: Person, name: str, query: str
    ) -> None:
        answer = owner.browser().post(
            "/customers/views/", {"name": name, "query": query}, follow=True
        )

        assert "Nie zapisano" in answer.text
        with inside(owner.workspace_id):
            assert not SavedView.objects.exists()

    def test_of_others_are_neither_seen_nor_forgotten(self, owner: Person) -> None:
        owner.browser().post("/customers/views/", {"name": "Dan", "query": "q=dan"})
        with inside(owner.workspace_id):
            view_id = SavedView.objects.get().id
        stranger = cora().browser()

        assert views(stranger) == []
        stranger.post(f"/customers/views/{view_id}/removal")

        assert len(views(owner.browser())) == 1
