"""Every code that the analysis can hand over has words, in both languages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

import plon.lifetime
from plon.lifetime.fit import BOUNDARIES
from plon.lifetime.reading.roles import ROLES
from plon.value.services.report import dependence
from plon.value.services.words import boundary_story, role_label
from plon.value.tests import sample
from plon.value.tests.page import told

LIBRARY = Path(plon.lifetime.__file__).parent
QUOTED = {"no_departures": "nobody is seen to leave", "at_limit": "do not settle"}


def sources(folder: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in (LIBRARY / folder).glob("*.py"))


def named_roles() -> set[str]:
    """Return the roles of columns, and those that the reader's sources write in a guess."""
    return {*ROLES, *re.findall(r'\brole="(\w+)"', sources("reading"))}


def named_boundaries() -> set[str]:
    """Return the limits that the models' sources name."""
    found = re.findall(r'(?:[+-]": |boundary=)"(\w+)"', sources("models"))
    return {*found, "at_limit"}


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_role_that_the_reader_guesses_has_a_word(language: str) -> None:
    assert {"sheet", "document_type", "encoding", "customer"} <= named_roles()
    with translation.override(language):
        words = {role: role_label(role) for role in named_roles()}

    assert [role for role, word in words.items() if word == role] == []
    assert len(set(words.values())) == len(words)


def test_the_words_for_roles_are_translated() -> None:
    with translation.override("en"):
        english = {role: role_label(role) for role in named_roles()}
    with translation.override("pl"):
        polish = {role: role_label(role) for role in named_roles()}

    assert [role for role in english if english[role] == polish[role]] == []


def test_every_limit_that_a_model_meets_is_listed() -> None:
    assert named_boundaries() == set(BOUNDARIES)


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_limit_has_a_sentence_of_its_own(language: str) -> None:
    with translation.override(language):
        stories = [boundary_story(code) for code in BOUNDARIES]
        unknown = boundary_story("unheard_of")

    assert len(set(stories)) == len(BOUNDARIES)
    assert all(story[0].isupper() and story.endswith(".") for story in stories)
    assert "unheard_of" not in unknown


@pytest.mark.parametrize("code", BOUNDARIES)
def test_a_model_at_a_limit_says_so_and_shows_no_code(code: str) -> None:
    shop = sample.full()
    candidates = tuple(
        replace(c, fit=replace(c.fit, boundary=code)) if c.chosen and c.fit else c
        for c in shop.choice.candidates
    )

    text = told(replace(shop, choice=replace(shop.choice, candidates=candidates)))

    assert "lies at a limit" in text
    assert QUOTED.get(code, "In these sales") in text
    assert code not in text


def test_a_model_inside_its_limits_is_not_said_to_meet_one() -> None:
    assert "lies at a limit" not in told(sample.full())


def test_the_greater_risk_is_told_of_revenue_or_of_value() -> None:
    revenue, value = (("web", 0.4, "none"),), (("fair", 0.6, "warning"),)

    assert dependence.worse(revenue, value)[1] == value[0]
    assert dependence.worse(value, revenue)[1] == value[0]
    assert dependence.worse(revenue, ())[1] == revenue[0]


def test_dependence_by_value_alone_is_said() -> None:
    shop = sample.full()
    risk = replace(
        shop.concentration,
        channels=(("web", 0.4, "none"),),
        channels_by_value=(("fair", 0.72, "severe"),),
    )

    text = told(replace(shop, concentration=risk))

    assert "fair: 72% of lifetime value; without it the firm would not hold." in text
    assert "web: 40% of revenue" not in text
