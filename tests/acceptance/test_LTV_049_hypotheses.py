"""LTV-049: a finding becomes a hypothesis that ends with a result and a decision."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Person, ann

pytestmark = [pytest.mark.django_db, pytest.mark.feature("LTV-049")]

REGISTER = "/reports/hypotheses/"


def written_by(owner: Person) -> str:
    """Write a hypothesis down in a browser; return its address."""
    today = timezone.now().date()
    found = owner.browser().post(
        f"{REGISTER}new/",
        {
            "observation": "Customers from fairs buy once",
            "kind": "finding",
            "segment": "Came by: fair",
            "change": "A call a week after the purchase",
            "metric": "Share that buys again within 60 days",
            "start_date": (today - timedelta(days=70)).isoformat(),
            "end_date": (today - timedelta(days=2)).isoformat(),
        },
    )
    assert found.status_code == 302
    return str(found["Location"])


@pytest.mark.parametrize(
    ("closing", "missing"),
    [
        ({}, {"result", "decision"}),
        ({"result": "18 of 80 bought again"}, {"decision"}),
        ({"decision": "scale"}, {"result"}),
        ({"result": "   ", "decision": "drop"}, {"result"}),
    ],
)
def test_it_cannot_be_closed_without_a_result_and_a_decision(
    closing: dict[str, str], missing: set[str]
) -> None:
    owner = ann()
    address = written_by(owner)

    refused = owner.browser().post(address, closing)

    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == missing
    assert owner.browser().get(address).context["hypothesis"].closed_at is None


def test_with_both_it_is_closed_and_stays_so() -> None:
    owner = ann()
    address = written_by(owner)
    browser = owner.browser()

    closed = browser.post(address, {"result": "18 of 80, before: 6 of 75", "decision": "scale"})

    assert closed.status_code == 302
    (row,) = browser.get(REGISTER).context["table"].rows
    assert row.cells[3].text == "działa: robimy to dla wszystkich"
    again = browser.post(address, {"result": "0", "decision": "drop"})
    assert again.status_code == 409
    assert browser.get(address).context["hypothesis"].result == "18 of 80, before: 6 of 75"
