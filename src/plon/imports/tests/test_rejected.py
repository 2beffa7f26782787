"""Rejected rows as a file: every cell as it was, why it was set aside, and back again mended."""

import csv
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plon.imports import services as imports
from plon.imports import tasks
from plon.imports.domain import Kind
from plon.imports.tests.course import checked, import_row, map_it, uploaded
from plon.orders.models import Order, Refund
from plon.runtime.tenancy import inside
from tests.acceptance.importing import content_of
from tests.cast import NOW, Person

pytestmark = pytest.mark.django_db

SALES = (
    b"Numer;Klient;Kiedy;Ile;Uwagi\n"
    b"A;+48 600 100 200;02.01.2024;50,00;=1+1\n"
    b"B;+48 600 100 200;32.01.2024;60,00;=2+2\n"
    b";+48 600 100 300;05.01.2024;-7,50;zwrot\n"
    b"C;+48 600 100 200;03.01.2024\n"
    b'D;+48 600 100 200;04.01.2024;sto;"a;b"\n'
)
ROLES = {"order": "Numer", "customer": "Klient", "date": "Kiedy", "amount": "Ile"}
OURS = ["Plon: wiersz", "Plon: kolumna", "Plon: wartość", "Plon: powód"]


def download(owner: Person, import_id: UUID, language: str = "pl") -> list[list[str]]:
    """Return what a browser gets of the rejected rows, headings first."""
    browser = owner.browser()
    browser.post("/language", {"language": language})
    answer = browser.get(f"/import/{import_id}/rejected.csv")
    text = content_of(answer).decode("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";" if language == "pl" else ","))


def written(rows: list[list[str]]) -> bytes:
    lines = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    return ("\n".join(lines) + "\n").encode("utf-8-sig")


def test_each_row_comes_whole_with_its_place_and_reason(owner: Person) -> None:
    made = checked(owner, SALES, kind=Kind.ORDERS, mapping=ROLES)

    headings, *rows = download(owner, made)

    assert headings == ["Numer", "Klient", "Kiedy", "Ile", "Uwagi", *OURS]
    phone = "'+48 600 100 200"
    assert [row[:8] for row in rows] == [
        ["B", phone, "32.01.2024", "60,00", "'=2+2", "3", "Kiedy", "32.01.2024"],
        ["", "'+48 600 100 300", "05.01.2024", "'-7,50", "zwrot", "4", "", ""],
        ["C", phone, "03.01.2024", "", "", "5", "", "C;+48 600 100 200;03.01.2024"],
        ["D", phone, "04.01.2024", "sto", "a;b", "6", "Ile", "sto"],
    ]
    assert all(row[8] for row in rows)


def test_mended_they_are_brought_in_with_the_columns_of_the_first_file(owner: Person) -> None:
    first = checked(owner, SALES, kind=Kind.ORDERS, mapping=ROLES)
    headings, *rows = download(owner, first)
    rows[0][2], rows[1][0], rows[2][3], rows[3][3] = "30.01.2024", "B", "70,00", "100,00"
    rows[1][1] = rows[0][1]

    second = uploaded(owner, written([headings, *rows]))

    known = import_row(owner, second)
    assert known.mapping == ROLES
    map_it(owner, second, kind=Kind.ORDERS, mapping=known.mapping)
    tasks.check(workspace_id=owner.workspace_id, subject=str(second), now=NOW)
    assert import_row(owner, second).counts["rows_rejected"] == 0
    with inside(owner.workspace_id):
        imports.start(owner.caller, import_id=second, now=NOW)
    tasks.run(workspace_id=owner.workspace_id, subject=str(second), now=NOW)
    with inside(owner.workspace_id):
        sold = Order.objects.order_by("external_id").values_list("external_id", "total_minor")
        assert list(sold) == [("B", 6000), ("C", 7000), ("D", 10000)]
        assert Refund.objects.get().amount_minor == 750


def test_one_row_left_out_is_offered_in_words_that_fit_one(owner: Person) -> None:
    one = SALES.splitlines(keepends=True)[:3]
    made = checked(owner, b"".join(one), kind=Kind.ORDERS, mapping=ROLES)

    page = owner.browser().get(f"/import/{made}/").content.decode()

    assert "Pominięto 1 wiersz." in page
    assert f'href="/import/{made}/rejected.csv">Pobierz to, co pominięto, z powodami<' in page


def test_the_page_of_columns_leaves_out_what_we_added(owner: Person) -> None:
    first = checked(owner, SALES, kind=Kind.ORDERS, mapping=ROLES)
    second = uploaded(owner, written(download(owner, first)))

    page = owner.browser().get(f"/import/{second}/columns/").content.decode()

    assert "Plon: w" not in page
    assert page.count('<div class="mapper-source">') == 5


def test_how_the_first_file_was_written_is_not_asked_of_ours(owner: Person) -> None:
    first = uploaded(owner, SALES)
    said = {"encoding": "windows-1250", "separator": ";", "decimal": ",", "currency": "PLN"}
    with inside(owner.workspace_id):
        imports.map_columns(
            owner.caller, import_id=first, kind=Kind.ORDERS, mapping=ROLES, options=said, now=NOW
        )
    tasks.check(workspace_id=owner.workspace_id, subject=str(first), now=NOW)

    again = uploaded(owner, SALES)
    second = uploaded(owner, written(download(owner, first, language="pl")))

    assert import_row(owner, again).options == said
    assert import_row(owner, second).options == {"decimal": ",", "currency": "PLN"}


def test_rows_of_a_list_of_customers_come_whole(owner: Person) -> None:
    content = b"id,born,city,note\n7,yesterday,Lublin,kept\n8,2001-02-03,Gdynia,\n9,x\n"
    mapping = {"external_id": "id", "birthday": "born"}
    made = checked(owner, content, mapping=mapping)

    headings, *rows = download(owner, made, language="en")

    assert headings[:5] == ["id", "born", "city", "note", "Plon: line"]
    assert [row[:6] for row in rows] == [
        ["7", "yesterday", "Lublin", "kept", "2", "born"],
        ["9", "x", "", "", "4", ""],
    ]


def test_a_heading_is_no_formula(owner: Person) -> None:
    content = b'id;born;"=cmd;""x"""\n7;yesterday;a\n8;2001-02-03;b\n'
    made = checked(owner, content, mapping={"external_id": "id", "birthday": "born"})

    assert download(owner, made)[0][:3] == ["id", "born", '\'=cmd;"x"']


def test_a_file_of_an_earlier_check_is_given_as_it_is(owner: Person, tmp_path: Path) -> None:
    texts = {"column_name": ["Ile"], "value": ["sto"], "reason": ["amount_unreadable"]}
    pq.write_table(pa.table({"line_no": [6]} | texts), tmp_path / "rejected.parquet")

    imports.write_rejected(tmp_path, tmp_path / "told.csv", language="en")

    told = (tmp_path / "told.csv").read_text().splitlines()
    assert told[0].startswith("Plon: line,")
    assert told[1].startswith("6,Ile,sto,")
