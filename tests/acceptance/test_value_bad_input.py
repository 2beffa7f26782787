"""`plon value` on files as they come: a sentence and code 2, or a report whose rows close."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plon.config.program import run

HEADING = "customer;date;amount\n"
Told = tuple[int, str, str]
Command = Callable[..., Told]


@pytest.fixture
def plon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Command:
    """Return the command, run inside this process in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # the command puts its own there

    def command(*arguments: str, language: str = "en") -> Told:
        code = run(["value", *arguments], language=language, environment={"PLON_DEBUG": "1"})
        told = capsys.readouterr()
        return code, told.out, told.err

    return command


def write(name: str, content: str | bytes) -> str:
    Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return name


def rows() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path("plon-value/summary.json").read_text())["rows"]
    return found


def rejected() -> list[list[str]]:
    text = Path("plon-value/rejected.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


UNUSABLE: dict[str, tuple[str | bytes, str]] = {  # file, what the sentence names
    "empty": ("", "empty"),
    "blank_lines": ("\n\n  \n", "empty"),
    "heading_only": (HEADING, "no line under it"),
    "one_column": ("customer\nann\nben\n", "column"),
    "day_or_month": (
        HEADING + "a;01/02/2026;1,00\nb;03/04/2026;2,00\nc;05/06/2026;3,00\n",
        "--date-format",
    ),
    "several_currencies": (
        "customer;date;amount;currency\na;2026-01-05;1,00;PLN\nb;2026-01-06;2,00;EUR\n",
        "--currency",
    ),
    "all_in_the_future": (HEADING + "a;2926-01-05;1,00\nb;2926-01-06;2,00\n", "future"),
    "only_returns": (HEADING + "a;2026-01-05;-1,00\na;2026-01-06;-2,00\n", "no purchase"),
    "twenty_thousand_columns": (
        ";".join(f"c{k}" for k in range(20_000)) + "\n" + ";".join(["1"] * 20_000) + "\n",
        "20000 columns",
    ),
    "no_text_at_all": (bytes(range(256)) * 40, "neither text"),
    "zip_that_is_no_workbook": (b"PK\x03\x04" + b"\x00" * 400, "XLSX"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_what_cannot_be_used_is_refused_in_one_sentence(plon: Command, name: str) -> None:
    content, named = UNUSABLE[name]
    file = write(f"{name}.csv", content)

    english, polish = (plon(file, language=language) for language in ("en", "pl"))

    for code, out, err in (english, polish):
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert err.rstrip().endswith(".")
    assert named in english[2]
    assert english[2] != polish[2]
    assert [path.name for path in Path().iterdir()] == [file]


READABLE: dict[str, tuple[str | bytes, dict[str, int]]] = {  # file, rows by account
    "one_customer": (HEADING + "ann;2026-01-05;10,00\n", {"used": 1}),
    "one_purchase_each": (
        HEADING + "".join(f"c{k};2026-01-{k % 28 + 1:02};9,50\n" for k in range(150)),
        {"used": 150},
    ),
    "all_on_one_day": (
        HEADING + "".join(f"c{k % 30};2026-01-05;9,50\n" for k in range(90)),
        {"used": 90},
    ),
    "one_in_the_future": (
        HEADING + "a;2026-01-05;1,00\nb;2926-01-05;1,00\nc;2026-01-07;1,00\n",
        {"used": 2, "rejected": 1},
    ),
    "dates_in_two_formats": (
        HEADING + "a;2026-01-05;1,00\nb;2026-02-05;1,00\nc;07.02.2026;1,00\n",
        {"used": 2, "rejected": 1},
    ),
    "zero_and_negative": (
        HEADING + "a;2026-01-05;10,00\na;2026-01-09;-10,00\nb;2026-01-05;0,00\nb;2026-02-01;5,00\n",
        {"used": 3, "returned": 1},
    ),
    "refund_before_purchase": (
        HEADING + "a;2026-01-05;-10,00\na;2026-01-09;10,00\nb;2026-01-05;3,00\n",
        {"used": 2, "returned": 1},
    ),
    "repeated_order": (
        "customer;date;amount;order\n" + "a;2026-01-05;10,00;1\n" * 3 + "b;2026-01-06;1,00;2\n",
        {"used": 4},
    ),
    "endless_amounts": (
        HEADING + "a;2026-01-05;1e308\nb;2026-01-06;10,00\nc;2026-01-06;NaN\nd;2026-01-07;inf\n",
        {"used": 1, "rejected": 3},
    ),
    "nul_bytes": (b"customer;date;amount\na;2026-01-05;10,00\nb\x00;2026-01-06;9,00\n", {}),
    "unbalanced_quote": (
        HEADING + 'a;2026-01-05;10,00\n"b;2026-01-06;10,00\nc;2026-01-07;3,00\n',
        {"used": 2, "rejected": 1},
    ),
    "nobody": (
        HEADING + "a;2026-01-05;10,00\n;2026-01-06;10,00\nb;2026-01-07;3,00\n",
        {"used": 2, "rejected": 1},
    ),
    "only_free_goods": (HEADING + "a;2026-01-05;0,00\nb;2026-01-06;0,00\n", {"used": 2}),
    "without_amounts": ("customer;date\na;2026-01-05\na;2026-02-05\nb;2026-01-06\n", {"used": 3}),
}


def sales_lines(content: str | bytes) -> int:
    """Return how many lines that are not blank stand under the heading."""
    text = content if isinstance(content, str) else content.decode()
    return sum(bool(line.strip()) for line in text.split("\n")) - 1


@pytest.mark.parametrize("name", READABLE)
def test_what_can_be_used_gives_a_report_whose_rows_close(plon: Command, name: str) -> None:
    content, account = READABLE[name]

    code, _, err = plon(write(f"{name}.csv", content))

    assert (code, err) == (0, "")
    found = rows()
    assert found["read"] == sales_lines(content)
    assert found["read"] == found["used"] + found["returned"] + found["rejected"]
    assert {key: found[key] for key in account} == account
    assert len(rejected()) == found["rejected"]
    assert "</html>" in Path("plon-value/report.html").read_text(encoding="utf-8")
    assert {path.name for path in Path().iterdir()} == {f"{name}.csv", "plon-value"}


def test_the_reason_names_line_column_and_value(plon: Command) -> None:
    plon(write("sales.csv", READABLE["dates_in_two_formats"][0]))

    assert rejected() == [["sales.csv", "4", "date", "07.02.2026", "unreadable date"]]


def test_repeated_lines_are_counted_once_when_asked(plon: Command) -> None:
    plon(write("sales.csv", READABLE["repeated_order"][0]), "--drop-duplicates")

    assert rows()["by_reason"] == {"duplicate": 2}


def test_a_currency_keeps_its_own_lines(plon: Command) -> None:
    code, _, _ = plon(write("sales.csv", UNUSABLE["several_currencies"][0]), "--currency", "EUR")

    assert code == 0
    assert rows()["by_reason"] == {"other_currency": 1}


def test_a_date_format_settles_the_day(plon: Command) -> None:
    file = write("sales.csv", UNUSABLE["day_or_month"][0])

    code, _, _ = plon(file, "--date-format", "DD/MM/YYYY")

    assert code == 0
    assert json.loads(Path("plon-value/summary.json").read_text())["input"]["as_of"] == "2026-06-05"


def test_customers_that_look_like_formulas_do_no_harm(plon: Command) -> None:
    file = write("sales.csv", HEADING + "=1+1;2026-01-05;10,00\n@ben;2026-01-06;2,00\n")

    plon(file, "--lang", "en")

    lines = Path("plon-value/customers.csv").read_text().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["'=1+1", "'@ben"]


@pytest.mark.parametrize("language", ["pl", "en"])
def test_a_folder_or_a_missing_file_is_refused(plon: Command, language: str) -> None:
    Path("sales").mkdir()
    for name in ("sales", "nothing.csv"):
        code, _, err = plon(name, language=language)

        assert code == 2
        assert name in err
        assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--horizon", "soon"],
        ["--time-unit", "fortnight"],
        ["--as-of", "yesterday"],
        ["--lang", "de"],
        ["--engine", "oracle"],
        ["--season", "1,2,3"],
        ["--customer", "no such column"],
        ["--as-of", "1950-01-01"],
        ["--boat"],
        ["--out"],
        ["--currency", "złote"],
    ],
    ids=" ".join,
)
def test_an_option_that_cannot_be_used_is_refused(plon: Command, arguments: list[str]) -> None:
    file = write("sales.csv", READABLE["one_purchase_each"][0])
    for language in ("en", "pl"):
        code, out, err = plon(file, *arguments, language=language)

        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
        assert err.rstrip().endswith(".")
    assert [path.name for path in Path().iterdir()] == [file]


def test_no_file_at_all_is_refused(plon: Command) -> None:
    code, _, err = plon()

    assert code == 2
    assert "plon value sales.csv" in err


def test_a_foreign_folder_is_left_alone(plon: Command) -> None:
    file = write("sales.csv", READABLE["one_customer"][0])
    Path("papers").mkdir()
    write("papers/thesis.doc", "mine")

    code, _, err = plon(file, "--out", "papers")

    assert code == 2
    assert "--out" in err
    assert [path.name for path in Path("papers").iterdir()] == ["thesis.doc"]


def test_a_report_is_replaced_only_by_a_report(plon: Command) -> None:
    plon(write("sales.csv", READABLE["one_purchase_each"][0]))
    before = Path("plon-value/customers.csv").read_bytes()

    assert plon(write("empty.csv", ""))[0] == 2
    assert Path("plon-value/customers.csv").read_bytes() == before

    assert plon(write("one.csv", READABLE["one_customer"][0]))[0] == 0
    assert len(Path("plon-value/customers.csv").read_text().splitlines()) == 2


def test_another_file_with_a_new_purchase_changes_what_was_spent(plon: Command) -> None:
    old = write("old.csv", READABLE["one_purchase_each"][0])
    new = write("new.csv", HEADING + "c7;2026-02-20;500,00\n")

    values = []
    for files in ([old], [old, new]):
        plon(*files)
        lines = Path("plon-value/customers.csv").read_text().splitlines()
        table = [
            dict(zip(lines[0].split(","), line.split(","), strict=False)) for line in lines[1:]
        ]
        values.append(next(r["observed_value_minor"] for r in table if r["customer"] == "c7"))

    assert values == ["950", "50950"]
