"""One contract against a lifetime: by the firm's numbers, and a plain word where they are not."""

from dataclasses import replace

import pytest

from plon.customers.models import Customer
from plon.lifetime.analysis import Cohorts
from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.domain.workbench import won_yearly
from plon.value.tests import sample
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db


def shown(person: Person) -> dict[str, tuple[str, bool]]:
    """Return each number with whether it is an example."""
    person.user.language = "en"
    person.user.save()
    used = person.browser().get("/value/comparison/").context["used"]
    return {each.label: (each.value.replace("\xa0", " "), each.is_example) for each in used}


def test_of_a_firm_of_which_nothing_is_known_all_is_an_example() -> None:
    owner = ann()
    told = shown(owner)

    assert all(is_example for _value, is_example in told.values())
    assert told["First commission"][0] == "3500"
    assert told["Cost of winning a client"][0] == "PLN 800"
    page = owner.browser().get("/value/comparison/")
    assert "an intermediary's example stands for it: First commission" in page.text.replace(
        "&#x27;", "'"
    )


def test_of_a_firm_with_sales_its_own_numbers_count() -> None:
    owner = ann()
    people = stock(owner.workspace_id, until=NOW)
    with inside(owner.workspace_id):
        Customer.objects.filter(id__in=people[1:13]).update(referrer_id=people[0])
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)

    told = shown(owner)

    assert [label for label, (_value, is_example) in told.items() if is_example] == [
        "Cost of winning a client"
    ]
    assert told["Referrals a client"][0] == "0.1"
    assert told["Share of referrals that become clients (0 to 1)"][0] == "1"
    given = {"industry": "general", "cadence": "monthly"}
    for spent, cost in (("0", ("PLN 800", True)), ("400", ("PLN 20", False))):
        owner.browser().post(
            "/value/cost/", {"marketing_minor": spent, "customers_won": "20", **given}
        )
        assert shown(owner)["Cost of winning a client"] == cost


@pytest.mark.parametrize(
    ("period", "sizes", "won"),
    [
        ("month", 14, 24),
        ("month", 13, 24),
        ("month", 12, None),
        ("quarter", 5, 8),
        ("quarter", 4, None),
    ],
)
def test_a_year_of_clients_is_told_by_a_whole_year(
    period: str, sizes: int, won: int | None
) -> None:
    cohorts: Cohorts = replace(sample.full().cohorts, period=period, sizes=(2,) * sizes)

    assert won_yearly(cohorts) == won
