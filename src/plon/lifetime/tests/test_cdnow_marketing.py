"""A real shop's groups, tiers, cohorts and shares, against pandas and plain sorting.

Goal: an independent way to the same figures. Method: the CDNOW sample read into a frame, every
figure computed again the slow and obvious way.
"""

from datetime import date
from typing import Any

import numpy as np
import pytest

from plon.lifetime.days import CustomerDays
from plon.lifetime.lint import Known, findings
from plon.lifetime.sales import RowCounts
from plon.lifetime.segments.cohorts import cohort_table, retention
from plon.lifetime.segments.concentration import top_share
from plon.lifetime.segments.distribution import distribution
from plon.lifetime.segments.groups import GROUPS, assign_groups, group_of, group_records, is_idle
from plon.lifetime.segments.rfm import Rfm, score_rfm, scored_by
from plon.lifetime.segments.tiers import assign_tiers
from plon.lifetime.summary import Summary
from plon.lifetime.tests.bases import Bought, cdnow, days_of, summary_of

END = date(1998, 6, 30)
pd: Any = pytest.importorskip("pandas")
Frame = Any  # of pandas, which has no types


@pytest.fixture(scope="module")
def bought() -> Bought:
    return cdnow()


@pytest.fixture(scope="module")
def summary(bought: Bought) -> Summary:
    return summary_of(bought, until=END)


@pytest.fixture(scope="module")
def days(bought: Bought) -> CustomerDays:
    return days_of(bought)


@pytest.fixture(scope="module")
def scored(summary: Summary) -> Rfm:
    return score_rfm(summary)


@pytest.fixture(scope="module")
def frame(bought: Bought) -> Frame:
    rows = [
        (who, pd.Timestamp(day), cents) for who, own in bought.items() for day, cents in own.items()
    ]
    return pd.DataFrame(rows, columns=["who", "day", "cents"])


@pytest.fixture(scope="module")
def customers(frame: Frame) -> Frame:
    by_who = frame.groupby("who").agg(
        last=("day", "max"), often=("day", "nunique"), cents=("cents", "sum")
    )
    return by_who.sort_index()


def rank_score(values: Frame) -> list[int]:
    worse = values.rank(method="min") - 1
    return [1 + int(5 * each // len(values)) for each in worse]


def test_scores_equal_ranks_of_a_frame(scored: Rfm, customers: Frame) -> None:
    recent = customers["last"].map(pd.Timestamp.toordinal).astype(float)

    assert scored.r.tolist() == rank_score(recent)
    assert scored.f.tolist() == rank_score(customers["often"].astype(float))
    assert scored.m.tolist() == rank_score(customers["cents"] / customers["often"])


def test_one_time_buyers_are_half_of_the_shop_and_share_the_lowest_score(
    scored: Rfm, summary: Summary
) -> None:
    once = summary.purchase_days == 1

    assert once.mean() > 0.4
    assert set(scored.f[once].tolist()) == {1}
    assert 2 not in scored.f  # nobody stands between them and the next fifth


def test_the_grid_counts_the_same_customers(scored: Rfm) -> None:
    grid = scored.grid()

    for f in range(1, 6):
        for r in range(1, 6):
            assert grid[f - 1][r - 1] == np.count_nonzero((scored.f == f) & (scored.r == r))


def test_groups_follow_the_cells_and_the_calendar(scored: Rfm, summary: Summary) -> None:
    codes = assign_groups(scored, summary)

    for code, r, f, m in zip(codes, scored.r, scored.f, scored.m, strict=True):
        cell = group_of(r=int(r), f=int(f), m=int(m))
        assert GROUPS[code] == ("dormant" if cell == "churn" else cell)
    assert "churn" not in {GROUPS[code] for code in codes}  # the file is shorter than three years


def test_group_sums_close(scored: Rfm, summary: Summary, customers: Frame) -> None:
    codes = assign_groups(scored, summary)
    ahead = summary.value_minor / 7
    records = group_records(codes, revenue_minor=summary.value_minor, value_12m_minor=ahead)

    assert sum(record.customers for record in records) == len(customers) == 2_357
    assert sum(record.revenue_minor for record in records) == customers["cents"].sum()
    assert sum(record.value_12m_minor for record in records) == pytest.approx(ahead.sum())


def test_who_to_win_back_by_the_calendar(summary: Summary, customers: Frame) -> None:
    limit = pd.Timestamp(END) - pd.DateOffset(months=9)

    assert is_idle(summary).tolist() == (customers["last"] <= limit).tolist()


def test_scores_do_not_depend_on_the_currency_or_the_day(scored: Rfm, bought: Bought) -> None:
    dearer = {who: {day: cents * 4 for day, cents in own.items()} for who, own in bought.items()}
    again = score_rfm(summary_of(dearer, until=date(1998, 8, 15)))

    assert again.r.tolist() == scored.r.tolist()
    assert again.m.tolist() == scored.m.tolist()


def test_own_cuts_give_the_same_scores_back(scored: Rfm, summary: Summary) -> None:
    again = scored_by(summary, scored.cuts)

    assert [again.r.tolist(), again.f.tolist(), again.m.tolist()] == [
        scored.r.tolist(),
        scored.f.tolist(),
        scored.m.tolist(),
    ]


def test_tiers_equal_a_stable_sort(summary: Summary) -> None:
    order = np.argsort(-summary.value_minor, kind="stable")
    sorted_tiers = np.repeat([0, 1, 2, 3], [236, 471, 943, 707])

    assert assign_tiers(summary.value_minor)[order].tolist() == sorted_tiers.tolist()


def test_the_top_fifth_equals_a_full_sort(summary: Summary, customers: Frame) -> None:
    best = customers["cents"].nlargest(471)

    assert top_share(summary.value_minor) == pytest.approx(best.sum() / customers["cents"].sum())


@pytest.mark.parametrize(("period", "letter"), [("month", "M"), ("quarter", "Q")])
def test_cohorts_equal_a_frame(days: CustomerDays, frame: Frame, period: str, letter: str) -> None:
    table = cohort_table(days, until=END, period=period)
    told = frame.assign(period=frame["day"].dt.to_period(letter).map(lambda each: each.ordinal))
    told["cohort"] = told.groupby("who")["period"].transform("min")
    told["offset"] = told["period"] - told["cohort"]
    cells = told.groupby(["cohort", "offset"]).agg(n=("who", "nunique"), cents=("cents", "sum"))

    start = told["cohort"].min()
    for (cohort, offset), cell in cells.iterrows():
        assert table.active[cohort - start][offset] == cell["n"]
        assert table.revenue_minor[cohort - start][offset] == cell["cents"]
    assert sum(n > 0 for row in table.active for n in row) == len(cells)
    assert retention(table)[0][0] == 1.0


def test_the_histogram_has_the_frames_percentiles(summary: Summary, customers: Frame) -> None:
    seen = distribution(summary.value_minor.astype(float))

    assert seen is not None
    assert seen.p50_minor == pytest.approx(customers["cents"].quantile(0.5))
    assert seen.p90_minor == pytest.approx(customers["cents"].quantile(0.9))
    assert sum(seen.counts) == 2_357


def test_what_the_check_says_of_this_shop(summary: Summary, days: CustomerDays) -> None:
    rows = RowCounts(read=6_919, used=6_919, returned=0, rejected=0)
    known = Known(has_margin=True, retention_cost_known=True)
    seen = findings(rows=rows, summary=summary, days=days, known=known)

    assert [finding.code for finding in seen] == ["zero_values"]
