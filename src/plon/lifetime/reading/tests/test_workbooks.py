"""Spreadsheets are read by their cells' values, with the sheet's own row numbers."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading import archives
from plon.lifetime.reading.archives import refuse_bomb
from plon.lifetime.reading.tests.conftest import Reader, guess, rejected, rows

HEAD = ["Nr klienta", "Data sprzedaży", "Kwota"]


def book(*lines: Sequence[object], epoch_1904: bool = False, merge: str = "") -> bytes:
    workbook = openpyxl.Workbook()
    if epoch_1904:
        workbook.epoch = CALENDAR_MAC_1904
    sheet = workbook.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    if merge:
        sheet.merge_cells(merge)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_are_right_in_both_of_excels_calendars(reader: Reader, epoch_1904: bool) -> None:
    lines = [["K1", date(2026, 11, 12), 10.5], ["K1", date(2026, 11, 13), 0.1]]
    sales = reader(book(HEAD, *lines, epoch_1904=epoch_1904), name="sales.xlsx")

    assert rows(sales, "line_no, customer, day, amount_minor") == [
        (2, "K1", date(2026, 11, 12), 1050),
        (3, "K1", date(2026, 11, 13), 10),
    ]


def test_whole_numbers_as_ids_have_no_point_and_times_are_kept(reader: Reader) -> None:
    moment = datetime.fromisoformat("2026-11-12 10:20:30")
    sales = reader(book(HEAD, [1234, moment, 10], [1234, moment, 1.005]), name="sales.xlsx")

    assert rows(sales, "customer, moment, amount_minor") == [
        ("1234", moment, 1000),
        ("1234", moment, 101),
    ]


def test_day_numbers_without_a_date_style_are_dates_of_1900(reader: Reader) -> None:
    sales = reader(book(HEAD, ["K1", 46338, 10.5], ["K1", 46339, 1.5]), name="sales.xlsx")

    assert rows(sales, "day")[0] == (date(2026, 11, 12),)
    assert guess(sales, "date_format")[0] == "excel-1900"


def test_text_cells_are_read_like_any_text(reader: Reader) -> None:
    sales = reader(
        book(HEAD, ["K1", "12.11.2026", "1 010,50 zł"], ["K1", "13.11.2026", "5,00 zł"]),
        name="x.xlsx",
    )

    assert rows(sales, "day, amount_minor")[0] == (date(2026, 11, 12), 101050)


def test_numbers_and_numbers_typed_as_text_are_read_in_one_column(reader: Reader) -> None:
    day = date(2026, 11, 12)
    lines = [["K1", day, 10.5], ["K1", day, "1 010,50"], ["K2", day, 1.125], ["K2", day, 1010.125]]
    sales = reader(book(HEAD, *lines), name="sales.xlsx")

    assert rows(sales, "amount_minor") == [(1050,), (101050,), (113,), (101013,)]


def test_a_formula_gives_the_value_stored_with_it(reader: Reader) -> None:
    packed = book(HEAD, ["K1", date(2026, 11, 12), "=1+2"], ["K1", date(2026, 11, 13), 1.5])
    stored = _edited(packed, b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3.25</v>")
    sales = reader(stored, name="sales.xlsx")

    assert rows(sales, "amount_minor")[0] == (325,)


def test_a_formula_never_computed_is_a_line_without_an_amount(reader: Reader) -> None:
    sales = reader(
        book(HEAD, ["K1", date(2026, 11, 12), "=1+2"], ["K1", date(2026, 11, 13), 1.5]),
        name="x.xlsx",
    )

    assert rejected(sales) == [(2, "Kwota", "", "no_amount")]


def test_titles_and_blank_rows_do_not_shift_the_row_numbers(reader: Reader) -> None:
    day = date(2026, 11, 12)
    sales = reader(
        book([], ["Raport"], [], HEAD, ["K1", day, 1], [], ["K2", day, 2], ["K1", day, 3]),
        name="x.xlsx",
    )

    assert rows(sales, "line_no, customer") == [(5, "K1"), (7, "K2"), (8, "K1")]
    assert guess(sales, "header")[0] == "4"
    assert sales.rows.read == 3


def test_merged_headings_are_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="row 1 has merged cells"):
        reader(book(HEAD, ["K1", date(2026, 11, 12), 1], merge="C1:D1"), name="x.xlsx")


def test_a_merged_title_above_the_heading_does_no_harm(reader: Reader) -> None:
    day = date(2026, 11, 12)
    sales = reader(
        book(["Raport"], HEAD, ["K1", day, 1], ["K1", day, 2], merge="A1:C1"), name="x.xlsx"
    )

    assert sales.rows.read == 2


def test_the_first_sheet_with_a_table_is_read(reader: Reader) -> None:
    workbook = openpyxl.Workbook()
    first = workbook.active
    assert first is not None
    first.append(["Notatki"])
    sheet = workbook.create_sheet("Sprzedaż")
    for line in (HEAD, ["K1", date(2026, 11, 12), 1], ["K1", date(2026, 11, 13), 1]):
        sheet.append(line)
    stream = io.BytesIO()
    workbook.save(stream)

    assert guess(reader(stream.getvalue(), name="x.xlsx"), "sheet")[0] == "Sprzedaż"


@pytest.mark.parametrize("lines", [[HEAD], [[]]])
def test_a_sheet_without_sales_is_refused(reader: Reader, lines: list[list[str]]) -> None:
    with pytest.raises(InputUnusable, match="sales lines"):
        reader(book(*lines), name="x.xlsx")


def test_a_broken_spreadsheet_is_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match=r"cannot be opened|damaged"):
        reader(b"PK\x03\x04 and nothing more", name="x.xlsx")
    with pytest.raises(InputUnusable, match="cannot be opened"):
        reader(b"\xd0\xcf\x11\xe0 and nothing more", name="x.xls")
    with pytest.raises(InputUnusable, match=r"cannot be opened|damaged"):
        reader(book(HEAD, ["K1", 1, 1])[:-400], name="x.xlsx")


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(80 << 20))

    assert bomb.stat().st_size < 1 << 20
    with pytest.raises(InputUnusable, match="unpacks to far more"):
        refuse_bomb(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "liar.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", bytes(80 << 20))
    size = (80 << 20).to_bytes(4, "little")
    bomb.write_bytes(bomb.read_bytes().replace(size, (1000).to_bytes(4, "little")))

    with pytest.raises(InputUnusable, match=r"unpacks to far more|damaged"):
        refuse_bomb(bomb)


@pytest.mark.parametrize(("column", "row"), [("XFD", 1_048_576), ("AZ", 900_000)])
def test_two_cells_far_apart_are_refused(reader: Reader, column: str, row: int) -> None:
    packed = book(HEAD, ["K1", date(2026, 11, 12), 1])
    far = f'<row r="{row}"><c r="{column}{row}"><v>1</v></c></row></sheetData>'.encode()

    with pytest.raises(InputUnusable, match="unpacks to far more"):
        reader(_edited(packed, b"</sheetData>", far), name="far.xlsx")


def ods(rows: str) -> bytes:
    namespace = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{namespace}:office:1.0" '
        f'xmlns:table="{namespace}:table:1.0" xmlns:text="{namespace}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def ods_row(*cells: str, repeated: int = 1, copies: int = 1) -> str:
    cell = '<table:table-cell table:number-columns-repeated="{}" office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    inner = "".join(cell.format(copies, text) for text in cells)
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inner}</table:table-row>'


EDGE = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'


def test_an_ods_sheet_filled_up_with_blank_cells_is_read(reader: Reader) -> None:
    sales = reader(
        ods(
            ods_row(*HEAD)
            + ods_row("K1", "12.11.2026", "1,50")
            + ods_row("K1", "13.11.2026", "2,50")
            + EDGE
        ),
        name="x.ods",
    )

    assert rows(sales, "line_no, customer, amount_minor") == [(2, "K1", 150), (3, "K1", 250)]


@pytest.mark.parametrize(("repeated", "copies"), [(1_000_000, 1), (1, 16_000)])
def test_an_ods_row_or_cell_copied_without_end_is_refused(
    reader: Reader, repeated: int, copies: int
) -> None:
    with pytest.raises(InputUnusable, match="unpacks to far more"):
        reader(ods(ods_row(*HEAD) + ods_row("K1", repeated=repeated, copies=copies)), name="x.ods")


def test_an_archive_of_too_many_members_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MEMBERS_MAX", 3)
    path = tmp_path / "x.xlsx"
    path.write_bytes(book(HEAD, ["K1", date(2026, 11, 12), 1]))

    with pytest.raises(InputUnusable, match="unpacks to far more"):
        refuse_bomb(path)


def _edited(packed: bytes, old: bytes, new: bytes) -> bytes:
    """Return a workbook with bytes of its first sheet replaced."""
    source, target = zipfile.ZipFile(io.BytesIO(packed)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert old in content.replace(b"<v />", b"<v></v>")
                content = content.replace(b"<v />", b"<v></v>").replace(old, new)
            archive.writestr(name, content)
    return target.getvalue()
