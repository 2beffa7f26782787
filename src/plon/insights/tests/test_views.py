"""Today, the list and the card of customers, the search: what they show, and to whom."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plon.accounts.domain import Role
from plon.agenda import services as agenda
from plon.agenda.models import Task
from plon.customers.models import Consent, Customer, Note, Tag, Tagging
from plon.customers.services.agreeing import settle
from plon.runtime.tenancy import inside
from plon.value import queries as value
from plon.value import tasks
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann, cora, person
from tests.counting import queries_in

pytestmark = pytest.mark.django_db
QUERIES_MAX = 12


@pytest.fixture
def bakery() -> Person:
    return ann()


@pytest.fixture
def shop(bakery: Person) -> Person:
    stock(bakery.workspace_id, until=NOW)
    tasks.refresh(workspace_id=bakery.workspace_id, subject="", now=NOW)
    return bakery


def slipping(shop: Person) -> UUID:
    with inside(shop.workspace_id):
        return value.slipping(limit=1)[0].customer_id


class TestToday:
    def test_leads_a_new_firm_to_the_import(self, bakery: Person) -> None:
        response = bakery.browser().get("/")

        assert 'href="/import/"' in response.text
        steps = response.context["today"].steps
        assert [step.href for step in steps][:2] == ["/import/", "/settings/catalogue/trade/"]
        assert len(steps) == 5

    def test_proposes_at_most_seven_with_reasons(self, shop: Person) -> None:
        found = shop.browser().get("/").context["today"]

        assert 0 < len(found.tasks) <= 7
        assert all(task.why and task.value for task in found.tasks)
        assert len(found.numbers) == 3

    def test_shows_no_value_to_a_role_without_the_right(self, shop: Person) -> None:
        ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR)

        found = ben.browser().get("/").context["today"]

        assert [tile.definition.key for tile in found.numbers] == ["due"]
        assert found.tasks == []

    def test_shows_the_value_of_a_task_to_roles_with_the_right_alone(self, shop: Person) -> None:
        who = slipping(shop)
        ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR)
        with inside(shop.workspace_id):
            task = agenda.NewTask(title="Call", customer_id=who, value_minor=9_000_000_00)
            one = agenda.add_task(workspace_id=shop.workspace_id, task=task, now=NOW)

        for address in ("/", "/tasks/", f"/tasks/{one}/", f"/customers/{who}/"):
            assert "9\xa0000\xa0000" in shop.browser().get(address).text, address
            assert "9\xa0000\xa0000" not in ben.browser().get(address).text, address

    def test_shows_the_till_its_work_and_no_tasks(self, shop: Person) -> None:
        clerk = person("Ben", workspace_id=shop.workspace_id, role=Role.COUNTER)
        with inside(shop.workspace_id):
            task = agenda.NewTask(title="Order flour")
            agenda.add_task(workspace_id=shop.workspace_id, task=task, now=NOW)

        found = clerk.browser().get("/").context["today"]

        assert [way.href for way in found.ways] == ["/orders/new/", "/customers/"]
        assert (found.tasks, found.numbers) == ([], [])

    def test_sends_nobody_to_an_import_that_they_may_not_do(self, bakery: Person) -> None:
        ben = person("Ben", workspace_id=bakery.workspace_id, role=Role.OPERATOR)

        assert 'href="/import/"' not in ben.browser().get("/").text

    def test_a_call_that_was_made_is_not_proposed_again(self, shop: Person) -> None:
        who, browser = slipping(shop), shop.browser()

        response = browser.post(f"/today/slipping/{who}/", {"outcome": "talked"})

        assert response.status_code == 302
        with inside(shop.workspace_id):
            made = Task.objects.get()
        assert (made.customer_id, made.outcome) == (who, "talked")
        assert made.closed_at is not None
        hrefs = [task.href for task in browser.get("/").context["today"].tasks]
        assert f"/customers/{who}/" not in hrefs

    def test_an_unknown_answer_is_refused(self, shop: Person) -> None:
        response = shop.browser().post(f"/today/slipping/{slipping(shop)}/", {"outcome": "x"})

        assert response.status_code == 422
        with inside(shop.workspace_id):
            assert not Task.objects.exists()

    def test_later_makes_a_task_of_it(self, shop: Person) -> None:
        who = slipping(shop)

        response = shop.browser().post(
            f"/today/slipping/{who}/", {"outcome": "later"}, headers={"HX-Request": "true"}
        )

        with inside(shop.workspace_id):
            made = Task.objects.get()
        assert response.status_code == 200
        assert f'action="/tasks/{made.id}/back/"' in response.text
        assert made.closed_at is None
        assert made.due_at > timezone.now() + timedelta(days=1)

    def test_a_stranger_acts_on_nobody(self, shop: Person) -> None:
        who = slipping(shop)

        assert cora().browser().post(f"/today/slipping/{who}/").status_code == 404
        with inside(shop.workspace_id):
            assert not Task.objects.exists()


class TestCustomers:
    def test_are_found_without_polish_letters(self, shop: Person) -> None:
        response = shop.browser().get("/customers/", {"q": "łącka007"})

        assert [row.name for row in response.context["table"].rows] == ["Ola7 Łącka007"]

    @pytest.mark.parametrize("sort", ["", "name", "-value", "value", "risk", "-risk", "last"])
    def test_are_all_shown_page_by_page(self, shop: Person, sort: str) -> None:
        with inside(shop.workspace_id):
            Customer.objects.bulk_create(
                Customer(
                    workspace_id=shop.workspace_id,
                    first_name="Nowy",
                    last_name=f"Klient{i}",
                    created_at=NOW,
                    updated_at=NOW,
                )
                for i in range(5)  # who have bought nothing
            )
        browser, seen = shop.browser(), []
        address = f"/customers/?sort={sort}"
        while address:
            table = browser.get(address).context["table"]
            seen += [row.key for row in table.rows]
            following = table.pager.next_href if table.pager else ""
            address = following and f"/customers/{following}"

        assert len(seen) == len(set(seen)) == 125

    def test_of_a_group_are_ordered_by_name_too(self, shop: Person) -> None:
        browser = shop.browser()
        group = browser.get("/customers/?group=champions").context["table"].rows
        by_name = browser.get("/customers/?group=champions&sort=name").context["table"].rows

        assert {row.key for row in by_name} == {row.key for row in group} != set()

    def test_are_ordered_by_value_at_first(self, shop: Person) -> None:
        rows = shop.browser().get("/customers/").context["table"].rows

        with inside(shop.workspace_id):
            figures = value.figures_of(customer_ids=[UUID(row.key) for row in rows])
        worth = [figures[UUID(row.key)].value_12m_minor or 0 for row in rows]
        assert worth == sorted(worth, reverse=True)

    def test_are_narrowed_by_every_filter(self, shop: Person) -> None:
        one = slipping(shop)
        with inside(shop.workspace_id):
            tag = Tag.objects.create(workspace_id=shop.workspace_id, name="stały")
            Tagging.objects.create(workspace_id=shop.workspace_id, tag=tag, customer_id=one)
            said = {"channel": "email", "purpose": "marketing", "recorded_at": NOW}
            for is_given in (False, True):
                Consent.objects.create(
                    workspace_id=shop.workspace_id,
                    customer_id=one,
                    is_given=is_given,
                    decided_at=NOW + timedelta(hours=is_given),
                    **said,
                )
            settle(shop.workspace_id, [one])
        browser = shop.browser()

        def found(**filters: str) -> list[str]:
            table = browser.get("/customers/", filters).context["table"]
            return [row.key for row in table.rows]

        assert found(tag="stały") == found(consent="email") == [str(one)]
        assert str(one) in found(risk="slipping")
        assert 0 < len(found(tier="vip")) < 120
        assert found(days_min="30000") == []
        assert len(found(days_max="36500")) == 50

    def test_are_narrowed_by_consent_of_every_channel(self, shop: Person) -> None:
        form = shop.browser().get("/customers/").context["filters"].form
        offered = {code for code, _word in form.fields["consent"].choices} - {""}

        assert offered == set(Consent.Channel.values)

    def test_values_are_hidden_from_a_role_without_the_right(self, shop: Person) -> None:
        ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR)

        response = ben.browser().get("/customers/", {"sort": "-value"})

        assert [column.key for column in response.context["table"].columns] == ["name", "", ""]

    def test_are_not_narrowed_by_figures_that_a_role_may_not_see(self, shop: Person) -> None:
        ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR).browser()

        for filters in ({"group": "champions"}, {"tier": "vip"}, {"risk": "slipping"}):
            response = ben.get("/customers/", filters)
            assert response.context["total"] == 120
            assert not response.context["filters"].active
            assert set(response.context["filters"].form.fields) & filters.keys() == set()

    def test_nonsense_in_the_address_is_no_crash(self, shop: Person) -> None:
        one, browser = uuid4(), shop.browser()
        for given in (
            {"after": "x~y", "sort": "-nothing", "group": "none", "days_min": "-5"},
            {"after": f"{'9' * 40}~{one}", "sort": "-value"},
            {"after": f"-{'9' * 40}~{one}", "sort": "value"},
            {"after": f"nan~{one}", "sort": "risk"},
            {"after": f"inf~{one}", "sort": "-risk"},
            {"after": f"0001-01-01~{one}", "sort": "last"},
        ):
            assert browser.get("/customers/", given).status_code == 200, given

    def test_picked_ones_are_tagged(self, shop: Person) -> None:
        one, stranger = slipping(shop), cora()
        with inside(shop.workspace_id):
            Tag.objects.create(workspace_id=shop.workspace_id, name="stały")
        given = {"picked": [str(one), "x"], "tag": "stały"}

        stranger.browser().post("/customers/tags/picked", given)
        clerk = person("Ben", workspace_id=shop.workspace_id, role=Role.COUNTER)
        assert clerk.browser().post("/customers/tags/picked", given).status_code == 403
        with inside(shop.workspace_id):
            assert not Tagging.objects.exists()

        shop.browser().post("/customers/tags/picked", given)

        with inside(shop.workspace_id):
            assert Tagging.objects.get().customer_id == one

    def test_all_that_is_filtered_is_picked_at_once(
        self, shop: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        browser = shop.browser()
        assert "pick=all" in browser.get("/customers/").text

        all_of_them = browser.get("/customers/", {"pick": "all"})

        table = all_of_them.context["table"]
        assert (len(table.rows), table.picked, table.pager) == (120, 120, None)
        assert all_of_them.text.count("checked>") == 120
        some = browser.get("/customers/", {"pick": "all", "risk": "slipping"}).context
        assert 0 < some["table"].picked == some["total"] < 120
        monkeypatch.setattr(agenda, "PICKED_MAX", 119)
        too_many = browser.get("/customers/", {"pick": "all"})
        assert (len(too_many.context["table"].rows), too_many.context["table"].picked) == (50, 0)
        assert not too_many.context["picking"].may_all
        assert "119" in too_many.text

    def test_picked_ones_get_what_the_role_may_give(self, shop: Person) -> None:
        with inside(shop.workspace_id):
            Tag.objects.create(workspace_id=shop.workspace_id, name="stały")
        offered = {}
        for role in (Role.OWNER, Role.COORDINATOR, Role.ACCOUNTANT):
            who = person(role.value, workspace_id=shop.workspace_id, role=role)
            bulk = who.browser().get("/customers/").context["table"].bulk
            offered[role] = [each.action or each.value for each in bulk.buttons] if bulk else None

        assert offered == {
            Role.OWNER: ["/tasks/picked/", "stały"],
            Role.COORDINATOR: ["/tasks/picked/"],
            Role.ACCOUNTANT: None,
        }

    def test_of_others_are_not_listed(self, shop: Person) -> None:
        assert cora().browser().get("/customers/").context["total"] == 0


class TestCard:
    def test_shows_all_on_one_page(self, shop: Person) -> None:
        who = slipping(shop)
        with inside(shop.workspace_id):
            Note.objects.create(
                workspace_id=shop.workspace_id,
                customer_id=who,
                text="Woli rano",
                author="user:x",
                author_name="Ann",
                written_at=NOW,
            )

        found = shop.browser().get(f"/customers/{who}/").context["profile"]

        assert len(found.tiles) == 4
        assert len(found.reasons) >= 3
        assert "Woli rano" in [entry.text for entry in found.timeline.entries]
        assert sum(entry.icon == "shopping-bag" for entry in found.timeline.entries) >= 2

    def test_a_task_is_written_down_from_it(self, shop: Person) -> None:
        who, browser = slipping(shop), shop.browser()
        assert browser.get(f"/tasks/new/?customer={who}").status_code == 200

        response = browser.post(
            "/tasks/new/",
            {"title": "Oddzwonić", "kind": "call", "working_days": "2", "customer_id": str(who)},
        )

        assert response.headers["Location"] == f"/customers/{who}/"
        tasks_shown = browser.get(f"/customers/{who}/").context["profile"].tasks
        assert [task.title for task in tasks_shown] == ["Oddzwonić"]

    def test_of_a_stranger_or_of_nobody_is_not_there(self, shop: Person) -> None:
        who = slipping(shop)

        assert cora().browser().get(f"/customers/{who}/").status_code == 404
        assert shop.browser().get(f"/customers/{uuid4()}/").status_code == 404

    def test_shows_no_figures_without_the_right(self, shop: Person) -> None:
        ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR)

        found = ben.browser().get(f"/customers/{slipping(shop)}/").context["profile"]

        assert (found.tiles, found.reasons) == ([], ())


class TestSearch:
    def test_finds_for_htmx_and_without(self, shop: Person) -> None:
        browser = shop.browser()

        part = browser.get("/search", {"q": "LACKA01"}, headers={"HX-Request": "true"})

        assert part.text.count("<a ") == 8
        assert "<html" not in part.text
        assert "<html" in browser.get("/search", {"q": "nobody"}).text

    def test_finds_nothing_of_others(self, shop: Person) -> None:
        assert cora().browser().get("/search", {"q": "lacka"}).context["groups"] == []


def test_no_page_asks_the_database_too_much(shop: Person) -> None:
    browser = shop.browser()
    browser.get("/")
    for address in ("/", "/customers/", f"/customers/{slipping(shop)}/", "/search?q=ola"):
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code == 200
        assert queries_in(asked) <= QUERIES_MAX, address
        texts = [query["sql"] for query in asked.captured_queries]
        reads = [text for text in texts if text.startswith("SELECT")]
        assert len(reads) == len(set(reads)), f"{address} asks the same twice"
