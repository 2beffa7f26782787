"""Files as they should not be: each with a sentence that says what to do, and nothing is kept."""

import gzip
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.test import Client

from plon.imports.models import Import
from plon.runtime.tenancy import inside
from tests.acceptance.importing import choices, guessed, refusals, table, told, upload, worker_runs
from tests.cast import Person, ann

pytestmark = pytest.mark.django_db

HEADINGS = "klient;data;kwota"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def owner() -> Person:
    return ann()


@pytest.fixture
def browser(owner: Person) -> Client:
    return owner.browser()


def zipped(**members: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return file.getvalue()


REFUSED_AT_ONCE = {
    "empty": (b"", "Plik jest pusty"),
    "only_heading": (table(HEADINGS, []), "a pod nim ani jednego wiersza"),
    "no_table": (b"Szanowni\nPanstwo\n", "nie jest tabelą z kolumnami"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 27)) * 50, "nie jest tekstem"),
    "folder_zip": (zipped(a_csv=b"x;y\n1;2\n"), "nie da się otworzyć jako arkusza"),
    "bomb": (zipped(sheet_xml=b"0" * (200 << 20)), "po rozpakowaniu"),
}


@pytest.mark.parametrize("name", REFUSED_AT_ONCE)
def test_what_is_no_list_is_refused_at_once(
    name: str, owner: Person, browser: Client, tmp_path: Any
) -> None:
    content, sentence = REFUSED_AT_ONCE[name]
    file = BytesIO(content)
    file.name = "lista.csv"

    answer = browser.post("/import/", {"file": file})

    assert answer.status_code == 422
    said = " ".join(refusals(answer.content)) or answer.content.decode()
    assert sentence in said
    assert "upload" not in said
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    with inside(owner.workspace_id):
        assert not Import.objects.exists()


def test_without_a_file_the_form_says_so(browser: Client) -> None:
    answer = browser.post("/import/", {})

    assert answer.status_code == 422
    assert refusals(answer.content) == ["Wybierz plik albo wklej wiersze."]


def test_rows_can_be_pasted(browser: Client) -> None:
    answer = browser.post("/import/", {"pasted": "klient\tdata\tkwota\nA\t2024-01-02\t5,00\n"})

    assert answer.status_code == 302
    assert guessed(browser.get(answer["Location"]).content) == [
        "orders",
        "customer",
        "date",
        "amount",
    ]


def checked(browser: Client, content: bytes, **said: str) -> str:
    """Return what the page says after the check of a file mapped as guessed."""
    address = upload(browser, content)
    browser.post(address, choices(browser.get(address).content) | said)
    worker_runs()
    page = address.removesuffix("columns/")
    answer = browser.get(page, follow=True)
    return " ".join(refusals(answer.content)) or told(browser, page)


def test_mixed_currencies_ask_for_one(browser: Client) -> None:
    lines = ["A;2024-01-02;5,00 zł", "B;2024-01-03;6,00 EUR"]

    assert "w kilku walutach (EUR, PLN)" in checked(browser, table(HEADINGS, lines))


def test_one_of_mixed_currencies_can_be_chosen(browser: Client) -> None:
    lines = ["A;2024-01-02;5,00 zł", "B;2024-01-03;6,00 EUR"]

    said = checked(browser, table(HEADINGS, lines), currency="EUR")

    assert "Pominięto 1 wiersz" in said


def test_a_day_that_may_be_a_month_asks_for_the_format(browser: Client) -> None:
    lines = ["A;01/02/2024;5,00", "B;03/04/2024;6,00"]

    said = checked(browser, table(HEADINGS, lines))

    assert "DD/MM/YYYY" in said
    assert "„Format daty”" in said
    assert "--" not in said


def test_the_format_that_was_asked_for_is_taken(browser: Client) -> None:
    lines = ["A;01/02/2024;5,00", "B;03/04/2024;6,00"]

    said = checked(browser, table(HEADINGS, lines), date_format="DD/MM/YYYY")

    assert "1 lut 2024 – 3 kwi 2024" in said


def test_nul_bytes_and_a_wrong_encoding_do_not_stop_a_file(browser: Client) -> None:
    content = "klient;data;kwota\nŁódź;2024-01-02;5,00\n".encode() + (
        b"\xb3\x00;2024-01-03;6,00\nA;2024-01-04\n"
    )

    said = checked(browser, content)

    assert "Sprzedaż 1" in said
    assert "Pominięto 2 wiersze" in said


def test_a_packed_file_is_read(browser: Client) -> None:
    assert "Sprzedaż 1" in checked(browser, gzip.compress(table(HEADINGS, ["A;2024-01-02;5,00"])))


def test_a_file_can_be_looked_at_again_as_it_is_written(browser: Client) -> None:
    address = upload(browser, b"a|b;klient;data;kwota\n1|2;A;2024-01-02;5\n")

    page = browser.get(address, {"separator": "|"}).content

    assert len([name for name in choices(page) if name.startswith("column_")]) == 2


@pytest.mark.parametrize("said", [{"heading_row": "99"}, {"separator": "|"}])
def test_what_was_said_and_is_not_there_is_refused_on_the_page(
    said: dict[str, str], browser: Client
) -> None:
    address = upload(browser, table(HEADINGS, ["A;2024-01-02;5,00"]))

    answer = browser.get(address, said)

    assert answer.status_code == 422
    assert refusals(answer.content)
    assert "--" not in " ".join(refusals(answer.content))


def test_an_unknown_kind_of_list_is_not_found(browser: Client) -> None:
    address = upload(browser, table(HEADINGS, ["A;2024-01-02;5,00"]))

    assert browser.get(address, {"kind": "gold"}).status_code == 404
