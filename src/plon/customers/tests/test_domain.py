"""One spelling for one thing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.customers import domain


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        (" Ann@Example.ORG ", "ann@example.org"),
        ("ann@łódź.pl", "ann@xn--d-uga0v4h.pl"),
        ("a@b", None),
        ("a@@b.pl", None),
        ("ann@example.org.", "ann@example.org"),
        (f"{'a' * 250}@b.pl", None),
        (f"a@{'b' * 70}.pl", None),
    ],
)
def test_an_email_has_one_form(text: str, normal: str | None) -> None:
    assert domain.normal_email(text) == normal


@pytest.mark.parametrize(
    "text", ["+48 600-100-200", "0048600100200", "48600100200", "600 100 200", "(600)100200"]
)
def test_a_polish_number_is_one_number(text: str) -> None:
    assert domain.normal_phone(text) == "+48600100200"


@pytest.mark.parametrize("text", ["60010020", "6001002000", "letters", ""])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert domain.normal_phone(text) is None


def test_a_foreign_number_keeps_its_country() -> None:
    assert domain.normal_phone("+49 30 901820") == "+4930901820"


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("526-104-08-28", "5261040828"),
        ("PL 5261040828", "5261040828"),
        ("5261040829", None),
        ("1", None),
    ],
)
def test_a_tax_id_has_a_check_digit(text: str, normal: str | None) -> None:
    assert domain.normal_tax_id(text) == normal


@pytest.mark.parametrize(("text", "folded"), [("Łódź", "lodz"), ("  ŻÓŁĆ  gęślą", "zolc gesla")])
def test_search_folds_polish_letters(text: str, folded: str) -> None:
    assert domain.fold(text) == folded


def test_unseen_signs_are_taken_out() -> None:
    assert domain.tidy("A\u200bn\u202en\0a \t Nowak") == "Anna Nowak"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert domain.fold(domain.fold(text)) == domain.fold(text)


@pytest.mark.parametrize(
    ("kind", "text", "normal"),
    [
        ("instagram", "@Ann.Bakes", "ann.bakes"),
        ("external", " shop:7 ", "shop:7"),
        ("viber", "600100200", "+48600100200"),
    ],
)
def test_each_kind_of_address_has_its_form(kind: str, text: str, normal: str) -> None:
    assert domain.normal_identity(kind, text) == normal


@given(st.text("aB \t\n\0\x1f\x85é", max_size=12))
def test_folding_plain_letters_is_no_other_rule(text: str) -> None:
    """What is ASCII alone is folded by a shorter way: with one more letter it goes the long one."""
    assert domain.fold(text) == domain.fold(f"{text} ł").removesuffix("l").strip()


@given(st.text(max_size=20), st.text(max_size=20))
def test_words_are_found_in_whatever_spelling(before: str, after: str) -> None:
    for written in ("Łódź", "łódź", "ŁÓDŹ", "Lodz"):
        for typed in ("lodz", "ŁÓD", "ódź"):
            (found,) = domain.spellings(typed)
            assert re.search(found, before + written + after)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd", "P", "S"]), max_size=9))
def test_a_word_is_no_pattern_of_its_own(text: str) -> None:
    for word, found in zip(domain.fold(text).split(), domain.spellings(text), strict=True):
        assert re.fullmatch(found, word)
        assert not re.search(found, "\n")
