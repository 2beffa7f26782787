"""The value pages: what they show, to whom, and what they refuse."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry
from plon.lifetime.formulas.methods import Method
from plon.runtime.tenancy import inside
from plon.ui.speech import Speech
from plon.value import queries, tasks
from plon.value.models import Basis, Segment, Snapshot
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann, cora, person
from tests.counting import queries_in

pytestmark = pytest.mark.django_db

PAGES = [
    "/value/",
    "/value/segments/",
    "/value/cohorts/",
    "/value/forecast/",
    "/value/history/",
    "/value/risks/",
    "/value/workbench/",
    "/value/margin/",
    "/value/cost/",
    "/value/channels/",
    "/value/summary/",
    "/value/comparison/",
    "/value/guide/",
]
QUERIES_MAX = 12


@pytest.fixture
def bakery() -> Person:
    return ann()


@pytest.fixture
def shop(bakery: Person) -> Person:
    stock(bakery.workspace_id, until=NOW)
    tasks.refresh(workspace_id=bakery.workspace_id, subject="", now=NOW)
    return bakery


class TestEveryPage:
    def test_is_shown_without_any_order(self, bakery: Person) -> None:
        browser = bakery.browser()

        assert {address: browser.get(address).status_code for address in PAGES} == dict.fromkeys(
            PAGES, 200
        )

    def test_says_so_while_the_first_figures_of_sales_are_computed(self, bakery: Person) -> None:
        browser = bakery.browser()
        before = browser.get("/value/").content.decode()
        stock(bakery.workspace_id, until=NOW)

        now = [browser.get(address).content.decode() for address in ("/value/", "/value/risks/")]

        assert "Wgraj listę sprzedaży" in before
        for page in now:
            assert "Wgraj listę sprzedaży" not in page
            assert "Sprzedaż jest wczytana" in page
        assert 'hx-get="/value/risks/"' in now[1]

    def test_is_shown_in_both_languages_with_few_queries(self, shop: Person) -> None:
        browser = shop.browser()
        for language in ("pl", "en"):
            shop.user.language = language
            shop.user.save()
            browser.get("/value/")  # the session's first page writes it down
            for address in PAGES:
                with CaptureQueriesContext(connection) as asked:
                    response = browser.get(address)
                assert response.status_code == 200
                assert response.headers["Content-Language"] == language
                assert queries_in(asked) <= QUERIES_MAX, address

    def test_is_refused_without_the_right(self, bakery: Person) -> None:
        browser = person("Ben", workspace_id=bakery.workspace_id, role=Role.OPERATOR).browser()

        assert {browser.get(address).status_code for address in PAGES} == {403}


class TestOverview:
    def test_leads_to_the_import_where_nothing_was_sold(self, bakery: Person) -> None:
        assert 'href="/import/"' in bakery.browser().get("/value/").text

    def test_shows_grid_spread_and_cohorts(self, shop: Person) -> None:
        text = shop.browser().get("/value/").text

        assert all(f'id="{part}"' in text for part in ("worth", "groups", "spread", "cohorts"))
        assert "summary.json" not in text

    def test_leads_from_each_cell_and_group_to_its_people(self, shop: Person) -> None:
        browser = shop.browser()
        part = next(
            each for each in browser.get("/value/").context["sections"] if each.anchor == "groups"
        )

        cells = [cell for cell in part.chart.cells if cell.href]
        assert {cell.text for cell in cells if cell.text != "0"} != set()
        assert all(cell.text != "0" for cell in cells)
        for cell in cells[:3]:
            found = browser.get(cell.href)
            assert str(found.context["total"]) == cell.text
        rows = [row for policy in part.policies for row in policy.rows]
        assert {bool(row.href) for row in rows} == {True, False}
        for row in rows:
            assert bool(row.href) is not row.is_empty
        full = next(row for row in rows if row.href)
        assert browser.get(full.href).context["table"].rows

    def test_asks_for_new_figures(self, shop: Person) -> None:
        response = shop.browser().post("/value/refresh/")

        assert response.status_code == 302
        with inside(shop.workspace_id):
            assert shop.browser().get("/value/").context["freshness"].state == "running"


class TestWorkbench:
    def test_works_out_the_published_example(self, bakery: Person) -> None:
        numbers = {"order_value": "80", "purchases_yearly": "4", "lifespan_years": "3"}

        response = bakery.browser().get(
            "/value/workbench/", {"method": "order_times_frequency", **numbers}
        )

        assert response.context["sum"] == "80 × 4 × 3"
        assert "960" in response.context["value"]

    def test_sets_every_formula_side_by_side(self, shop: Person) -> None:
        browser = shop.browser()
        kept = {"arpu_monthly": "20", "lifetime_months": "25"}
        browser.post("/value/workbench/", {"method": "arpu_times_lifetime", **kept})

        lines = {
            line.method: line for line in browser.get("/value/workbench/").context["by_methods"]
        }

        assert set(lines) == {"", *Method}
        assert lines["arpu_times_lifetime"].value == "500\xa0zł"
        assert lines["arpu_times_lifetime"].sum == "20 × 25"
        assert lines["order_times_frequency"].examples == ""
        assert lines["margin_over_churn"].examples == "Marża (0–1)"
        with inside(shop.workspace_id):
            mean = Speech(language="pl", currency="PLN").money(queries.newest().ltv_mean_minor)  # type: ignore[union-attr, arg-type]
        assert lines[""].value == mean

    def test_has_a_dash_where_a_formula_has_no_answer(self, bakery: Person) -> None:
        browser = bakery.browser()
        with inside(bakery.workspace_id):
            kept = {"arpu_monthly": "1", "margin_share": "1", "churn_monthly": "0"}
            Basis.objects.create(
                workspace_id=bakery.workspace_id, parameters={"margin_over_churn": kept}
            )

        lines = {
            line.method: line for line in browser.get("/value/workbench/").context["by_methods"]
        }

        assert (lines[""].value, lines["margin_over_churn"].value) == ("–", "–")

    def test_gives_htmx_the_result_only(self, bakery: Person) -> None:
        response = bakery.browser().get(
            "/value/workbench/", {"method": "broker"}, headers={"HX-Request": "true"}
        )

        assert "17" in response.text
        assert "<html" not in response.text

    def test_keeps_the_numbers_and_the_formula(self, bakery: Person) -> None:
        given = {"method": "margin_times_purchases", "margin": "20", "purchases": "10,5"}

        response = bakery.browser().post("/value/workbench/", given)

        assert response.status_code == 302
        with inside(bakery.workspace_id):
            kept = Basis.objects.get()
        assert kept.method == "margin_times_purchases"
        assert kept.parameters["margin_times_purchases"]["purchases"] == "10,5"

    @pytest.mark.parametrize(
        ("method", "given"),
        [
            ("margin_times_purchases", {"margin": "x", "purchases": "1"}),
            (
                "margin_over_churn",
                {"arpu_monthly": "1", "margin_share": "0.5", "churn_monthly": "0"},
            ),
            ("sum_of_segments", {"segments": "1 2"}),
        ],
    )
    def test_says_what_is_wrong(self, bakery: Person, method: str, given: dict[str, str]) -> None:
        response = bakery.browser().post("/value/workbench/", {"method": method, **given})

        assert response.status_code == 422
        assert response.context["problem"]


class TestCost:
    def test_shows_ratio_band_and_benchmark(self, bakery: Person) -> None:
        browser = bakery.browser()
        browser.post(
            "/value/workbench/",
            {"method": "arpu_times_lifetime", "arpu_monthly": "100", "lifetime_months": "28"},
        )

        response = browser.post(
            "/value/cost/",
            {
                "marketing_minor": "16 000",
                "customers_won": "20",
                "industry": "pharma",
                "cadence": "monthly",
            },
        )

        assert response.status_code == 302
        ratio = browser.get("/value/cost/").context["ratio"]
        assert (ratio.text, ratio.level) == ("3,5:1", "good")
        assert ratio.payback == "8,0"

    def test_refuses_a_negative_amount(self, bakery: Person) -> None:
        response = bakery.browser().post(
            "/value/cost/", {"marketing_minor": "-1", "industry": "pharma", "cadence": "monthly"}
        )

        assert response.status_code == 422

    def test_the_value_is_counted_from_sales_again_where_one_says_so(self, shop: Person) -> None:
        browser = shop.browser()
        from_sales = browser.get("/value/cost/").context["ratio"].value
        browser.post(
            "/value/workbench/",
            {"method": "arpu_times_lifetime", "arpu_monthly": "100", "lifetime_months": "28"},
        )
        page = browser.get("/value/cost/")
        assert page.context["ratio"].value != from_sales
        assert '<option value="arpu_times_lifetime" selected>' in page.text

        browser.post("/value/cost/", {"method": "", "industry": "pharma", "cadence": "monthly"})

        assert browser.get("/value/cost/").context["ratio"].value == from_sales
        with inside(shop.workspace_id):
            kept = Basis.objects.get()
        assert kept.method == ""
        assert kept.parameters["arpu_times_lifetime"]["arpu_monthly"] == "100"

    def test_says_what_keeping_a_customer_may_cost(self, bakery: Person) -> None:
        browser = bakery.browser()
        assert browser.get("/value/cost/").context["ratio"].care == ""
        browser.post(
            "/value/workbench/",
            {"method": "arpu_times_lifetime", "arpu_monthly": "20", "lifetime_months": "25"},
        )
        bakery.user.language = "en"
        bakery.user.save()

        told = []
        for spent in ("", "50", "51"):
            given = {"retention_minor": spent, "industry": "pharma", "cadence": "monthly"}
            browser.post("/value/cost/", given)
            told.append(browser.get("/value/cost/").context["ratio"].care.replace("\xa0", " "))

        assert [one.split(":")[0] for one in told] == [
            "Keeping one customer may cost up to PLN 50",
            "Keeping one customer costs PLN 50 a year; up to PLN 50, a tenth of the value, is sound.",
            "Keeping one customer costs PLN 51 a year",
        ]

    def test_what_is_told_is_in_the_log(self, bakery: Person) -> None:
        browser = bakery.browser()
        given = {"industry": "pharma", "cadence": "monthly"}
        for _ in range(2):
            browser.post("/value/cost/", given)
        browser.post("/value/margin/", {"margin_bp": "25"})
        browser.post("/value/workbench/", {"method": "arpu_times_lifetime", **ARPU})

        assert logged(bakery) == ["value.costs", "value.margin", "value.formula"]


ARPU = {"arpu_monthly": "20", "lifetime_months": "25"}


def logged(person: Person) -> list[str]:
    """Return what the firm did, the oldest first."""
    with inside(person.workspace_id):
        rows = AuditEntry.objects.order_by("happened_at", "id")
        return list(rows.values_list("action", flat=True))


class TestSegments:
    SENTENCE = {
        "join": "all",
        "not": ["", "not"],
        "field": ["value_12m", "group"],
        "op": ["at_least", "is"],
        "value": ["10", "churn"],
    }

    def test_everybody_is_told_from_the_sums_kept_with_the_day(self, shop: Person) -> None:
        browser = shop.browser()
        with inside(shop.workspace_id):
            kept = Snapshot.objects.get()
            assert kept.worth_by_group is not None
            kept.worth_by_group["champions"]["customers"] = 98_765
            kept.save(update_fields=["worth_by_group"])

        assert "98\u00a0765" in browser.get("/value/segments/").text
        assert "98\u00a0765" not in browser.get("/value/segments/?by=tier").text

    def test_counts_as_one_types(self, shop: Person) -> None:
        response = shop.browser().get(
            "/value/segments/", self.SENTENCE, headers={"HX-Request": "true"}
        )

        assert "<html" not in response.text
        assert 0 < response.context["worth"].customers < 120

    def test_is_kept_and_read_again(self, shop: Person) -> None:
        browser = shop.browser()

        response = browser.post("/value/segments/", {**self.SENTENCE, "name": "Dobrzy"})

        assert response.status_code == 302
        page = browser.get(response.headers["Location"])
        assert page.context["segment"].name == "Dobrzy"
        assert page.context["worth"].customers > 0

    def test_says_which_condition_is_unreadable(self, shop: Person) -> None:
        given = {"join": "all", "not": "", "field": "purchases", "op": "at_least", "value": "wiele"}

        response = shop.browser().post("/value/segments/", {**given, "name": "x"})

        assert response.status_code == 422
        assert response.context["problem"]
        with inside(shop.workspace_id):
            assert not Segment.objects.exists()

    def test_of_another_firm_is_not_there(self, shop: Person) -> None:
        with inside(shop.workspace_id):
            kept = Segment.objects.create(
                workspace_id=shop.workspace_id,
                name="x",
                rule={"join": "all", "parts": []},
                created_at=timezone.now(),
            )

        stranger = cora().browser()

        assert stranger.get(f"/value/segments/{kept.id}/").status_code == 404
        stranger.post(f"/value/segments/{kept.id}/removal/")
        with inside(shop.workspace_id):
            assert Segment.objects.count() == 1

    def test_is_removed(self, shop: Person) -> None:
        browser = shop.browser()
        place = browser.post("/value/segments/", {**self.SENTENCE, "name": "x"})["Location"]

        browser.post(f"{place}removal/")
        browser.post(f"{place}removal/")

        assert browser.get(place).status_code == 404
        assert logged(shop) == ["segment.kept", "segment.removed"]

    def test_a_name_that_is_taken_is_refused_beside_the_field(self, shop: Person) -> None:
        browser = shop.browser()
        browser.post("/value/segments/", {**self.SENTENCE, "name": "x"})
        other = {**self.SENTENCE, "value": ["20", "churn"]}
        place = browser.post("/value/segments/", {**other, "name": "y"})["Location"]

        for refused in (
            browser.post("/value/segments/", {**other, "name": "x"}),
            browser.post(place, {**other, "name": "x"}),
        ):
            assert refused.status_code == 422
            assert "field-error" in refused.text
            assert refused.context["rows"][0].value == "20"
        browser.post(place, {**other, "name": "z"})
        assert logged(shop) == ["segment.kept", "segment.kept", "segment.changed"]
