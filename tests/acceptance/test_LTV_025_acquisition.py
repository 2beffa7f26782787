"""LTV-025 … 032: what customers cost, bring back, and may cost."""

from decimal import Decimal

import pytest

from plon.lifetime.formulas.acquisition import (
    acquisition_cost,
    affordable_cost,
    payback_months,
    retention_budget,
    roi_percent,
    spend_decision,
    value_to_cost,
)
from plon.lifetime.formulas.amounts import to_grosz
from plon.lifetime.formulas.bands import BENCHMARKS, band_of
from plon.lifetime.words import band_label, decision_sentence, industry_label, ratio_text


@pytest.mark.feature("LTV-025")
def test_a_value_of_500_justifies_50_of_care() -> None:
    assert to_grosz(retention_budget(lifetime_value=500)) == Decimal("50.00")


@pytest.mark.feature("LTV-026")
def test_cost_of_a_customer_without_product_costs() -> None:
    assert acquisition_cost(marketing=16_000, customers_won=20) == 800
    assert acquisition_cost(marketing=16_000, product_cost=5_000, customers_won=20) == 800


@pytest.mark.feature("LTV-026")
def test_product_costs_on_request() -> None:
    cost = acquisition_cost(
        marketing=16_000, product_cost=5_000, customers_won=20, counts_product_cost=True
    )

    assert cost == 1_050


@pytest.mark.feature("LTV-027")
def test_return_in_percent_and_as_a_ratio() -> None:
    assert roi_percent(value=12_800, cost=800) == 1_500
    assert roi_percent(value=3_500, cost=800) == Decimal("337.5")
    assert roi_percent(value=8, cost=1) == 700
    assert ratio_text(value_to_cost(value=8_000, cost=1_000), "en") == "8:1"


@pytest.mark.feature("LTV-028")
@pytest.mark.parametrize(("value", "ratio"), [(3_500, "4.375"), (12_800, "16"), (17_360, "21.7")])
def test_value_to_cost(value: int, ratio: str) -> None:
    assert value_to_cost(value=value, cost=800) == Decimal(ratio)


@pytest.mark.feature("LTV-028")
@pytest.mark.parametrize(
    ("ratio", "band", "label"),
    [
        ("0.99", "loses", "Loses money"),
        ("1.0", "break_even", "Works at zero"),
        ("1.99", "break_even", "Works at zero"),
        ("2.5", "below_standard", "Below the standard"),
        ("3.0", "healthy", "Healthy standard"),
        ("4.0", "cautious", "Clearly profitable"),
        ("4.99", "cautious", "Clearly profitable"),
        ("5.0", "scale", "Ready to grow fast"),
        ("7", "scale", "Ready to grow fast"),
    ],
)
def test_bands(ratio: str, band: str, label: str) -> None:
    assert band_of(ratio) == band
    assert band_label(band_of(ratio), "en") == label


USUAL = {
    "general": "3", "saas_b2b": "4", "saas_b2c": "2.5", "adtech": "7", "cybersecurity": "5",
    "fintech": "5", "edtech": "5", "design": "6", "business_services": "3",
    "manufacturing": "3-4", "pharma": "3-4", "paid_channels": "2.5", "biotech": "4",
    "business_consulting": "4", "construction": "4", "financial_services": "4",
    "real_estate": "4",
}  # fmt: skip


@pytest.mark.feature("LTV-029")
def test_all_seventeen_benchmarks_are_there() -> None:
    shown = {
        code: "-".join(dict.fromkeys((str(each.low), str(each.high))))
        for code, each in BENCHMARKS.items()
    }

    assert shown == USUAL
    assert len({industry_label(code, "en") for code in BENCHMARKS}) == 17


@pytest.mark.feature("LTV-029")
@pytest.mark.parametrize(
    ("ratio", "position"), [("3.5", "within"), ("2.9", "below"), ("4.2", "above")]
)
def test_own_ratio_against_a_line_of_business(ratio: str, position: str) -> None:
    assert BENCHMARKS["pharma"].position(ratio) == position


@pytest.mark.feature("LTV-030")
def test_the_most_a_customer_may_cost() -> None:
    assert affordable_cost(lifetime_value=960) == 320


@pytest.mark.feature("LTV-031")
def test_five_to_one_pays_back_in_four_months() -> None:
    assert payback_months(lifetime_months=20, ratio=5) == 4


@pytest.mark.feature("LTV-032")
@pytest.mark.parametrize(
    ("value", "decision", "words"),
    [(960, "justified", "the spending is justified"), (700, "optimise", "improve the campaign")],
)
def test_spending_is_judged(value: int, decision: str, words: str) -> None:
    judged = spend_decision(lifetime_value=value, cost=800)

    assert judged == decision
    assert words in decision_sentence(judged, "en")
