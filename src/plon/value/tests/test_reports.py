"""From files to a folder, all or nothing; what the engine says of a full disk is ours to say."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from plon.lifetime.answer.analyse import AnalyseOptions
from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading import ReadOptions
from plon.value.services import NoRoom, Request, make_report, summary_text

HEADING = "customer;date;amount\n"


def request_of(file: Path) -> Request:
    return Request(
        files=(file,),
        reading=ReadOptions(),
        analysing=AnalyseOptions(language="en"),
        today=date(2026, 11, 22),
        now=datetime(2026, 11, 22, 14, 5, tzinfo=UTC),
    )


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    file = tmp_path / "sales.csv"
    file.write_text(HEADING + "ann;2026-01-05;10,00\nben;2026-01-06;5,00\n")
    return file


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_every_stage_is_timed(sales: Path, tmp_path: Path) -> None:
    analysis = make_report(request_of(sales), folder=tmp_path / "out")

    assert list(analysis.timings_s) == [
        "read", "days", "summary", "season", "fit", "predict", "tables", "forecast", "write",
    ]  # fmt: skip
    assert all(seconds >= 0 for seconds in analysis.timings_s.values())


def test_progress_is_told_stage_by_stage(sales: Path, tmp_path: Path) -> None:
    stages: list[str] = []

    make_report(
        request_of(sales),
        folder=tmp_path / "out",
        progress=lambda stage, done, total: stages.append(stage),
    )

    assert list(dict.fromkeys(stages)) == ["read", "days", "fit", "tables", "write"]


def test_a_cluster_that_cannot_read_the_file_says_so(sales: Path, tmp_path: Path) -> None:
    request = replace(request_of(sales), engine="spark://127.0.0.1:1")

    with pytest.raises(InputUnusable):
        make_report(request, folder=tmp_path / "out")

    assert names(tmp_path) == ["sales.csv"]


def test_without_a_folder_nothing_is_written(sales: Path, tmp_path: Path) -> None:
    analysis = make_report(request_of(sales), folder=None)

    assert analysis.totals.customers == 2
    assert names(tmp_path) == ["sales.csv"]
    told = json.loads(summary_text(analysis, generated_at=request_of(sales).now))
    assert told["totals"]["customers"] == 2


def test_an_unusable_file_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(HEADING)

    with pytest.raises(InputUnusable):
        make_report(request_of(tmp_path / "sales.csv"), folder=tmp_path / "out")

    assert names(tmp_path) == ["sales.csv"]


def failing(error: Exception) -> Callable[[str, int, int | None], None]:
    """Return a listener in whose ear the engine fails at the last stage."""

    def listen(stage: str, _done: int, _total: int | None) -> None:
        if stage == "write":
            raise error

    return listen


@pytest.mark.parametrize(
    "error",
    [
        duckdb.OutOfMemoryException("failed to offload data block"),
        duckdb.IOException('Could not write file "x": No space left on device'),
        duckdb.IOException('Could not write file "x": File too large'),
    ],
    ids=["memory", "space", "size"],
)
def test_a_full_disk_is_called_so(sales: Path, tmp_path: Path, error: Exception) -> None:
    with pytest.raises(NoRoom):
        make_report(request_of(sales), folder=tmp_path / "out", progress=failing(error))

    assert names(tmp_path) == ["sales.csv"]


def test_another_failure_of_the_engine_stays_what_it_is(sales: Path, tmp_path: Path) -> None:
    broken = failing(duckdb.IOException("Corrupt file"))

    with pytest.raises(duckdb.IOException, match="Corrupt"):
        make_report(request_of(sales), folder=tmp_path / "out", progress=broken)


def test_a_failing_database_is_closed(sales: Path, tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        make_report(
            request_of(sales), folder=tmp_path / "out", progress=failing(ZeroDivisionError())
        )

    assert names(tmp_path) == ["sales.csv"]
