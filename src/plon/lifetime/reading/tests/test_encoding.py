"""Polish letters survive whatever encoding a firm's program wrote them in."""

from datetime import timedelta

import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading.encoding import guess_encoding, is_utf8
from plon.lifetime.reading.tests.conftest import TODAY, Reader, guess, rows

LETTERS = "Zażółć gęślą jaźń ŚŹĄ"
TEXT = f"klient;data;kwota\n{LETTERS};12.11.2026;10,00\nLódź;13.11.2026;5,00\n"


@pytest.mark.parametrize(
    ("codec", "value"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1250", "windows-1250"),
        ("iso8859-2", "iso-8859-2"),
    ],
)
def test_polish_letters_are_read_in_each_encoding(reader: Reader, codec: str, value: str) -> None:
    sales = reader(TEXT.encode(codec))

    assert rows(sales, "customer")[0] == (LETTERS,)
    assert guess(sales, "encoding")[0] == value
    assert guess(sales, "customer")[0] == "klient"


def test_utf_16_big_endian_with_a_mark_is_read(reader: Reader) -> None:
    sales = reader(b"\xfe\xff" + TEXT.encode("utf-16-be"))

    assert rows(sales, "customer")[0] == (LETTERS,)


def test_the_two_polish_encodings_name_each_other_as_runner_up() -> None:
    windows = guess_encoding([TEXT.encode("cp1250")])
    iso = guess_encoding([TEXT.encode("iso8859-2")])

    assert (windows.value, windows.evidence, windows.runner_up) == (
        "windows-1250",
        "content",
        "iso-8859-2",
    )
    assert (iso.value, iso.evidence, iso.runner_up) == ("iso-8859-2", "content", "windows-1250")


def test_letters_that_both_polish_encodings_share_leave_windows_as_the_default() -> None:
    assert guess_encoding(["żółć".encode("cp1250")]).evidence == "default"


def test_quotes_that_only_windows_has_decide_for_it() -> None:
    assert guess_encoding(["„ą”".encode("cp1250") + b"\xb1\xb6"]).value == "windows-1250"


def test_a_letter_cut_in_two_at_the_end_of_a_piece_is_still_utf_8() -> None:
    piece = "ąęś".encode()

    assert is_utf8(piece[:-1])
    assert is_utf8(piece[1:])
    assert not is_utf8(b"a\xb9b")


def test_plain_letters_are_utf_8_by_default() -> None:
    found = guess_encoding([b"a;b\n1;2\n"])

    assert (found.value, found.evidence) == ("utf-8", "default")


def test_an_encoding_given_is_obeyed(reader: Reader) -> None:
    text = "klient;data;kwota\nżółć;12.11.2026;10,00\n"
    sales = reader(text.encode("cp852"), encoding="cp852")

    assert rows(sales, "customer") == [("żółć",)]
    assert guess(sales, "encoding")[:2] == ("cp852", "given")


def test_an_unknown_encoding_is_refused_with_an_example(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="windows-1250"):
        reader(TEXT, encoding="latin-99")


def test_windows_lines_far_down_in_a_utf_8_file_are_read_too(reader: Reader) -> None:
    plain = "".join(f"Łódź{i % 9};{1 + i % 28:02}.10.2026;{i},00\n" for i in range(80_000))
    text = "klient;data;kwota\n" + plain
    stray = "Świętosława;11.10.2026;7,00\n".encode("cp1250")
    sales = reader(
        text.encode()[: 1 << 21][:-40].rsplit(b"\n", 1)[0]
        + b"\n"
        + stray
        + b"Koniec;12.10.2026;1,00\n" * 20_000
    )

    found = sales.connection.execute("SELECT customer FROM lines WHERE customer LIKE 'Święt%'")
    assert found.fetchall() == [("Świętosława",)]
    assert guess(sales, "encoding")[0] == "utf-8"


@pytest.mark.parametrize("name", ["latin-9000", "hex", "rot13"])
def test_a_name_that_is_no_encoding_of_text_is_refused(reader: Reader, name: str) -> None:
    with pytest.raises(InputUnusable, match="no encoding"):
        reader("customer;date\na;2026-01-05\n", encoding=name)


def test_an_observation_end_that_has_not_come_is_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="has not come yet"):
        reader("customer;date\na;2026-01-05\n", as_of=TODAY + timedelta(days=1))
