"""What a sale earns."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.orders import domain
from plon.orders.domain import Earned, Figures, NewLine, Rule


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(commission_model="fixed", commission_minor=3_500_00), (3_500_00, 3_500_00)),
        (Rule(commission_model="yearly", commission_minor=800_00), (800_00, 800_00)),
        (
            Rule(
                commission_model="yearly",
                commission_minor=800_00,
                is_counted_yearly=True,
                term_months=24,
            ),
            (1_600_00, 1_600_00),
        ),
        (
            Rule(commission_model="yearly", commission_minor=800_00, is_counted_yearly=True),
            (800_00, 800_00),
        ),
        (Rule(commission_model="percent", commission_bp=100), (3_500_00, 3_500_00)),
        (Rule(commission_model="none", unit_cost_minor=300_000_00), (50_000_00, None)),
        (Rule(commission_model="none", margin_bp=5_000), (175_000_00, None)),
        (Rule(commission_model="none"), (None, None)),
        (Rule(commission_model="fixed"), (None, None)),
    ],
)
def test_a_product_earns_by_its_rule(rule: Rule, expected: tuple[int | None, int | None]) -> None:
    found = domain.earned(rule, amount_minor=350_000_00, quantity_milli=1_000)

    assert found == Earned(margin_minor=expected[0], commission_minor=expected[1])


def test_a_fixed_commission_is_a_piece() -> None:
    rule = Rule(commission_model="fixed", commission_minor=1_00)

    assert domain.earned(rule, amount_minor=0, quantity_milli=2_500).commission_minor == 2_50


@given(st.integers(-(10**12), 10**12), st.integers(0, 10_000))
def test_a_share_is_right_to_half_a_grosz_and_mirrors(amount_minor: int, share_bp: int) -> None:
    part = domain.share(amount_minor, share_bp)

    assert abs(part * 10_000 - amount_minor * share_bp) <= 5_000
    assert domain.share(-amount_minor, share_bp) == -part


@pytest.mark.parametrize(
    ("before", "after", "is_allowed"),
    [
        ("lead", "signed", True),
        ("signed", "paid", True),
        ("paid", "paid", True),
        ("paid", "lead", False),
        ("cancelled", "paid", False),
    ],
)
def test_an_order_goes_forward_only(before: str, after: str, is_allowed: bool) -> None:
    assert domain.may_become(before, after) is is_allowed


def test_a_total_is_known_if_every_line_is() -> None:
    assert domain.total_of([1, 2]) == 3
    assert domain.total_of([1, None]) is None
    assert domain.total_of([]) is None


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        ("2026-04-12", 12, "2027-04-12"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-10-31", 2, "2026-12-31"),
    ],
)
def test_a_contract_is_renewed_on_the_same_day_where_the_month_has_it(
    day: str, months: int, found: str
) -> None:
    assert str(domain.months_after(date.fromisoformat(day), months)) == found


def test_where_an_order_may_go_stands_in_the_order_of_its_way() -> None:
    assert domain.next_statuses("signed") == ["paid", "cancelled", "returned"]
    assert domain.next_statuses("returned") == []


def test_what_is_told_of_a_whole_order_is_its_greatest_telling() -> None:
    kept = Figures(total_minor=200, margin_minor=30, commission_minor=30)
    new = [(NewLine(amount_minor=100), Earned(margin_minor=None, commission_minor=None))]

    told = Figures(total_minor=350, commission_minor=50)
    grown = domain.completed(kept, [], new, told)

    assert grown == Figures(total_minor=350, margin_minor=50, commission_minor=50)
    assert domain.completed(grown, [], new, Figures(total_minor=1, commission_minor=1)) == grown


def test_a_new_line_adds_to_figures_that_other_rows_told_what_it_tells() -> None:
    kept = Figures(total_minor=200, margin_minor=40, commission_minor=30)
    lines = [Earned(margin_minor=10, commission_minor=10)]
    new = [(NewLine(amount_minor=100, margin_minor=5), Earned(margin_minor=5, commission_minor=1))]

    assert domain.completed(kept, lines, new, Figures()) == Figures(
        total_minor=300, margin_minor=45, commission_minor=30
    )
