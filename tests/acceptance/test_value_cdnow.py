"""`plon value` on a real shop's sales: published parameters, closed accounts, equal bytes."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest

import plon.value
from tests.acceptance.command import CDNOW, FILES, Run, plon_value

SCHEMA = Path(plon.value.__file__).parent / "presets" / "summary.schema.json"
PUBLISHED = {  # Fader, Hardie, Lee 2005; Fader & Hardie note 025
    "bg_nbd": {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426},
    "pareto_nbd": {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669},
    "gamma_gamma": {"p": 6.25, "q": 3.74, "gamma": 15.44},
}
LOG_LIKELIHOOD = {"bg_nbd": -9582.4292, "pareto_nbd": -9594.9762, "gamma_gamma": -4055.9177}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("cdnow")
    return plon_value(
        str(CDNOW),
        *("--customer", "2", "--as-of", "1997-09-30", "--time-unit", "week", "--currency", "USD"),
        folder=folder,
    )


def model(run: Run, name: str) -> Mapping[str, Any]:
    found: dict[str, Any] = next(m for m in run.summary["models"] if m["name"] == name)
    return found


def test_it_ends_well_and_says_where_the_report_is(run: Run) -> None:
    assert run.code == 0
    assert run.err == ""
    assert run.out.splitlines()[-1] == "Report: plon-value/report.html"
    assert {path.name for path in (run.folder / "plon-value").iterdir()} == FILES
    assert run.made == {"plon-value"}


def test_what_was_guessed_and_how_to_change_it_is_printed(run: Run) -> None:
    assert "Customer: column 2 (given by you)" in run.out
    assert "change with --date" in run.out
    assert "change with --customer" not in run.out


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_parameters_are_the_published_ones(run: Run, name: str) -> None:
    found = model(run, name)

    assert found["params"] == pytest.approx(PUBLISHED[name], rel=1e-2)
    assert found["log_likelihood"] == pytest.approx(LOG_LIKELIHOOD[name], rel=1e-6)
    assert found["converged"]


def test_each_model_says_of_how_many_customers_and_in_which_unit(run: Run) -> None:
    assert {model(run, name)["customers"] for name in ("nbd", "bg_nbd", "pareto_nbd")} == {2357}
    assert model(run, "gamma_gamma")["customers"] == 946
    assert model(run, "bg_nbd")["time_unit"] == "week"


def test_one_model_speaks_and_each_was_tested_on_hidden_days(run: Run) -> None:
    models = [m for m in run.summary["models"] if m["name"] != "gamma_gamma"]

    assert sum(m["chosen"] for m in models) == 1
    assert all(m["holdout"]["mae"] > 0 for m in models)
    assert {rule["name"] for rule in run.summary["baselines"]} >= {"own_rate", "same_again"}


def test_rows_close_and_the_rejected_are_listed_in_words(run: Run) -> None:
    rows = run.summary["rows"]
    lines = (run.folder / "plon-value" / "rejected.csv").read_text().splitlines()

    assert rows["read"] == 6919 == rows["used"] + rows["returned"] + rows["rejected"]
    assert rows["by_reason"] == {"after_as_of": rows["rejected"]}
    assert lines[0] == "file,line,column,value,reason"
    assert len(lines) == rows["rejected"] + 1
    assert "19971212" in lines[1]


def test_the_summary_is_what_its_schema_says(run: Run) -> None:
    jsonschema.validate(run.summary, json.loads(SCHEMA.read_text()))


@pytest.mark.feature("LTV-018")
def test_the_base_is_the_sum_of_its_customers(run: Run) -> None:
    table = pq.read_table(run.folder / "plon-value" / "customers.parquet")
    totals = run.summary["totals"]

    values = table["value_12m_minor"].to_pylist()
    mean = totals["value_12m_minor"]["value"] / totals["customers"]
    assert sum(values) / len(values) == pytest.approx(mean, abs=0.5)
    assert sum(table["observed_value_minor"].to_pylist()) == totals["revenue_minor"]


def test_customers_csv_and_parquet_hold_the_same_customers(run: Run) -> None:
    table = pq.read_table(run.folder / "plon-value" / "customers.parquet")
    lines = (run.folder / "plon-value" / "customers.csv").read_text().splitlines()

    assert lines[0] == ",".join(table.column_names)
    assert [line.split(",")[0] for line in lines[1:]] == table["customer"].to_pylist()


def test_a_second_run_gives_the_same_bytes_but_for_the_stamp_and_the_timings(run: Run) -> None:
    folder = run.folder / "plon-value"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    again = plon_value(
        str(CDNOW),
        *("--customer", "2", "--as-of", "1997-09-30", "--time-unit", "week", "--currency", "USD"),
        folder=run.folder,
    )

    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert again.code == 0
    for name in ("customers.csv", "customers.parquet", "rejected.csv"):
        assert after[name] == before[name]
    assert re.sub(rb"\d\d:\d\d", b"", after["report.html"]) == re.sub(
        rb"\d\d:\d\d", b"", before["report.html"]
    )
    assert unstamped(after["summary.json"]) == unstamped(before["summary.json"])


def unstamped(summary: bytes) -> dict[str, Any]:
    """Return the document without the time stamp, its timings told by name only."""
    document: dict[str, Any] = json.loads(summary)
    assert document.pop("generated_at")
    return {**document, "timings": sorted(document["timings"])}


def test_json_prints_the_summary_alone_and_writes_nothing(tmp_path: Path, run: Run) -> None:
    told = plon_value(
        str(CDNOW),
        *("--customer", "2", "--as-of", "1997-09-30", "--currency", "USD", "--json"),
        folder=tmp_path,
    )

    document = json.loads(told.out)
    assert document["totals"] == run.summary["totals"]
    assert told.err == ""
    assert told.made == set()
