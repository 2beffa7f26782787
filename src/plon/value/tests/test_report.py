"""The report: whole, in both languages, in every state, for every reader."""

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from plon.value.tests import sample
from plon.value.tests.page import Page, anchors, html, page

CATALOGUE = Path("src/plon/locale/pl/LC_MESSAGES/django.po")
ORDER = [
    "worth",
    "slipping",
    "contacts",
    "groups",
    "cohorts",
    "spread",
    "forecast",
    "dependence",
    "findings",
    "intake",
    "method",
]
LANGUAGES = ("pl", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", sample.STATES)
class TestEveryReport:
    def test_is_well_formed_and_whole(self, state: str, language: str) -> None:
        found = page(state, language)

        assert found.faults == []
        assert found.all("html") == [{"lang": language}]
        assert len(found.all("main")) == len(found.all("header")) == len(found.all("footer")) == 1

    def test_has_one_title_and_headings_in_order(self, state: str, language: str) -> None:
        levels = page(state, language).headings

        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels))

    def test_names_every_picture_and_gives_its_table(self, state: str, language: str) -> None:
        found = page(state, language)
        pictures = [attrs for attrs in found.all("svg") if attrs.get("role") == "img"]

        assert all(attrs["aria-label"].strip() for attrs in pictures)
        assert all("table" in tags for tags in found.figures)
        shown = [a for a in found.all("svg") if "aria-label" not in a and "aria-hidden" not in a]
        assert all({"x", "width"} & a.keys() for a in shown)  # only frames inside a picture

    def test_leads_every_address_to_a_place_of_its_own(self, state: str, language: str) -> None:
        found = page(state, language)
        ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
        links = [attrs["href"] for attrs in found.all("a")]

        assert len(ids) == len(set(ids))
        assert {link.removeprefix("#") for link in links} == {"main", *anchors(found)}

    def test_needs_nothing_from_elsewhere(self, state: str, language: str) -> None:
        text = html(sample.STATES[state](), language)

        assert not re.search(r"https?:|src=|<script|<link|@import|url\(|javascript:", text)
        assert "default-src 'none'" in text

    def test_shows_no_raw_value_or_placeholder(self, state: str, language: str) -> None:
        text = page(state, language).sentences

        assert not re.search(r"\bnan\b|\binf\b|None|%\(|%%|\{\{|\{%|_nbd|\bcant_lose\b", text)

    def test_lists_its_parts_in_the_agreed_order(self, state: str, language: str) -> None:
        found = anchors(page(state, language))

        assert found == [anchor for anchor in ORDER if anchor in found]

    def test_is_the_same_again(self, state: str, language: str) -> None:
        analysis = sample.STATES[state]()

        assert html(analysis, language) == html(analysis, language)


class TestPolish:
    @pytest.mark.parametrize("state", sample.STATES)
    def test_leaves_no_english_sentence(self, state: str) -> None:
        text = page(state, "pl").sentences
        with CATALOGUE.open("rb") as file:
            sources = [m.id for m in read_po(file) if isinstance(m.id, str) and m.string != m.id]
        pieces = {
            piece.strip()
            for source in sources
            for piece in re.split(r"%\(\w+\)s|%%", source)
            if len(piece.strip()) > 12
        }

        assert pieces
        assert [piece for piece in pieces if piece in text] == []

    def test_writes_numbers_the_polish_way(self) -> None:
        text = html(sample.full(), "pl")

        assert "412\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}zł" in text
        assert "22\N{NO-BREAK SPACE}lis\N{NO-BREAK SPACE}2026" in text
        assert "PLN\N{NO-BREAK SPACE}412" not in text

    def test_ends_no_line_with_a_one_letter_word(self) -> None:
        assert not [t for t in page("full", "pl").texts if re.search(r"\b[aiouwz] \w", t)]

    @pytest.mark.parametrize(
        ("slipping", "expected"),
        [
            (1, "Odchodzi 1 klient wart"),
            (2, "Odchodzi 2 klientów wartych"),
            (5, "Odchodzi 5 klientów wartych"),
            (22, "Odchodzi 22 klientów wartych"),
            (112, "Odchodzi 112 klientów wartych"),
        ],
    )
    def test_has_the_plural_of_the_number(self, slipping: int, expected: str) -> None:
        shop = sample.full()
        counted = replace(shop.totals, slipping_customers=slipping)

        assert expected in html(replace(shop, totals=counted), "pl").replace(
            "\N{NO-BREAK SPACE}", " "
        )


class TestEnglish:
    def test_writes_numbers_the_english_way(self) -> None:
        text = html(sample.full())

        assert "PLN\N{NO-BREAK SPACE}412,000" in text
        assert "22\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026" in text
        assert "zł" not in page("full").sentences


class TestFullReport:
    def test_has_every_part(self) -> None:
        assert anchors(page("full")) == ORDER

    def test_says_first_what_the_base_is_worth_and_how_sure_that_is(self) -> None:
        text = page("full").sentences.replace("\N{NO-BREAK SPACE}", " ")

        assert "bring about PLN 412,000 of revenue (80% of outcomes: PLN 351,000–481,000)" in text
        assert text.index("How sure are we?") < text.index("Who is slipping away")

    def test_the_first_step_follows_the_main_figure(self) -> None:
        text = page("full").sentences

        assert "First step: Hurtownia Bis. Silence of a top customer." in text
        assert text.index("PLN\N{NO-BREAK SPACE}412,000") < text.index("First step")
        assert text.index("First step") < text.index("Customers still with you")

    def test_a_key_figure_is_rounded_and_told_in_full_below(self) -> None:
        text = page("full").sentences.replace("\N{NO-BREAK SPACE}", " ")

        told = "20 Nov 2024 – 22 Nov 2026; turnover less what was given back, exactly PLN 1,311,400"
        assert f"PLN 1,310,000\n{told}" in text
        assert "exactly" not in page("too_thin").sentences  # 6,120 is round as it is

    def test_names_ten_customers_with_reason_purpose_and_stake(self) -> None:
        found = page("full")
        text = found.sentences.replace("\N{NO-BREAK SPACE}", " ")

        assert [c.customer for c in sample.contacts()] == [
            name for name in found.texts_of["h3"] if name in {c.customer for c in sample.contacts()}
        ]
        assert "PLN 5,400" in text
        assert "A purchase every 24 days on average, silent for 132 days." in text
        assert "Ask how it was: call in person" in text

    def test_shows_all_eleven_groups_with_their_policies(self) -> None:
        found = page("full")

        assert len(found.texts_of["h4"]) == 11
        assert {"Invest more", "Win over", "Notice in time"} <= set(found.texts_of["h3"])

    def test_sets_the_model_beside_simple_rules(self) -> None:
        text = page("full").sentences

        assert "Pareto/NBD forecast 1,770 purchases; 1,880 were made: 6% too few." in text
        assert "less than by the best simple rule (Rule: last period again)" in text

    def test_says_that_new_customers_are_not_in_the_forecast(self) -> None:
        assert "Only today's customers are counted" in page("full").sentences

    def test_closes_the_account_of_rows(self) -> None:
        text = page("full").sentences

        assert "11,879 rows were read: 11,698 used, 144 returns, 37 set aside." in text
        assert "unreadable date" in text

    def test_tells_how_to_change_a_guess(self) -> None:
        assert "--customer" in page("full").sentences

    def test_escapes_what_strangers_wrote(self) -> None:
        shop = sample.full()
        bad = '"><script>alert(1)</script>'
        contact = replace(shop.contacts[0], customer=bad)
        channel = replace(shop.channels[0], channel=bad)
        hostile = replace(shop, files=(bad,), contacts=(contact,), channels=(channel,))

        assert "<script" not in html(hostile)
        assert Page(html(hostile)).faults == []

    def test_stays_small(self) -> None:
        assert len(html(sample.full()).encode()) < 150_000
