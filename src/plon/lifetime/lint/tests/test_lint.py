"""Each thing worth knowing about the data, on a base made for it, and silence elsewhere."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.lifetime import words
from plon.lifetime.analysis import Finding
from plon.lifetime.lint import CODES, Known, findings
from plon.lifetime.sales import RowCounts
from plon.lifetime.tests.bases import Bought, cdnow, days_of, summary_of

START, UNTIL = date(2024, 1, 1), date(2026, 1, 31)
ROWS = RowCounts(read=1_000, used=1_000, returned=0, rejected=0)
CLEAN = Known(has_margin=True, retention_cost_known=True)


def steady(customers: int = 40) -> dict[str, dict[date, int]]:
    """Return customers who come evenly over two years, twice each, for the same amount."""
    return {
        f"c{k:03}": {
            START + timedelta(days=k * 15): 5_000,
            START + timedelta(days=k * 15 + 30 + k % 7): 5_000,
        }
        for k in range(customers)
    }


def found(
    bought: Bought,
    *,
    known: Known = CLEAN,
    rows: RowCounts = ROWS,
    returned: list[int] | None = None,
    until: date = UNTIL,
) -> dict[str, Finding]:
    seen = findings(
        rows=rows,
        summary=summary_of(bought, until=until, returned=returned),
        days=days_of(bought, returned=returned),
        known=known,
    )
    return {finding.code: finding for finding in seen}


def test_a_good_base_is_met_with_silence() -> None:
    assert found(steady()) == {}


@pytest.mark.parametrize(
    ("known", "code"),
    [
        (Known(retention_cost_known=True), "revenue_without_margin"),
        (Known(has_margin=True), "retention_cost_ignored"),
        (
            Known(has_margin=True, retention_cost_known=True, segments=1),
            "averages_without_segments",
        ),
        (Known(has_amount=False), "no_amounts"),
    ],
)
def test_what_the_owner_told_is_judged(known: Known, code: str) -> None:
    assert list(found(steady(), known=known)) == [code]


def test_sales_without_a_margin_are_counted_where_the_base_tells_them() -> None:
    known = Known(retention_cost_known=True, marginless=3, marginless_since=date(2026, 1, 31))

    facts = found(steady(), known=known)["revenue_without_margin"].facts

    assert facts == {"sales": 3, "of_sales": 1_000, "first_day": "2026-01-31"}


def aged(today: date, months: int = 3) -> Known:
    return Known(has_margin=True, retention_cost_known=True, today=today, cadence_months=months)


def test_data_is_outdated_the_day_after_the_cadence() -> None:
    bought = {**steady(), "last": {date(2026, 1, 31): 5_000}}

    assert "data_outdated" not in found(bought, known=aged(date(2026, 4, 30)))
    late = found(bought, known=aged(date(2026, 5, 1)))["data_outdated"]
    assert late.facts == {"last_day": "2026-01-31"}
    assert "data_outdated" in found(bought, known=aged(date(2026, 3, 1), months=1))


@pytest.mark.parametrize(("missing", "is_told"), [(50, False), (51, True)])
def test_missing_amounts_are_told_above_a_twentieth(missing: int, is_told: bool) -> None:
    rows = RowCounts(
        read=1_000, used=1_000 - missing, returned=0, rejected=missing,
        by_reason={"no_amount": 20, "amount_unreadable": missing - 20},
    )  # fmt: skip
    seen = found(steady(), rows=rows)

    assert ("amounts_missing" in seen) is is_told
    if is_told:
        assert seen["amounts_missing"].facts == {"rows": 51, "share": 0.051}
        assert seen["amounts_missing"].level == "bad"


@pytest.mark.parametrize(("rows", "level"), [(9, "info"), (10, "watch")])
def test_duplicates_worry_from_one_percent(rows: int, level: str) -> None:
    known = Known(has_margin=True, retention_cost_known=True, duplicate_rows=rows)

    assert found(steady(), known=known)["duplicates"].level == level


def test_anonymous_turnover_is_a_share_of_all() -> None:
    known = Known(has_margin=True, retention_cost_known=True, anonymous_minor=100_000)
    seen = found(steady(), known=known)["anonymous_turnover"]

    assert seen.facts == {"amount_minor": 100_000, "share": 0.2}
    assert seen.level == "watch"


def test_unmatched_returns_are_summed() -> None:
    seen = found(steady(), returned=[300, 0, 700, *[0] * 37])["returns_unmatched"]

    assert seen.facts["amount_minor"] == 1_000
    assert seen.facts["customers"] == 2
    assert seen.level == "info"


def test_a_till_is_found_by_its_purchases() -> None:
    till = {START + timedelta(days=k): 100 for k in range(60)}
    seen = found({**steady(), "till": till})["one_customer_purchases"]

    assert seen.facts == {"customer": "till", "share": 60 / 140}
    assert seen.level == "bad"


def test_a_giant_is_found_by_its_revenue() -> None:
    seen = found({**steady(), "giant": {START: 1_000_000}})

    assert seen["one_customer_revenue"].facts["customer"] == "giant"
    assert "one_customer_purchases" not in seen


def test_of_two_customers_one_always_stands_out() -> None:
    bought = {"a": {START: 1, UNTIL: 1, date(2025, 1, 1): 1}, "b": {START: 1}}

    assert "one_customer_purchases" not in found(bought)
    assert "one_customer_purchases" in found({**bought, "c": {START: 1}})


def test_a_file_that_starts_midway_meets_all_old_customers_at_once() -> None:
    old = {f"old{k:03}": {START + timedelta(days=k % 28): 5_000} for k in range(40)}
    seen = found({**steady(), **old})["left_truncated"]

    assert seen.facts == {"customers": 42, "usual": 2.0}


def test_a_few_more_at_the_start_are_no_sign() -> None:
    old = {f"old{k:03}": {START: 5_000} for k in range(17)}  # 19 in the first window

    assert "left_truncated" not in found({**steady(), **old})


def test_a_closed_cohort_does_not_start_midway() -> None:
    bought = cdnow()  # a shop's customers of three months, followed for 18

    assert "left_truncated" not in found(bought, until=date(1998, 6, 30))


@pytest.mark.parametrize(
    ("until", "is_told"), [(date(2024, 12, 29), True), (date(2024, 12, 30), False)]
)
def test_a_season_needs_a_year(until: date, is_told: bool) -> None:
    seen = found({"a": {START: 1, date(2024, 2, 1): 1}}, until=until)

    assert ("less_than_a_year" in seen) is is_told
    if is_told:
        assert seen["less_than_a_year"].facts == {"days": 364}


@pytest.mark.parametrize(
    ("sign", "code"), [(1, "spend_rises_with_frequency"), (-1, "spend_falls_with_frequency")]
)
def test_spend_that_goes_with_frequency_is_told(sign: int, code: str) -> None:
    bought = {
        f"c{k:03}": {
            START + timedelta(days=k * 15 + 3 * n): 5_000 + sign * 500 * (k % 5)
            for n in range(2 + k % 5)
        }
        for k in range(40)
    }
    seen = found(bought)[code]

    assert float(seen.facts["correlation"]) * sign == pytest.approx(1)


def test_a_weak_or_chance_correlation_is_not_told() -> None:
    rng = np.random.default_rng(5)
    bought = {
        f"c{k:03}": {
            START + timedelta(days=k * 15 + 3 * n): int(rng.integers(100, 9_000))
            for n in range(2 + k % 5)
        }
        for k in range(40)
    }

    assert not {code for code in found(bought) if code.startswith("spend")}


def test_free_days_are_counted() -> None:
    seen = found({**steady(), "free": {START: 0, UNTIL: 0}})["zero_values"]

    assert seen.facts == {"days": 2, "share": 2 / 82}


def test_findings_come_worst_first() -> None:
    till = {START + timedelta(days=k): 100 for k in range(60)}
    levels = [each.level for each in found({**steady(), "till": till}, known=Known()).values()]

    assert set(levels) == {"bad", "watch", "info"}
    assert levels == sorted(levels, key=["bad", "watch", "info"].index)


def test_no_customers_at_all_is_survived() -> None:
    known = Known(today=UNTIL)

    assert set(found({}, known=known)) == {"revenue_without_margin", "retention_cost_ignored"}


def test_every_code_is_listed() -> None:
    everything: dict[str, Any] = {
        **{f"old{k:03}": {START + timedelta(days=k % 28): 0} for k in range(40)},
        **steady(),
        "till": {START + timedelta(days=k): 10**6 for k in range(90)},
    }
    known = Known(duplicate_rows=1, anonymous_minor=1, segments=1, today=UNTIL)
    seen = found(
        everything, known=known, returned=[1, *[0] * 80], until=START + timedelta(days=700)
    )

    assert set(seen) <= set(CODES)
    assert len(seen) >= 9


@given(
    st.dictionaries(
        st.sampled_from("abcdefgh"),
        st.dictionaries(st.dates(START, UNTIL), st.integers(0, 10**7), min_size=1, max_size=4),
    ),
    st.booleans(),
    st.integers(0, 3),
)
def test_any_base_is_told_in_both_languages(bought: Bought, has_amount: bool, extra: int) -> None:
    known = Known(
        has_amount=has_amount,
        segments=extra,
        duplicate_rows=extra,
        anonymous_minor=extra * 100,
        today=date(2027, 1, 1),
    )
    seen = found(bought, known=known, returned=[extra] * len(bought))

    for finding in seen.values():
        assert finding.level in {"bad", "watch", "info"}
        for language in ("pl", "en"):
            assert "%(" not in words.finding_sentence(finding, "PLN", language)
