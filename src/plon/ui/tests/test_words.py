"""Typography, filters, and the page's language."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

from plon.ui.language import active_language, gettext, ngettext
from plon.ui.typography import bind_short_words, options_as_code

TEMPLATE = Template(
    "{% load figures %}{{ n|number }} {{ n|number:1 }} {{ m|money:'PLN' }} {{ s|percent }} {{ d|day }}"
)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("<p>w domu i z psem</p>", "<p>w_domu i_z_psem</p>"),
        ("<p>W domu</p>", "<p>W_domu</p>"),
        ("(a tu) „o nim”", "(a_tu) „o_nim”"),
        ("<p title='a b'>ala ma</p>", "<p title='a b'>ala ma</p>"),
        ("<style>& a { color: red }</style>a b", "<style>& a { color: red }</style>a_b"),
        ("koniec w", "koniec w"),
    ],
)
def test_one_letter_words_never_end_a_line(text: str, bound: str) -> None:
    assert bind_short_words(text) == bound.replace("_", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("<p>give --season.</p>", "<p>give <code>--season</code>.</p>"),
        ("<p>--as-of, --date</p>", "<p><code>--as-of</code>, <code>--date</code></p>"),
        ("<code>--season</code> --date", "<code>--season</code> <code>--date</code>"),
        ("<p title='--season'>a -- b, a--b</p>", "<p title='--season'>a -- b, a--b</p>"),
        ("<style>a { color: var(--text) }</style>", "<style>a { color: var(--text) }</style>"),
    ],
)
def test_options_of_the_command_stand_as_code(text: str, marked: str) -> None:
    assert options_as_code(text) == marked


@pytest.mark.parametrize(
    ("language", "expected"),
    [("pl", "1_234 1_234,5 12_zł 41% 22_lis_2026"), ("en", "1,235 1,234.5 PLN_12 41% 22_Nov_2026")],
)
def test_filters_speak_the_language_of_the_page(language: str, expected: str) -> None:
    number = 1234.4 if language == "pl" else 1234.5
    context = {"n": number, "m": 12_00, "s": 0.41, "d": date(2026, 11, 22)}
    if language == "pl":
        expected = expected.replace("234,5", "234,4")

    with translation.override(language):
        assert TEMPLATE.render(Context(context)) == expected.replace("_", "\N{NO-BREAK SPACE}")


def test_a_foreign_language_falls_back_to_our_first() -> None:
    with translation.override("de"):
        assert active_language() == "pl"
    with translation.override(None):
        assert active_language() == "pl"


def test_words_come_in_the_language_of_the_page() -> None:
    with translation.override("pl"):
        assert gettext("Show table") == "Pokaż tabelę"
    with translation.override("en"):
        assert gettext("Show table") == "Show table"


@pytest.mark.parametrize(
    ("count", "word"),
    [
        (0, "zakupów"),
        (1, "zakup"),
        (2, "zakupy"),
        (5, "zakupów"),
        (12, "zakupów"),
        (22, "zakupy"),
        (112, "zakupów"),
    ],
)
def test_polish_plurals_have_three_forms(count: int, word: str) -> None:
    with translation.override("pl"):
        assert ngettext("%(count)s purchase", "%(count)s purchases", count) == f"%(count)s {word}"
