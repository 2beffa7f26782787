"""What the owner says about a file comes before every guess, and is refused where it cannot be."""

import io
from datetime import date
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading.tests.conftest import Reader, guess, rejected, rows

HEAD = "customer;date;amount\n"
SALES = HEAD + "Ann;2026-01-05;1,50\nBen;2026-01-06;2,50\n"
THOUSANDS = HEAD + "Ann;2026-01-05;1,500\nBen;2026-01-06;2,500\n"
AMOUNTS = "amount_minor"


def book(**sheets: list[list[Any]]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, lines in sheets.items():
        sheet = workbook.create_sheet(name.replace("_", " "))
        for line in lines:
            sheet.append(line)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def year(of: str) -> list[list[Any]]:
    return [["customer", "date", "amount"], [of, date(2026, 1, 5), 1.5]]


TWO_YEARS = book(Year_1=year("Ann"), Year_2=year("Ben"), Notes=[["only this"]])


def parquet(**columns: list[Any]) -> bytes:
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream)
    return stream.getvalue()


TYPED = parquet(customer=["Ann"], date=[date(2026, 1, 5)], amount=[1.5])


def refusal(reader: Reader, content: bytes | str, **options: Any) -> str:
    with pytest.raises(InputUnusable) as refused:
        reader(content, **options)
    for text in (str(refused.value), refused.value.sentence("pl")):
        assert text.endswith(".")
    assert refused.value.sentence("pl") != str(refused.value)
    return str(refused.value)


class TestSeparator:
    PIPES = "a,customer|date|amount\n" + "x,Ann|2026-01-05|1\n" * 3

    def test_the_given_one_parts_the_cells(self, reader: Reader) -> None:
        sales = reader(self.PIPES, separator="|")

        assert guess(sales, "separator") == ("|", "given", "")
        assert rows(sales, "customer")[0] == ("x,Ann",)

    @pytest.mark.parametrize("word", ["tab", "TAB", "tabulator", "\\t", "\t"])
    def test_a_tab_may_be_written_out(self, reader: Reader, word: str) -> None:
        sales = reader(SALES.replace(";", "\t"), separator=word)

        assert guess(sales, "separator") == ("tab", "given", "")
        assert len(rows(sales, "customer")) == 2

    def test_blanks_may_be_asked_for(self, reader: Reader) -> None:
        sales = reader("Ann,Smith 2026-01-05  1.50\n" * 2, separator="blank", customer="1")

        assert rows(sales, f"customer, {AMOUNTS}")[0] == ("Ann,Smith", 150)

    def test_it_comes_before_excels_own_line(self, reader: Reader) -> None:
        assert len(rows(reader("sep=,\n" + SALES, separator=";"), "customer")) == 2

    def test_one_that_is_not_there_is_refused_with_the_one_that_is(self, reader: Reader) -> None:
        assert '--separator ";"' in refusal(reader, SALES, separator="|")

    def test_where_none_is_there_it_is_to_be_left_out(self, reader: Reader) -> None:
        assert "leave out --separator." in refusal(reader, "customer\nAnn\nBen\n", separator="|")

    @pytest.mark.parametrize("text", ["x", "7", ";;", '"', "comma"])
    def test_what_is_no_sign_is_refused(self, reader: Reader, text: str) -> None:
        assert text in refusal(reader, SALES, separator=text)


class TestDecimal:
    @pytest.mark.parametrize(("sign", "minor"), [(",", 150), (".", 150_000)])
    def test_the_given_sign_reads_thousands_or_fractions(
        self, reader: Reader, sign: str, minor: int
    ) -> None:
        sales = reader(THOUSANDS, decimal=sign)

        assert guess(sales, "decimal") == (sign, "given", "")
        assert rows(sales, AMOUNTS)[0] == (minor,)

    def test_it_holds_in_a_workbook_too(self, reader: Reader) -> None:
        lines: list[list[Any]] = [["customer", "date", "amount"]]
        lines.append(["Ann", date(2026, 1, 5), "1,500"])
        lines.append(["Ben", date(2026, 1, 6), 2.5])
        sales = reader(book(Sales=lines), name="sales.xlsx", decimal=",")

        assert rows(sales, AMOUNTS) == [(150,), (250,)]

    def test_one_that_reads_no_amount_is_refused(self, reader: Reader) -> None:
        text = refusal(reader, SALES, decimal=".")

        assert '"1,50"' in text
        assert "--decimal" in text

    def test_a_column_in_the_other_sign_is_left_to_the_guess(self, reader: Reader) -> None:
        text = "customer;date;amount;quantity\n" + "Ann;2026-01-05;1,50;1.25\n" * 2

        assert len(rows(reader(text, decimal=","), "customer")) == 2
        assert rejected(reader(text, decimal=",")) == []

    def test_another_sign_is_refused(self, reader: Reader) -> None:
        assert '";"' in refusal(reader, SALES, decimal=";")

    def test_typed_numbers_have_none(self, reader: Reader) -> None:
        assert "--decimal" in refusal(reader, TYPED, decimal=",", name="sales.parquet")


class TestSheet:
    @pytest.mark.parametrize("sheet", ["Year 2", "year 2 ", "2"])
    def test_it_is_named_or_counted(self, reader: Reader, sheet: str) -> None:
        sales = reader(TWO_YEARS, name="sales.xlsx", sheet=sheet)

        assert rows(sales, "customer") == [("Ben",)]
        assert guess(sales, "sheet") == ("Year 2", "given", "")

    def test_without_it_the_first_is_read_and_the_next_told(self, reader: Reader) -> None:
        assert guess(reader(TWO_YEARS, name="sales.xlsx"), "sheet") == (
            "Year 1",
            "content",
            "Year 2",
        )

    @pytest.mark.parametrize("sheet", ["Year 3", "0", "4"])
    def test_one_that_is_not_there_is_refused_with_the_names(
        self, reader: Reader, sheet: str
    ) -> None:
        text = refusal(reader, TWO_YEARS, name="sales.xlsx", sheet=sheet)

        assert '"Year 1", "Year 2", "Notes"' in text

    def test_one_without_a_table_is_refused_with_the_names(self, reader: Reader) -> None:
        text = refusal(reader, TWO_YEARS, name="sales.xlsx", sheet="Notes")

        assert '"Notes" has no table' in text
        assert '"Year 1"' in text


class TestHeadingRow:
    TITLED = "Sales;of;Bakery\n" + SALES

    def test_the_row_given_names_the_columns(self, reader: Reader) -> None:
        assert guess(reader(self.TITLED, customer="Sales", date="of"), "header")[0] == "1"
        sales = reader(self.TITLED, heading_row=2)

        assert guess(sales, "header") == ("2", "given", "")
        assert rows(sales, "line_no, customer") == [(3, "Ann"), (4, "Ben")]

    def test_nought_means_no_headings(self, reader: Reader) -> None:
        text = "Ann;b;c\nBen;2026-01-06;2,50\nAnn;2026-01-07;2,50\n"
        sales = reader(text, heading_row=0, customer="1", date="2")

        assert guess(sales, "header") == ("none", "given", "")
        assert sales.rows.read == 3

    def test_a_heading_over_two_lines_is_named_by_either(self, reader: Reader) -> None:
        text = 'customer;"date\nof sale";amount\nAnn;2026-01-05;1,50\nAnn;2026-01-06;1,50\n'

        for row in (1, 2):
            assert rows(reader(text, heading_row=row), "line_no")[0] == (3,)

    def test_it_holds_in_a_workbook_too(self, reader: Reader) -> None:
        lines: list[list[Any]] = [["a", "b", "c"], *year("Ann")]
        sales = reader(book(Sales=lines), name="sales.xlsx", heading_row=2)

        assert rows(sales, "line_no, customer") == [(3, "Ann")]

    def test_one_beyond_the_file_is_refused(self, reader: Reader) -> None:
        assert "first 3 rows" in refusal(reader, SALES + "\n", heading_row=9)

    def test_a_blank_one_is_refused(self, reader: Reader) -> None:
        assert "blank" in refusal(reader, "\n" + SALES, heading_row=1)

    def test_an_empty_file_is_empty_whatever_row_is_given(self, reader: Reader) -> None:
        assert "empty" in refusal(reader, "\n\n", heading_row=9)


class TestColumns:
    PRICED = "customer;date;amount;pieces;each\nAnn;2026-01-05;9,99;2;1,50\n"

    def test_a_price_given_is_taken_times_the_quantity(self, reader: Reader) -> None:
        sales = reader(self.PRICED, unit_price="each", quantity="pieces")

        assert rows(sales, AMOUNTS) == [(300,)]
        assert guess(sales, "unit_price") == ("each", "given", "")

    def test_a_price_without_a_quantity_is_refused(self, reader: Reader) -> None:
        assert "--quantity" in refusal(
            reader, self.PRICED.replace("pieces", "x"), unit_price="each"
        )

    def test_a_price_and_an_amount_are_one_too_many(self, reader: Reader) -> None:
        text = refusal(reader, self.PRICED, unit_price="each", amount="amount", quantity="pieces")

        assert "--unit-price" in text

    def test_a_type_of_document_may_be_named_or_denied(self, reader: Reader) -> None:
        text = "customer;date;amount;type;mark\nAnn;2026-01-05;1,50;refund;FV\n"
        text += "Ann;2026-01-06;1,50;x;KOR/1\n"
        returned = [
            reader(text, **said)
            for said in (
                {},
                {"document_type": "mark"},
                {"document_type": "none"},
                {"document_type": "brak"},
            )
        ]

        assert [sales.rows.returned for sales in returned] == [1, 1, 0, 0]
        assert rows(returned[1], "line_no, is_return") == [(2, False), (3, True)]

    def test_a_column_of_the_currency_may_be_named_or_denied(self, reader: Reader) -> None:
        text = "customer;date;amount;currency;of sale\nAnn;2026-01-05;1,50;EUR;PLN\n"

        assert reader(text).currency == "EUR"
        assert guess(reader(text), "currency_column")[0] == "currency"
        assert reader(text, currency_column="of sale").currency == "PLN"
        assert reader(text, currency_column="none").currency == "PLN"

    def test_a_column_called_none_is_a_column(self, reader: Reader) -> None:
        text = "customer;date;amount;None\nAnn;2026-01-05;1,50;web\n"

        assert rows(reader(text, channel="none"), "channel") == [("web",)]

    def test_no_amount_means_no_amount(self, reader: Reader) -> None:
        assert not reader(SALES, amount="none").has_amount
        text = "customer;date;unit price\nAnn;2026-01-05;1,50\n"
        assert not reader(text, amount="none").has_amount
        assert reader(text).has_amount

    def test_a_customer_cannot_be_denied(self, reader: Reader) -> None:
        assert '"none"' in refusal(reader, SALES, customer="none")


@pytest.mark.parametrize(
    ("content", "name", "option"),
    [
        (SALES, "sales.csv", {"sheet": "1"}),
        (TWO_YEARS, "sales.xlsx", {"separator": ";"}),
        (TWO_YEARS, "sales.xlsx", {"encoding": "utf-8"}),
        (TYPED, "sales.parquet", {"heading_row": 1}),
        (TYPED, "sales.parquet", {"date_format": "DD.MM.YYYY"}),
    ],
)
def test_an_option_for_another_kind_of_file_is_refused(
    reader: Reader, content: bytes | str, name: str, option: dict[str, Any]
) -> None:
    text = refusal(reader, content, name=name, **option)

    assert "--" + next(iter(option)).replace("_", "-") in text


def test_an_option_for_one_of_several_kinds_is_taken(reader: Reader) -> None:
    sales = reader(TWO_YEARS, SALES, name="sales.xlsx", sheet="Year 2")

    assert {name for (name,) in rows(sales, "customer")} == {"Ann", "Ben"}
    assert rows(sales, "customer")[0] == ("Ben",)
