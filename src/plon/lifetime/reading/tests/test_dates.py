"""Dates as people write them: one format for a column, told by what reads all of it."""

from datetime import date, datetime

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading.dates import (
    DateFormat,
    given_date_format,
    guess_date_format,
    is_date_like,
    is_serial_like,
    swapped,
)
from plon.lifetime.reading.moments import moment_sql
from plon.lifetime.reading.shapes import shape_of

WARSAW = "Europe/Warsaw"
CONNECTION = duckdb.connect()
CONNECTION.execute(f"SET TimeZone = '{WARSAW}'")
POLISH = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "września",
    "października",
    "listopada",
    "grudnia",
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def moment(cell: str, fmt: DateFormat, zone: str = WARSAW) -> date | datetime | None:
    query = f"SELECT {moment_sql('cell', fmt, zone)} FROM (SELECT ?::VARCHAR AS cell)"
    found: date | datetime | None = CONNECTION.execute(query, [cell]).fetchall()[0][0]
    return found


def guessed(*cells: str) -> DateFormat:
    fmt = guess_date_format(cells)
    assert fmt is not None
    return fmt


@pytest.mark.parametrize(
    ("cells", "name", "first"),
    [
        (["2026-11-12"], "YYYY-MM-DD", date(2026, 11, 12)),
        (["2026/11/12"], "YYYY/MM/DD", date(2026, 11, 12)),
        (["12.11.2026"], "DD.MM.YYYY", date(2026, 11, 12)),
        (["12.11.2026 r."], "DD.MM.YYYY", date(2026, 11, 12)),
        (["5.1.2026"], "DD.MM.YYYY", date(2026, 1, 5)),
        (["13.01.26"], "DD.MM.YY", date(2026, 1, 13)),
        (["13/01/2026"], "DD/MM/YYYY", date(2026, 1, 13)),
        (["01/13/2026"], "MM/DD/YYYY", date(2026, 1, 13)),
        (["13-01-2026"], "DD-MM-YYYY", date(2026, 1, 13)),
        (["20261112"], "YYYYMMDD", date(2026, 11, 12)),
        (["12 lis 2026"], "DD MMM YYYY", date(2026, 11, 12)),
        (["3 maja 2026 r."], "DD MMM YYYY", date(2026, 5, 3)),
        (["12-Nov-26"], "DD MMM YY", date(2026, 11, 12)),
        (["Nov 12, 2026"], "MMM DD YYYY", date(2026, 11, 12)),
        (["2026 lis 12"], "YYYY MMM DD", date(2026, 11, 12)),
        (["2026-11-12 10:20"], "YYYY-MM-DD HH:mm", at("2026-11-12 10:20")),
        (["2026-11-12T10:20:30"], "YYYY-MM-DDTHH:mm:ss", at("2026-11-12 10:20:30")),
        (
            ["2026-11-12 10:20:30.5"],
            "YYYY-MM-DD HH:mm:ss.f",
            at("2026-11-12 10:20:30.500000"),
        ),
        (
            ["2026-11-12 10:20:30.123456789"],
            "YYYY-MM-DD HH:mm:ss.f",
            at("2026-11-12 10:20:30.123456"),
        ),
        (["12.11.2026, 10:20"], "DD.MM.YYYY, HH:mm", at("2026-11-12 10:20")),
        (["11/13/2026 9:05 PM"], "MM/DD/YYYY hh:mm AM", at("2026-11-13 21:05")),
        (["12 listopada 2026, 9:05"], "DD MMM YYYY, HH:mm", at("2026-11-12 09:05")),
    ],
)
def test_a_date_is_read_in_its_format(cells: list[str], name: str, first: date) -> None:
    fmt = guessed(*cells)

    assert fmt.name == name
    assert moment(cells[0], fmt) == first


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-06-30T23:30:00Z", at("2026-07-01 01:30")),
        ("2026-06-30 23:30:00+02:00", at("2026-06-30 23:30")),
        ("2026-01-05 23:30 +00:00", at("2026-01-06 00:30")),
        ("2026-01-05 23:30+01", at("2026-01-05 23:30")),
        ("2026-01-05 23:30:00 UTC", at("2026-01-06 00:30")),
        ("30.06.2026 23:30 +00:00", at("2026-07-01 01:30")),
        ("30.06.2026 23:30Z", at("2026-07-01 01:30")),
    ],
)
def test_a_moment_with_an_offset_is_told_in_the_business_zone(
    cell: str, expected: datetime
) -> None:
    assert moment(cell, guessed(cell)) == expected


def test_a_moment_without_an_offset_is_local_beside_ones_with() -> None:
    fmt = guessed("2026-06-30T23:30:00Z", "2026-06-30 23:30:00")

    assert moment("2026-06-30 23:30:00", fmt) == at("2026-06-30 23:30")


def test_times_may_differ_within_the_one_format() -> None:
    fmt = guessed("2026-11-12 10:20", "2026-11-12 10:20:30", "2026-11-13")

    assert moment("2026-11-13", fmt) == at("2026-11-13 00:00")
    assert moment("2026-11-12 10:20:30", fmt) == at("2026-11-12 10:20:30")


def test_one_number_above_twelve_decides_day_or_month_for_all() -> None:
    assert guessed("01/02/2026", "13/02/2026").forms == ("%d/%m/%Y",)
    assert guessed("01/02/2026", "02/13/2026").forms == ("%m/%d/%Y",)


def test_day_and_month_that_nothing_tells_apart_are_ambiguous() -> None:
    assert guessed("01/02/2026", "3/4/2026").kind == "ambiguous"
    assert guessed("01-02-2026").kind == "ambiguous"


def test_with_dots_the_day_comes_first() -> None:
    fmt = guessed("01.02.2026")

    assert (fmt.forms, fmt.evidence, fmt.runner_up) == (("%d.%m.%Y",), "default", "MM.DD.YYYY")


def test_of_two_formats_the_commoner_is_taken_and_the_other_unread() -> None:
    fmt = guessed("2026-11-12", "2026-11-13", "14.11.2026")

    assert fmt.forms == ("%Y-%m-%d",)
    assert moment("14.11.2026", fmt) is None


@pytest.mark.parametrize("cell", ["31.02.2026", "2026", "", "12.11.2026x"])
def test_what_is_no_day_stays_unread(cell: str) -> None:
    assert moment(cell, guessed("12.11.2026")) is None


def test_day_numbers_of_excel_are_days_since_1900_or_1904() -> None:
    fmt = guessed("46338", "46339")

    assert (fmt.kind, fmt.runner_up, fmt.has_time) == ("excel-1900", "excel-1904", False)
    assert moment("46338", fmt) == date(2026, 11, 12)
    assert moment("44876", given_date_format("excel-1904", ["44876"])) == date(2026, 11, 12)
    assert moment("99999999", fmt) is None


def test_day_numbers_with_a_fraction_have_a_time() -> None:
    fmt = guessed("46338.4305555556")

    assert moment("46338.4305555556", fmt) == at("2026-11-12 10:20")


@given(
    day=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    form=st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%Y/%m/%d"]),
)
@settings(max_examples=100, deadline=None)
def test_every_day_written_in_a_clear_format_comes_back(day: date, form: str) -> None:
    cell = day.strftime(form)

    assert moment(cell, guessed(cell)) == day


@given(day=st.dates(date(1900, 1, 1), date(2099, 12, 31)))
@settings(max_examples=50, deadline=None)
def test_every_polish_month_is_known_in_full_and_in_short(day: date) -> None:
    name = POLISH[day.month - 1]
    for cell in (f"{day.day} {name} {day.year}", f"{day.day} {name[:3]} {day.year}"):
        assert moment(cell, guessed(cell)) == day


@pytest.mark.parametrize(
    ("cell", "is_date"),
    [
        ("12.13.14.15", False),
        ("99.99.2026", False),
        ("2026-13-01", False),
        ("0/1/2026", False),
        ("12345678", False),
        ("abc", False),
        ("-5", False),
        ("12 foo 2026", False),
        ("5.1.26", True),
        ("x" * 50, False),
        ("32.01.2026", False),
    ],
)
def test_dates_are_told_from_other_cells(cell: str, is_date: bool) -> None:
    assert (shape_of(cell) is not None) is is_date


def test_a_column_without_dates_has_no_format() -> None:
    assert guess_date_format(["abc", "12,50"]) is None
    assert not is_date_like([])
    assert not is_serial_like([])
    assert is_serial_like(["46338", "46339"])


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("DD.MM.YYYY", ("%d.%m.%Y",)),
        ("dd/mm/yy", ("%d/%m/%y",)),
        ("%m/%d/%Y", ("%m/%d/%Y",)),
        ("YYYY-MM-DD HH:MM:SS", ("%Y-%m-%d %H:%M:%S",)),
        ("YYYYMMDD", ("%Y%m%d",)),
    ],
)
def test_a_format_may_be_given_in_words_or_codes(text: str, forms: tuple[str, ...]) -> None:
    fmt = given_date_format(text, [])

    assert (fmt.forms, fmt.evidence) == (forms, "given")


def test_a_format_given_without_a_time_takes_the_times_of_the_cells() -> None:
    fmt = given_date_format("DD/MM/YYYY", ["01/02/2026 10:20", "01/02/2026"])

    assert moment("01/02/2026 10:20", fmt) == at("2026-02-01 10:20")
    assert moment("01/02/2026", fmt) == at("2026-02-01 00:00")


@pytest.mark.parametrize("text", ["YYYY-MM", "nonsense", "%d.%m", ""])
def test_a_format_without_day_month_and_year_is_refused(text: str) -> None:
    with pytest.raises(InputUnusable, match=r"DD\.MM\.YYYY"):
        given_date_format(text, [])


def test_the_swapped_format_exchanges_day_and_month_only() -> None:
    assert swapped(guessed("13/01/2026 10:20")).forms == ("%m/%d/%Y %H:%M",)


@pytest.mark.parametrize("cell", ["2026-11-1x", "2026-11-1.", "epoch", "infinity", "2026-11-31"])
def test_what_is_nearly_an_iso_date_is_none(cell: str) -> None:
    assert moment(cell, guessed("2026-11-12")) is None
