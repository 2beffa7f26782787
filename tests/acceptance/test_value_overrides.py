"""Each guess of `plon value` says how to change it, and the option changes it."""

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.acceptance.command import plon_value

TITLE = "Title;a;b;c;d\n"
SALES = TITLE + "customer;date;amount;pieces;each\n" + "Ann;2026-01-05;9,99;2;1,500\n" * 2


def of_file(folder: Path, *options: str, language: str = "en") -> tuple[int, str, dict[str, Any]]:
    """Return the exit code, what was said, and the account of the file."""
    run = plon_value("sales.csv", *options, "--json", folder=folder, language=language)
    return run.code, run.err, json.loads(run.out)["input"] if run.out else {}


def guesses(told: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {guess["role"]: (guess["value"], guess["evidence"]) for guess in told["guesses"]}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "sales.csv").write_text(SALES)
    return tmp_path


def book(path: Path) -> None:
    workbook = openpyxl.Workbook()
    for name in ("2025", "2026"):
        sheet = workbook.create_sheet(name)
        sheet.append(["customer", "date", "amount"])
        sheet.append(["Ann", date(int(name), 1, 5), 1.5])
    workbook.remove(workbook.worksheets[0])
    workbook.save(path)


def test_every_guess_is_told_with_the_option_that_changes_it(shop: Path) -> None:
    run = plon_value("sales.csv", "--heading-row", "2", folder=shop)
    polish = plon_value("sales.csv", "--heading-row", "2", folder=shop, language="pl")

    guessed = [line for line in run.out.splitlines() if re.search(r"\((by|the only|assumed)", line)]
    assert len(guessed) > 6
    assert all("change with --" in line for line in guessed)
    assert "Row of headings: row 2 (given by you)" in run.out
    assert "Znak dziesiętny: , (po zawartości" in polish.out
    page = (shop / "plon-value" / "report.html").read_text(encoding="utf-8")
    for option in ("--separator", "--decimal", "--encoding", "--quantity"):
        assert f"<code>{option}</code>" in page


def test_each_guess_changes_when_told(shop: Path) -> None:
    asked = {
        "separator": ("--separator", ";"),
        "decimal": ("--decimal", "."),
        "header": ("--heading-row", "2"),
        "unit_price": ("--unit-price", "each"),
        "quantity": ("--quantity", "pieces"),
    }
    code, _, told = of_file(shop, *(part for option in asked.values() for part in option))

    assert code == 0
    assert guesses(told) | {
        "separator": (";", "given"),
        "decimal": (".", "given"),
        "header": ("2", "given"),
        "unit_price": ("each", "given"),
        "quantity": ("pieces", "given"),
    } == guesses(told)
    run = plon_value(
        "sales.csv",
        *("--json", "--heading-row", "2", "--unit-price", "each", "--quantity", "pieces"),
        *("--decimal", "."),
        folder=shop,
    )
    assert json.loads(run.out)["totals"]["revenue_minor"] == 600_000  # 2 × 2 pieces of 1500


def test_a_sheet_is_chosen_by_name_or_number(tmp_path: Path) -> None:
    book(tmp_path / "sales.xlsx")
    for sheet, day in (("2026", "2026-01-05"), ("1", "2025-01-05")):
        run = plon_value("sales.xlsx", "--sheet", sheet, "--json", folder=tmp_path)

        assert json.loads(run.out)["input"]["as_of"] == day


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (["--separator", "|"], '--separator ";"'),
        (["--separator", "and"], "tab"),
        (["--decimal", "'"], "comma"),
        (["--decimal", ".", "--heading-row", "2"], "9,99"),
        (["--heading-row", "90"], "first 4 rows"),
        (["--heading-row", "two"], "0 for a file without"),
        (["--unit-price", "no such column"], "the columns are"),
        (["--unit-price", "each", "--heading-row", "2", "--quantity", "none"], "--quantity"),
        (["--sheet", "2"], "workbooks"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, list) else "",
)
def test_what_cannot_be_is_refused_in_one_sentence(
    shop: Path, options: Sequence[str], hint: str
) -> None:
    told = {language: of_file(shop, *options, language=language) for language in ("en", "pl")}

    for code, err, _ in told.values():
        assert code == 2
        assert len(err.splitlines()) == 1
        assert err.rstrip().endswith(".")
    assert hint in told["en"][1]
    assert told["en"][1] != told["pl"][1]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    book(tmp_path / "sales.xlsx")

    run = plon_value("sales.xlsx", "--sheet", "2027", folder=tmp_path, language="pl")

    assert run.code == 2
    assert 'Nie ma arkusza „2027”: arkusze to "2025", "2026".' in run.err
