"""The kernel's CSV is what a spreadsheet opens, to the byte; what it cannot do it leaves alone."""

from datetime import date

import pyarrow as pa
import pytest

from plon.lifetime.kernel.csv_lines import csv_lines
from plon.lifetime.kernel.library import load

pytestmark = pytest.mark.skipif(load() is None, reason="the kernel was not built")


def text_of(column: pa.Array, *, separator: str = ",", decimal: str = ".") -> list[str]:
    batch = pa.record_batch([column], names=["cell"])
    lines = csv_lines(batch, separator=separator, decimal=decimal)
    assert lines is not None
    return b"".join(part.tobytes() for part in lines).decode().split("\r\n")[:-1]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.0, "0.000000"),
        (-0.0, "0.000000"),
        (1 / 3, "0.333333"),
        (-2 / 3, "-0.666667"),
        (-1e-9, "0.000000"),
        (5e-324, "0.000000"),
        (1 / 128, "0.007812"),  # halves to the even
        (3 / 128, "0.023438"),
        (999_999_999_999.5, "999999999999.500000"),
        (float("nan"), ""),
        (float("-inf"), ""),
    ],
)
def test_reals_have_six_decimals(value: float, told: str) -> None:
    assert text_of(pa.array([value, value])) == [told, told]


def test_the_decimal_sign_is_the_readers() -> None:
    assert text_of(pa.array([-12.5]), decimal=",") == ["-12,500000"]


@pytest.mark.parametrize("type_", [pa.int8(), pa.int32(), pa.int64()])
def test_whole_numbers_reach_the_ends_of_their_types(type_: pa.DataType) -> None:
    end = 2 ** (type_.bit_width - 1)

    assert text_of(pa.array([-end, 0, end - 1], type_)) == [str(-end), "0", str(end - 1)]


def test_days_are_iso_dates() -> None:
    days = [date(1, 1, 1), date(1970, 1, 1), date(2024, 2, 29), date(1900, 3, 1), date.max]

    assert text_of(pa.array(days)) == [day.isoformat() for day in days]


def test_truth_is_a_word() -> None:
    flags = pa.array([True, None, False, True] * 5)

    assert text_of(flags.slice(3)) == ["true", *["true", "", "false", "true"] * 4]


def test_texts_are_quoted_where_they_must_and_no_formula() -> None:
    texts = ["zażółć", "", "a,b", 'say "hi"', "=1+1", "-5", "@x,y", "two\nlines", "+"]

    assert text_of(pa.array(texts)) == [
        "zażółć",
        "",
        '"a,b"',
        '"say ""hi"""',
        "'=1+1",
        "'-5",
        '"\'@x,y"',
        '"two\nlines"',
        "'+",
    ]


def test_a_slice_with_nulls_keeps_its_place() -> None:
    numbers = pa.array([None, 1, None, 3, *[None] * 8, 12])
    texts = pa.array(["a", None, "c", "d", *["e"] * 9])

    assert text_of(numbers.slice(1)) == ["1", "", "3", *[""] * 8, "12"]
    assert text_of(texts.slice(1, 3)) == ["", "c", "d"]


def test_many_rows_keep_their_order_over_threads() -> None:
    assert text_of(pa.array(range(100_000))) == [str(row) for row in range(100_000)]


@pytest.mark.parametrize(
    "column",
    [
        pa.array([1e12]),
        pa.array([-1e300]),
        pa.array([4_000_000], pa.int32()).cast(pa.date32()),
        pa.array([1], pa.uint64()),
    ],
)
def test_what_has_no_room_or_no_form_is_left_to_arrow(column: pa.Array) -> None:
    batch = pa.record_batch([column], names=["cell"])

    assert csv_lines(batch, separator=",", decimal=".") is None
