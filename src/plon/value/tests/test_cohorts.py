"""The page of cohorts: each measure, its words, and who has too few of them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from plon.accounts.queries import workspace
from plon.customers.models import Customer
from plon.lifetime.analysis import Cohorts
from plon.runtime.tenancy import inside
from plon.ui.speech import Speech
from plon.value import queries, tasks
from plon.value.domain.cohort_window import MEASURES, measured
from plon.value.models import Figures, Segment
from plon.value.services.cohort_page import cohort_page
from plon.value.services.report.cohorts import cohorts as cohorts_part
from plon.value.services.some_cohorts import some_cohorts
from plon.value.tests import sample
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann
from tests.counting import queries_in

COHORTS = Cohorts(
    period="month",
    labels=("2026-01", "2026-02", "2026-03"),
    sizes=(4, 2, 1),
    active=((4, 1, 2), (2, 1), (1,)),
    revenue_minor=((400_00, 100_00, 60_00), (100_00, 50_00), (10_00,)),
    cumulative_minor=((100_00, 125_00, 140_00), (50_00, 75_00), (10_00,)),
)
MANY = replace(  # ten times as many, who do the same
    COHORTS,
    sizes=(40, 20, 10),
    active=((40, 10, 20), (20, 10), (10,)),
    revenue_minor=((4000_00, 1000_00, 600_00), (1000_00, 500_00), (100_00,)),
)
EN = Speech(language="en", currency="PLN")


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("measure", "january", "means"),
    [
        ("retention", (1.0, 0.25, 0.5), (1.0, 0.25)),
        ("count", (4, 1, 2), (3.0, 1.0)),
        ("revenue", (400_00, 100_00, 60_00), (250_00.0, 100_00.0)),
        ("value", (100_00, 125_00, 140_00), ((100_00 * 4 + 50_00 * 2) / 6, 125_00.0)),
    ],
)
def test_each_measure_has_its_figures_and_means_of_what_is_over(
    measure: str, january: tuple[float, ...], means: tuple[float, ...]
) -> None:
    found = measured(COHORTS, measure)

    assert found.rows[0].figures == january
    assert found.means == pytest.approx(means)
    assert (found.columns, found.hidden) == (3, 0)


def test_of_a_base_without_cohorts_nothing_is_told() -> None:
    nothing = Cohorts(
        period="month", labels=(), sizes=(), active=(), revenue_minor=(), cumulative_minor=()
    )

    assert measured(nothing, "value").columns == 0
    assert cohort_page(replace(sample.full(), cohorts=nothing), "value", EN) is None


@pytest.mark.parametrize("period", ["month", "quarter"])
@pytest.mark.parametrize(
    ("measure", "said", "heading"),
    [
        ("retention", "On average 25% of a cohort", "+1"),
        ("count", "On average 10.0 customers of a cohort", "+1"),
        ("revenue", "On average a cohort brought PLN 1,000", "0"),
        ("value", "a customer has brought PLN 125", "0"),
    ],
)
def test_says_what_a_cohort_does(measure: str, said: str, heading: str, period: str) -> None:
    shop = replace(sample.full(), cohorts=replace(MANY, period=period))
    found = cohort_page(shop, measure, EN)

    assert found is not None
    answer = found.answer.replace("\N{NO-BREAK SPACE}", " ")
    assert said in answer
    assert f"{period} 1" in answer
    assert found.chart.headings[2] == heading
    assert [row.label for row in found.chart.rows][-1] == "Mean"


@pytest.mark.parametrize("measure", MEASURES)
def test_no_sentence_is_drawn_from_a_few_customers(measure: str) -> None:
    found = cohort_page(replace(sample.full(), cohorts=COHORTS), measure, EN)
    part = cohorts_part(replace(sample.full(), cohorts=COHORTS), EN)

    assert found is not None
    assert part is not None
    assert found.answer.startswith("Too few data: a mean is told of 20 customers")
    assert part.answer == found.answer
    assert found.chart.rows  # the table is there


def test_a_sentence_ends_where_too_few_stand_behind_it() -> None:
    thin = replace(
        MANY,
        labels=("2026-01", "2026-02", "2026-03", "2026-04"),
        sizes=(2, 40, 20, 10),
        active=((2, 2, 2, 2), (40, 10, 20), (20, 10), (10,)),
        revenue_minor=((1, 1, 1, 1), (1, 1, 1), (1, 1), (1,)),
        cumulative_minor=((1, 1, 1, 1), (1, 1, 1), (1, 1), (1,)),
    )
    found = cohort_page(replace(sample.full(), cohorts=thin), "retention", EN)
    part = cohorts_part(replace(sample.full(), cohorts=thin), EN)

    assert found is not None
    assert part is not None
    assert "month 1." in found.answer  # of month 2 only two customers tell
    assert "in the month after the first" in part.answer
    assert "month 2" not in part.answer


@pytest.fixture
def shop() -> Person:
    owner = ann()
    people = stock(owner.workspace_id, until=NOW)
    with inside(owner.workspace_id):
        for number, one in enumerate(people):
            city, region = [("Gdynia", "pomorskie"), ("Lublin", "lubelskie")][number % 2]
            Customer.objects.filter(id=one).update(city=city, region=region)
        segment = {"join": "all", "parts": [{"field": "city", "op": "is", "value": "Gdynia"}]}
        Segment.objects.create(
            workspace_id=owner.workspace_id, name="Seaside", rule=segment, created_at=NOW
        )
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    return owner


@pytest.mark.django_db
@pytest.mark.feature("LTV-042")
def test_the_page_shows_those_who_were_chosen(shop: Person) -> None:
    browser = shop.browser()
    browser.get("/value/cohorts/")
    with inside(shop.workspace_id):
        segment = Segment.objects.get().id

    def sizes(query: str) -> list[int]:
        with CaptureQueriesContext(connection) as asked:
            found = browser.get(f"/value/cohorts/?measure=count&{query}").context["found"]
        assert queries_in(asked) <= 12
        return [] if found is None else [int(row.size) for row in found.chart.rows if row.size]

    assert 0 < sum(sizes("channel=web")) < sum(sizes(""))
    assert sizes("city=Gdynia") == sizes("region=pomorskie") == sizes(f"segment={segment}")
    assert sizes(f"city=Lublin&segment={segment}") == []
    assert sizes("city=Atlantis") == sizes("")  # what nobody can choose is not chosen
    assert sizes("segment=x") == sizes("")
    text = browser.get("/value/cohorts/?city=Gdynia").text
    assert '<option value="Gdynia" selected>' in text


@pytest.mark.django_db
def test_the_cohorts_of_all_are_those_of_the_figures(shop: Person) -> None:
    with inside(shop.workspace_id):
        zone, analysis = workspace(shop.workspace_id).zone, queries.answer()
        assert analysis is not None
        kept = queries.segments()

        def some(**chosen: str) -> Cohorts:
            today = NOW.date()
            found = some_cohorts(analysis, chosen, segments=kept, zone=zone, today=today)
            return found.cohorts

        by_channel = Figures.objects.filter(channel="web").count()
        assert some() == analysis.cohorts
        assert sum(some(channel="web").sizes) == by_channel
        assert sum(some(city="Gdynia").sizes) == sum(some(segment=str(kept[0].id)).sizes) == 60


@pytest.mark.django_db
def test_of_very_many_some_are_drawn_and_the_page_says_so(
    shop: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.user.language = "en"
    shop.user.save()
    browser, address = shop.browser(), "/value/cohorts/?measure=count&city=Gdynia"
    whole = browser.get(address).text
    monkeypatch.setattr("plon.value.services.some_cohorts.LOOKED_AT_MAX", 30)
    monkeypatch.setattr("plon.runtime.bulk.AT_ONCE", 15)

    with CaptureQueriesContext(connection) as asked:
        drawn = [browser.get(address)]
    drawn.append(browser.get(address))

    assert queries_in(asked) <= 12
    assert "drawn by chance" not in whole
    assert "Of 60 such customers the table counts 30, drawn by chance" in drawn[0].text
    rows = [[row.size for row in page.context["found"].chart.rows if row.size] for page in drawn]
    assert rows[0] == rows[1]
    assert 0 < sum(map(int, rows[0])) <= 30


def test_says_what_is_too_early_and_what_is_hidden() -> None:
    young = replace(
        COHORTS,
        labels=("2026-01", "2026-02"),
        sizes=(4, 2),
        active=((4, 1), (2,)),
        revenue_minor=((4, 1), (2,)),
        cumulative_minor=((1, 1), (1,)),
    )
    found = cohort_page(replace(sample.full(), cohorts=young), "count", EN)
    many = cohort_page(replace(sample.full(), cohorts=sample.cohorts(20)), "value", EN)

    assert found is not None
    assert "too early" in found.answer
    assert many is not None
    assert many.remarks[-1] == "7 older cohorts are not shown."
    rows = many.chart.rows[:-1]
    behind = [sum(cell[1] is not None for cell in row.cells) - 1 for row in rows]
    assert f"By month {sorted(behind)[-3] - 1} " in many.answer


@pytest.mark.django_db
@pytest.mark.feature("LTV-042")
def test_the_page_shows_the_measure_one_chose_without_script() -> None:
    owner = ann()
    stock(owner.workspace_id, until=NOW)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    browser = owner.browser()

    shown = {each: browser.get(f"/value/cohorts/?measure={each}").text for each in MEASURES}

    assert len(set(shown.values())) == len(MEASURES)
    for measure, text in shown.items():
        assert f'<option value="{measure}" selected>' in text
        assert '<table class="heat">' in text
    for odd in ("", "?measure=nonsense"):
        assert '<option value="retention" selected>' in browser.get(f"/value/cohorts/{odd}").text
