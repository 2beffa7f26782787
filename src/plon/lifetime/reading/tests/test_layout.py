"""Separators, headings and titles are found from a sample of the text."""

from collections.abc import Sequence

import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading.layout import sniff_layout
from plon.lifetime.reading.tests.conftest import Reader, guess, rows

BODY = [("klient", "data", "kwota"), ("Ann", "12.11.2026", "10,00"), ("Ben", "13.11.2026", "5,50")]


def text(separator: str, body: Sequence[tuple[str, ...]] = BODY) -> str:
    return "".join(separator.join(row) + "\n" for row in body)


@pytest.mark.parametrize(
    ("separator", "value"), [(";", ";"), ("\t", "tab"), ("|", "|"), ("  ", "blank")]
)
def test_each_separator_is_found(reader: Reader, separator: str, value: str) -> None:
    sales = reader(text(separator))

    assert guess(sales, "separator")[0] == value
    assert rows(sales, "customer, amount_minor") == [("Ann", 1000), ("Ben", 550)]


def test_commas_part_cells_where_amounts_are_quoted(reader: Reader) -> None:
    sales = reader('klient,data,kwota\nAnn,12.11.2026,"10,00"\nBen,13.11.2026,"5,50"\n')

    assert rows(sales, "amount_minor") == [(1000,), (550,)]


def test_decimal_commas_do_not_pass_for_separators() -> None:
    layout = sniff_layout([text(";", [*BODY, ("Dan", "14.11.2026", "7,00")])])

    assert (layout.separator, layout.heading.width) == (";", 3)
    assert layout.guesses[0].runner_up == ","


def test_blanks_at_the_edges_and_in_runs_part_nothing_more(reader: Reader) -> None:
    sales = reader(
        " 00004 0001 20260101  2   29.33\n 00004 0001 20260118  2   29.73\n 00021 0002 20260104  1   10.00\n"
    )

    assert guess(sales, "header")[0] == "none"
    assert guess(sales, "customer") == ("1", "content", "2")
    assert guess(sales, "date")[:2] == ("3", "only_candidate")
    assert guess(sales, "amount")[0] == "5"
    assert rows(sales, "line_no, customer, amount_minor")[2] == (3, "00021", 1000)


def test_titles_above_the_heading_are_passed_over(reader: Reader) -> None:
    sales = reader("Raport sprzedaży\nza listopad\n\n" + text(";"))

    assert guess(sales, "header")[0] == "4"
    assert rows(sales, "line_no, customer") == [(5, "Ann"), (6, "Ben")]


def test_a_title_filled_up_with_separators_is_no_heading(reader: Reader) -> None:
    sales = reader("Raport sprzedaży;;\n;;\n" + text(";"))

    assert rows(sales, "customer") == [("Ann",), ("Ben",)]


def test_excels_own_separator_line_is_obeyed(reader: Reader) -> None:
    sales = reader("sep=;\n" + text(";"))

    assert rows(sales, "line_no, customer") == [(3, "Ann"), (4, "Ben")]


def test_a_heading_over_two_lines_in_quotes_is_one_heading(reader: Reader) -> None:
    sales = reader('"nr\nklienta";data;kwota\n' + text(";", BODY[1:]))

    assert guess(sales, "customer")[0] == "nr klienta"
    assert rows(sales, "line_no, customer") == [(3, "Ann"), (4, "Ben")]


def test_separators_at_the_end_of_every_line_make_a_column_without_a_name(reader: Reader) -> None:
    sales = reader("klient;data;kwota\nAnn;12.11.2026;10,00;\nBen;13.11.2026;5,50;\n")

    assert rows(sales, "customer, amount_minor") == [("Ann", 1000), ("Ben", 550)]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_kind_of_line_end_is_read(reader: Reader, end: str) -> None:
    sales = reader(text(";").replace("\n", end))

    assert rows(sales, "line_no, customer") == [(2, "Ann"), (3, "Ben")]
    assert sales.rows.read == 2


def test_mixed_line_ends_are_read(reader: Reader) -> None:
    sales = reader("klient;data;kwota\r\nAnn;12.11.2026;10,00\nBen;13.11.2026;5,50\r\n")

    assert rows(sales, "line_no, customer") == [(2, "Ann"), (3, "Ben")]


def test_the_last_line_needs_no_end_and_blank_ones_may_follow(reader: Reader) -> None:
    assert reader(text(";").rstrip("\n")).rows.read == 2
    assert reader(text(";") + "\n\r\n\n").rows.read == 2


def test_a_text_without_columns_is_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="not a table with columns"):
        reader("Ann\nBen\nCora\n")


def test_twenty_thousand_columns_are_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="20000 columns"):
        reader(",".join(f"c{i}" for i in range(20_000)) + "\n" + ",".join(["1"] * 20_000) + "\n")


def test_an_unbalanced_quote_in_the_sample_does_not_swallow_it() -> None:
    lines = [f"K{i};{1 + i % 28:02}.10.2026;1,00" for i in range(100)]
    layout = sniff_layout(
        ["klient;data;kwota\n" + '"K;01.10.2026;1,00\n' + "\n".join(lines) + "\n"]
    )

    assert len(layout.rows) >= 100


def test_samples_come_from_the_middle_and_the_end_too() -> None:
    pieces = [text(";"), "ut;off\nDan;20.11.2026;1,00\nCo", "ut;off\nEve;21.11.2026;1,00\n"]

    assert [row[0] for row in sniff_layout(pieces).rows] == ["Ann", "Ben", "Dan", "Eve"]
