"""LTV-023: the four errors of calculating lifetime value, each on a file that makes it."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from plon.lifetime.words import finding_sentence
from tests.acceptance.library import analysed, written

START, TODAY = date(2024, 1, 10), date(2026, 1, 31)
ERRORS = {
    "revenue_without_margin",
    "retention_cost_ignored",
    "averages_without_segments",
    "data_outdated",
    "amounts_missing",
}


def bought(*, with_margin: bool) -> Iterator[str]:
    """Yield 32 lines: 16 customers come one after another for two years, each twice."""
    for k in range(16):
        for day in (START + timedelta(days=k * 45), START + timedelta(days=k * 45 + 31)):
            yield f"c{k:02};{day};99.00" + ";40.00" * with_margin


def found(file: Path, *, today: date = TODAY) -> dict[str, str]:
    """Return the sentences of the errors in a file, by code."""
    shop = analysed(file, today=today)
    return {
        each.code: finding_sentence(each, shop.currency, "en")
        for each in shop.findings
        if each.code in ERRORS
    }


def shop_file(folder: Path, lines: Sequence[str]) -> Path:
    return written(folder / "sales.csv", "customer;date;amount;margin", lines)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return shop_file(tmp_path, [*bought(with_margin=True)])


@pytest.mark.feature("LTV-023")
def test_a_fresh_file_with_margin_is_told_only_what_no_file_of_sales_can_tell(good: Path) -> None:
    assert set(found(good)) == {"retention_cost_ignored"}


@pytest.mark.feature("LTV-023")
def test_error_1_revenue_without_margin(tmp_path: Path) -> None:
    bare = written(tmp_path / "s.csv", "customer;date;amount", bought(with_margin=False))

    assert "from revenue, not from margin" in found(bare)["revenue_without_margin"]


@pytest.mark.feature("LTV-023")
def test_error_2_the_cost_of_keeping_is_ignored(good: Path, tmp_path: Path) -> None:
    told = found(good)["retention_cost_ignored"]
    without_amounts = written(tmp_path / "s.csv", "customer;date", ["a;2026-01-05", "b;2026-01-06"])

    assert "cost of keeping customers is not taken off" in told
    assert "retention_cost_ignored" not in found(without_amounts)  # no value, no cost to take off


@pytest.mark.feature("LTV-023")
def test_error_3_averages_without_segments(tmp_path: Path) -> None:
    same = [f"c{k:02};2026-01-30;99.00;40.00" for k in range(16)]  # all of one RFM group
    channels = [f"{line};{('web', 'fair')[k % 2]}" for k, line in enumerate(same)]
    split = written(tmp_path / "split.csv", "customer;date;amount;margin;channel", channels)

    told = found(shop_file(tmp_path, same))

    assert "one average for everybody" in told["averages_without_segments"]
    assert "averages_without_segments" not in found(split)


@pytest.mark.feature("LTV-023")
def test_error_3_is_none_of_a_single_customer(tmp_path: Path) -> None:
    assert "averages_without_segments" not in found(
        shop_file(tmp_path, ["ann;2026-01-30;99.00;40.00"])
    )


@pytest.mark.feature("LTV-023")
def test_error_4_outdated_data(good: Path) -> None:
    told = found(good, today=date(2026, 9, 1))

    assert "load newer sales" in told["data_outdated"]


@pytest.mark.feature("LTV-023")
def test_error_4_incomplete_data(tmp_path: Path) -> None:
    lines = [*bought(with_margin=True)]
    lines[10:12] = [line.replace("99.00", "") for line in lines[10:12]]

    told = found(shop_file(tmp_path, lines))

    assert told["amounts_missing"].startswith("2 rows have no readable amount (6.3% of all)")
