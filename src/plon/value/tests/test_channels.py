"""Channels ranked by value to cost: costs by month, advice, both doors."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plon.accounts.domain import Role
from plon.accounts.models import AuditEntry
from plon.lifetime.formulas.acquisition import payback_months, value_to_cost
from plon.lifetime.formulas.bands import band_of
from plon.lifetime.words import position_label
from plon.runtime.tenancy import inside
from plon.value.models import Basis, ChannelCost, Figures
from plon.value.queries.channels import ChannelFacts, channels
from plon.value.services.ratio import LIFETIME_MONTHS
from tests.api.program import program
from tests.api.worth import worth
from tests.cast import NOW, Person, ann, cora, person
from tests.counting import queries_in

pytestmark = pytest.mark.django_db
ADDRESS = "/value/channels/"
CAME = {"web": date(2026, 3, 5), "fair": date(2026, 2, 9), "": date(2026, 3, 5)}


@pytest.fixture
def shop() -> Person:
    """Two customers of each channel, worth 0, 300, … 1 500 grosze."""
    owner = ann()
    people = worth(owner, 6)
    with inside(owner.workspace_id):
        for number, one in enumerate(people):
            name = [*CAME][number // 2]
            Figures.objects.filter(customer_id=one).update(channel=name, first_date=CAME[name])
    return owner


def told(owner: Person) -> dict[str, ChannelFacts]:
    with inside(owner.workspace_id):
        return {each.channel: each for each in channels(today=NOW.date())}


def write(owner: Person, channel: str, month: str, spent: str) -> int:
    given = {"channel": channel, "month": month, "spent_minor": spent}
    return owner.browser().post(ADDRESS, given).status_code


@pytest.mark.feature("LTV-034")
def test_are_ranked_by_value_to_cost_with_band_payback_and_advice(shop: Person) -> None:
    assert write(shop, "web", "2026-03", "1,00") == 302  # 100 grosze for two: 50 each
    assert write(shop, "fair", "2026-02", "10,00") == 302  # 500 each

    found = told(shop)

    web, fair = found["web"], found["fair"]
    assert list(found) == ["web", "fair", ""]
    assert (web.ltv_minor, web.won, web.cost_minor) == (150, 2, 50)
    assert web.ratio == value_to_cost(value=150, cost=50)
    assert (web.band, web.advice) == (band_of(3).value, "keep")
    assert (fair.ltv_minor, fair.cost_minor, fair.advice) == (750, 500, "fix")
    assert (found[""].ratio, found[""].advice) == (None, None)

    rows = {row.name: row for row in shop.browser().get(ADDRESS).context["rows"]}
    months = payback_months(lifetime_months=LIFETIME_MONTHS, ratio=3)
    assert float(rows["web"].payback.replace(",", ".")) == float(months)
    assert rows["web"].advice
    assert rows["web"].position
    assert rows["fair"].level == "bad"


def test_only_months_whose_cost_was_told_count_as_won(shop: Person) -> None:
    write(shop, "web", "2026-01", "5,00")

    web = told(shop)["web"]
    assert (web.spent_minor, web.won, web.cost_minor, web.ratio) == (500, 0, None, None)
    write(shop, "leaflets", "2026-01", "5,00")
    assert told(shop)["leaflets"].won == 0
    reasons = {row.name: row.reason for row in shop.browser().get(ADDRESS).context["rows"]}
    assert all(reasons.values())
    assert reasons["web"] == reasons["leaflets"] != reasons["fair"]


def test_a_channel_without_values_or_costs_says_why_it_has_no_ratio(shop: Person) -> None:
    write(shop, "web", "2026-03", "1,00")
    write(shop, "fair", "2026-02", "0,00")
    with inside(shop.workspace_id):
        Figures.objects.filter(channel="web").update(ltv_minor=None)

    rows = {row.name: row for row in shop.browser().get(ADDRESS).context["rows"]}

    assert rows["web"].reason
    assert rows["fair"].reason
    assert len({row.reason for row in rows.values()}) == 3


def test_a_month_told_again_is_changed_and_the_log_knows_it(shop: Person) -> None:
    for spent in ("5,00", "5,00", "6,50"):
        write(shop, "web", "2026-03", spent)

    with inside(shop.workspace_id):
        row = ChannelCost.objects.get()
        log = list(
            AuditEntry.objects.filter(action="value.channel_cost")
            .order_by("id")
            .values_list("detail", flat=True)
        )
    assert row.spent_minor == 650
    assert sorted(each["spent_minor"] for each in log) == [500, 650]

    gone = f"{ADDRESS}costs/{row.id}/removal/"
    assert cora().browser().post(gone).status_code == 404
    assert shop.browser().post(gone).status_code == 302
    assert "web" in told(shop)
    assert told(shop)["web"].spent_minor is None


@pytest.mark.parametrize(
    ("channel", "month", "spent"),
    [
        ("", "2026-03", "1"),
        ("web", "2026-13", "1"),
        ("web", "1703-01", "1"),
        ("web", "march", "1"),
        ("web", "2026-03", "-1"),
        ("web", "2026-03", "much"),
        ("w" * 81, "2026-03", "1"),
    ],
)
def test_odd_costs_are_refused(shop: Person, channel: str, month: str, spent: str) -> None:
    assert write(shop, channel, month, spent) == 422
    with inside(shop.workspace_id):
        assert not ChannelCost.objects.exists()


def test_the_benchmark_is_that_of_the_line_of_business(shop: Person) -> None:
    with inside(shop.workspace_id):
        Basis.objects.create(workspace_id=shop.workspace_id, industry="adtech")
    write(shop, "web", "2026-03", "1,00")

    context = shop.browser().get(ADDRESS).context
    assert "7:1" in context["usual"]
    assert {row.position for row in context["rows"] if row.position} == {
        position_label("below", "pl")
    }


def test_the_page_is_light_and_for_those_who_may(shop: Person) -> None:
    browser = shop.browser()
    browser.get(ADDRESS)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(ADDRESS).status_code == 200
    assert queries_in(asked) <= 12
    ben = person("Ben", workspace_id=shop.workspace_id, role=Role.OPERATOR).browser()
    assert ben.get(ADDRESS).status_code == ben.post(ADDRESS).status_code == 403


def test_programs_tell_and_read_the_same(shop: Person) -> None:
    api = program(shop)
    given = {"channel": "web", "month": "2026-03", "spent_minor": 100}

    first = api.post("/value/costs", given)
    again = api.post("/value/costs", given | {"spent_minor": 200})
    listed = api.get("/value/costs").body["data"]

    assert (first.status, again.status) == (201, 200)
    assert listed == [given | {"spent_minor": 200, "id": first.body["id"]}]
    web = api.get("/value/channels").body["data"][0]
    assert (web["channel"], web["cost_minor"], web["ratio"]) == ("web", 100, 1.5)
    assert (web["band"], web["advice"]) == ("break_even", "fix")
    assert api.post("/value/costs", given | {"month": "2026-3"}).status == 422
    assert api.post("/value/costs", given | {"spent_minor": -1}).status == 422
    stranger, kept = program(cora()), f"/value/costs/{first.body['id']}"
    assert stranger.get("/value/costs").body["data"] == []
    assert stranger.ask("DELETE", kept).status == 404
    assert api.ask("DELETE", kept).status == 204
