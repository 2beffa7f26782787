"""What the customers of a list bring: together, as its head says it, and each beside the best."""

from datetime import timedelta

import pytest

from plon.accounts.domain import Role
from plon.customers.domain import fold
from plon.customers.models import Customer, Tag, Tagging
from plon.customers.queries import lists
from plon.insights.services import listing
from plon.runtime.tenancy import inside
from plon.value.models import Figures, Snapshot
from tests.cast import NOW, Person, ann, cora, person

pytestmark = pytest.mark.django_db
WORTH = {"Ola": 300_00, "Jan": 200_00, "Ewa": None, "Iza": 50_00}


@pytest.fixture
def bakery() -> Person:
    """Return a firm with four buyers, one of unknown value, two of them regulars, and a visitor."""
    owner = ann()
    with inside(owner.workspace_id):
        mine = {"workspace_id": owner.workspace_id}
        made = {"created_at": NOW, "updated_at": NOW}
        who = {
            name: Customer.objects.create(**mine, first_name=name, search_text=fold(name), **made)
            for name in (*WORTH, "Gość")
        }
        for name, minor in WORTH.items():
            Figures.objects.create(
                **mine,
                customer=who[name],
                **dict.fromkeys(("first_date", "last_date"), NOW.date() - timedelta(days=3)),
                **dict.fromkeys(("purchase_days", "r_score", "f_score", "m_score"), 1),
                group="loyal" if minor == 300_00 else "new",
                value_12m_minor=minor,
            )
        tag = Tag.objects.create(**mine, name="stały")
        for name in ("Ola", "Ewa"):
            Tagging.objects.create(**mine, customer=who[name], tag=tag)
        Snapshot.objects.create(
            **mine, as_of_date=NOW.date(), computed_at=NOW, horizon_months=12, customers=4,
            value_12m_minor=551_00,
        )  # fmt: skip
    return owner


def total(who: Person, text: str = "", **filters: str) -> tuple[int, int | None]:
    with inside(who.workspace_id):
        found = listing.wanted(text, filters, today=NOW.date())
        counted = listing.counted(found, sees_value=True)
    return counted.total, counted.value_minor


def test_everybody_brings_what_the_newest_snapshot_says(bakery: Person) -> None:
    assert total(bakery) == (5, 551_00)


def test_a_narrowed_list_brings_the_sum_of_its_rows(bakery: Person) -> None:
    assert total(bakery, group="new") == (3, 250_00)
    assert total(bakery, tag="stały") == (2, 300_00)
    assert total(bakery, tag="stały", group="new") == (1, None)
    assert total(bakery, "ola") == (1, 300_00)
    assert total(bakery, "gość") == (1, None)
    assert total(bakery, "nikt") == (0, None)
    assert total(cora()) == (0, None)


def test_a_list_too_long_to_name_says_no_sum_unless_a_figure_narrows_it(
    bakery: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "FEW", 1)

    assert total(bakery, tag="stały") == (2, None)
    assert total(bakery, tag="stały", group="loyal") == (1, 300_00)


def test_it_stands_in_the_head_of_the_list_for_who_sees_value(bakery: Person) -> None:
    counter = person("Ben", workspace_id=bakery.workspace_id, role=Role.COUNTER)

    def said(who: Person, address: str) -> str:
        return str(who.browser().get(address).context["filters"].total).replace("\xa0", " ")

    assert said(bakery, "/customers/") == "5 klientów, 551 zł w 12 miesięcy"
    assert said(bakery, "/customers/?tag=stały") == "2 klientów, 300 zł w 12 miesięcy"
    assert said(bakery, "/customers/?q=gość") == "1 klient"
    assert said(counter, "/customers/?tag=stały") == "2 klientów"
    assert said(counter, "/customers/?days_min=0") == "4 klientów"


def test_each_has_a_bar_beside_the_best_of_the_page(bakery: Person) -> None:
    rows = bakery.browser().get("/customers/?sort=-value").context["table"].rows

    assert [row.cells[1].share for row in rows] == [1, pytest.approx(2 / 3), 1 / 6, None, None]
