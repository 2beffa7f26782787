"""`plon value --horizon`: the period asked for stands wherever a figure ahead is told."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from tests.acceptance.command import CDNOW, Run, plon_value

USUAL = ["3m", "6m", "12m"]


@dataclass(frozen=True)
class Asked:
    """A period as an owner writes it, in columns, in summary.json and in words."""

    text: str
    code: str
    unit: str
    count: int
    words: str
    polish: str


TWO_YEARS = Asked("24 months", "24m", "months", 24, "next 24 months", "najbliższe 24 miesiące")
SIX_WEEKS = Asked("6 weeks", "6w", "weeks", 6, "next 6 weeks", "najbliższe 6 tygodni")


@pytest.fixture(scope="module", params=[TWO_YEARS, SIX_WEEKS], ids=lambda asked: asked.code)
def told(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("horizon")
    options = ("--customer", "2", "--as-of", "1998-06-30", "--currency", "USD")
    run = plon_value(str(CDNOW), *options, "--horizon", request.param.text, folder=folder)
    assert (run.code, run.err) == (0, "")
    return request.param, run


def forecast(run: Run, unit: str, count: int) -> dict[str, Any]:
    found: dict[str, Any] = next(f for f in run.summary["forecasts"] if f.get(unit) == count)
    return found


def test_every_customer_has_figures_for_it_beside_the_usual(told: tuple[Asked, Run]) -> None:
    asked, run = told
    table = pq.read_table(run.folder / "plon-value" / "customers.parquet")
    heading = (run.folder / "plon-value" / "customers.csv").read_text().splitlines()[0]

    assert heading == ",".join(table.column_names)
    codes = [
        n.removeprefix("expected_purchases_") for n in table.column_names if "_purchases_" in n
    ]
    assert {code for code in codes if "_" not in code} == {*USUAL, asked.code}
    count, low, high = (
        table[f"expected_purchases_{asked.code}{end}"] for end in ("", "_low", "_high")
    )
    value = table[f"value_{asked.code}_minor"]
    assert pc.all(pc.less_equal(low, high)).as_py()
    assert pc.all(
        pc.less_equal(
            table[f"value_{asked.code}_low_minor"], table[f"value_{asked.code}_high_minor"]
        )
    ).as_py()
    base = forecast(run, asked.unit, asked.count)
    assert pc.sum(count).as_py() == pytest.approx(base["purchases"]["value"])
    assert pc.sum(value).as_py() == pytest.approx(base["value_minor"]["value"], rel=1e-3)


def test_further_means_more(told: tuple[Asked, Run]) -> None:
    asked, run = told
    near, far = forecast(run, "months", 3), forecast(run, "months", 12)
    here = forecast(run, asked.unit, asked.count)["value_minor"]["value"]

    if asked is TWO_YEARS:
        assert far["value_minor"]["value"] < here < 2.5 * far["value_minor"]["value"]
    else:
        assert 0 < here < near["value_minor"]["value"]


def test_screen_report_and_summary_speak_of_it(told: tuple[Asked, Run]) -> None:
    asked, run = told
    page = (run.folder / "plon-value" / "report.html").read_text(encoding="utf-8")
    plain = re.sub(r"\s+", " ", page.replace("\N{NO-BREAK SPACE}", " ").replace("&nbsp;", " "))

    assert f"Sales in the {asked.words}: " in run.out
    assert f"Over the {asked.words} your customers should bring about" in plain
    assert f"Revenue from this base, {asked.words}" in plain
    assert f"In the {asked.words}: about" in plain
    assert ("reaches further than your sales go back" in plain) == (asked is TWO_YEARS)
    assert run.summary[f"horizon_{asked.unit}"] == asked.count


def test_a_near_horizon_has_the_proof_of_three_months(told: tuple[Asked, Run]) -> None:
    _, run = told

    hidden = [
        date.fromisoformat(cut["end"]) - date.fromisoformat(cut["cut"])
        for cut in run.summary["choice"]["cuts"]
    ]
    assert hidden
    assert min(hidden).days >= 90


def test_polish_speaks_of_it_too(told: tuple[Asked, Run]) -> None:
    asked, run = told
    polish = plon_value(
        *(str(CDNOW), "--customer", "2", "--horizon", asked.text, "--out", "pl"),
        folder=run.folder,
        language="pl",
    )

    assert f"Sprzedaż na {asked.polish}: " in polish.out.replace("\N{NO-BREAK SPACE}", " ")
