"""LTV-023: the four errors of calculating lifetime value, each on a file that makes it."""

from datetime import date, timedelta

import pytest

from plon.lifetime.lint import Known, findings
from plon.lifetime.sales import RowCounts
from plon.lifetime.tests.bases import days_of, summary_of
from plon.lifetime.words import finding_sentence

START, END = date(2024, 1, 10), date(2026, 1, 31)
SALES = {
    f"c{k:02}": {START + timedelta(days=k * 18): 9_900, START + timedelta(days=k * 18 + 31): 9_900}
    for k in range(40)
}
GOOD = RowCounts(read=80, used=80, returned=0, rejected=0)


def told(known: Known, rows: RowCounts = GOOD) -> list[str]:
    """Return the sentences of what is found in the sales."""
    seen = findings(
        rows=rows, summary=summary_of(SALES, until=END), days=days_of(SALES), known=known
    )
    return [finding_sentence(each, "PLN", "en") for each in seen]


@pytest.mark.feature("LTV-023")
def test_a_file_with_margin_cost_segments_and_fresh_amounts_is_met_with_silence() -> None:
    known = Known(has_margin=True, retention_cost_known=True, segments=11, today=END)

    assert told(known) == []


@pytest.mark.feature("LTV-023")
def test_error_1_revenue_without_margin() -> None:
    (sentence,) = told(Known(has_margin=False, retention_cost_known=True))

    assert "from revenue, not from margin" in sentence


@pytest.mark.feature("LTV-023")
def test_error_2_the_cost_of_keeping_is_ignored() -> None:
    (sentence,) = told(Known(has_margin=True, retention_cost_known=False))

    assert "cost of keeping customers is not taken off" in sentence


@pytest.mark.feature("LTV-023")
def test_error_3_averages_without_segments() -> None:
    (sentence,) = told(Known(has_margin=True, retention_cost_known=True, segments=1))

    assert "one average for everybody" in sentence


@pytest.mark.feature("LTV-023")
def test_error_4_outdated_data() -> None:
    known = Known(has_margin=True, retention_cost_known=True, today=date(2026, 6, 1))

    (sentence,) = told(known)

    assert "load newer sales" in sentence


@pytest.mark.feature("LTV-023")
def test_error_4_incomplete_data() -> None:
    rows = RowCounts(read=80, used=75, returned=0, rejected=5, by_reason={"no_amount": 5})

    (sentence,) = told(Known(has_margin=True, retention_cost_known=True), rows)

    assert sentence.startswith("5 rows have no readable amount (6.3% of all)")
