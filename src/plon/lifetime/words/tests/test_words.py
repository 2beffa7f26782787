"""Every code has words in both languages, and sentences take their facts."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from plon.lifetime import words
from plon.lifetime.analysis import Finding
from plon.lifetime.formulas.acquisition import SpendDecision
from plon.lifetime.formulas.bands import BENCHMARKS, Band
from plon.lifetime.formulas.methods import RECOMMENDED, Method
from plon.lifetime.lint import CODES
from plon.lifetime.segments.channels import ADVICE
from plon.lifetime.segments.groups import GROUPS, POLICIES
from plon.lifetime.segments.movement import Movement
from plon.lifetime.segments.tiers import TIERS
from plon.lifetime.segments.values import Drop
from plon.lifetime.wording import NBSP

FACTS: dict[str, float | int | str] = {
    "amount_minor": 1_234_500,
    "correlation": 0.31,
    "customer": "K-7",
    "customers": 5,
    "days": 5,
    "first_day": "2026-01-01",
    "last_day": "2026-01-31",
    "of_sales": 50,
    "rows": 5,
    "sales": 5,
    "share": 0.0512,
    "usual": 12.0,
}
LABELS: list[tuple[Callable[[str, str], str], list[str]]] = [
    (words.group_label, [*GROUPS]),
    (words.group_meaning, [*GROUPS]),
    (words.group_action, [*GROUPS]),
    (words.policy_label, [*POLICIES.values()]),
    (words.policy_sentence, [*POLICIES.values()]),
    (words.tier_label, [*TIERS]),
    (words.band_label, [*Band]),
    (words.band_advice, [*Band]),
    (words.industry_label, [*BENCHMARKS]),
    (words.position_label, ["below", "within", "above"]),
    (words.decision_sentence, [*SpendDecision]),
    (words.channel_advice_sentence, [*ADVICE.values()]),
    (words.method_label, [*Method]),
    (words.method_formula, [*Method]),
    (words.business_label, [*RECOMMENDED]),
    (words.finding_level_label, ["bad", "watch", "info"]),
]
SAME = {"VIP", "Fintech"}  # words that Polish shares


@pytest.mark.parametrize(("label", "codes"), LABELS)
def test_every_code_has_words_in_both_languages(
    label: Callable[[str, str], str], codes: list[str]
) -> None:
    english, polish = ([label(code, language) for code in codes] for language in ("en", "pl"))

    assert len(set(english)) == len(set(codes))
    assert [
        pair for pair in zip(english, polish, strict=True) if pair[0] == pair[1] not in SAME
    ] == []


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("code", CODES)
def test_every_finding_is_a_finished_sentence(code: str, language: str) -> None:
    sentence = words.finding_sentence(
        Finding(code=code, level="watch", facts=FACTS), "PLN", language
    )

    assert sentence.endswith(".")
    assert "%" not in sentence.replace("5.1%", "").replace("5,1%", "")


@pytest.mark.parametrize("code", CODES)
def test_every_finding_is_translated(code: str) -> None:
    finding = Finding(code=code, level="watch", facts=FACTS)

    assert words.finding_sentence(finding, "PLN", "pl") != words.finding_sentence(
        finding, "PLN", "en"
    )


def rows_missing(rows: int, language: str) -> str:
    finding = Finding(code="amounts_missing", level="bad", facts={"rows": rows, "share": 0.0512})
    return words.finding_sentence(finding, "PLN", language)


@pytest.mark.parametrize(
    ("rows", "start"),
    [
        (1, "1 wiersz nie ma"), (2, "2 wiersze nie mają"), (5, "5 wierszy nie ma"),
        (12, "12 wierszy nie ma"), (22, "22 wiersze nie mają"), (112, "112 wierszy nie ma"),
    ],
)  # fmt: skip
def test_polish_counts(rows: int, start: str) -> None:
    assert rows_missing(rows, "pl").startswith(start)


def test_english_counts() -> None:
    assert rows_missing(1, "en").startswith("1 row has no readable amount (5.1% of all)")
    assert rows_missing(1_200, "en").startswith("1,200 rows have")


def test_sales_without_a_margin_are_told_with_their_first_day() -> None:
    facts: dict[str, float | int | str]
    facts = {"sales": 3, "of_sales": 1_204, "first_day": "2026-01-31"}
    some = Finding(code="revenue_without_margin", level="watch", facts=facts)
    plain = Finding(code="revenue_without_margin", level="watch")

    told = words.finding_sentence(some, "PLN", "en")
    assert told.startswith(f"3 of 1,204 sales have no margin, the first of 31{NBSP}Jan{NBSP}2026:")
    assert "add a margin column" in words.finding_sentence(plain, "PLN", "en")


def test_money_and_days_are_formatted_by_the_house() -> None:
    anonymous = Finding(
        code="anonymous_turnover", level="watch", facts={"amount_minor": 1_234_500, "share": 0.2}
    )
    old = Finding(code="data_outdated", level="watch", facts={"last_day": "2026-01-31"})

    assert f"PLN{NBSP}12,345 (20.0% of turnover)" in words.finding_sentence(anonymous, "PLN", "en")
    assert f"31{NBSP}Jan{NBSP}2026, too long ago" in words.finding_sentence(old, "PLN", "en")


@pytest.mark.parametrize(
    ("ratio", "language", "text"),
    [("8", "en", "8:1"), ("21.7", "pl", "21,7:1"), ("3.04", "en", "3.0:1"), ("8.00", "pl", "8:1")],
)
def test_ratios(ratio: str, language: str, text: str) -> None:
    assert words.ratio_text(Decimal(ratio), language) == text


def test_a_movement_names_its_reference() -> None:
    plain = Movement(code="loyal", before=10, after=8, reference=None)
    shrunk = Movement(code="potential_churn", before=38, after=10, reference=3.8)

    assert words.movement_sentence(plain, "en") == "Loyal: 10 before, 8 now."
    assert "made this group 3.8 times smaller" in words.movement_sentence(shrunk, "en")
    assert "zmalała 3,8 razy" in words.movement_sentence(shrunk, "pl")


def test_a_fall_is_told_as_a_positive_share() -> None:
    drop = Drop(name="web", before=Decimal(1_000), now=Decimal(875))

    assert "segment web fell by 12.5%" in words.drop_sentence(drop, "en")


@pytest.mark.parametrize("level", ["none", "warning", "severe"])
def test_dependence_is_told_by_level(level: str) -> None:
    top = words.top_share_sentence(0.83, level, "en")
    channel = words.segment_share_sentence("", 0.55, level, "en")

    assert top.startswith("The best 20% of customers bring 83% of revenue")
    assert channel.startswith("Unknown: 55% of revenue")


def test_a_recommendation_without_a_notice_says_nothing() -> None:
    assert words.notice_sentence("", "pl") == ""
