"""How products and orders are told."""

import pytest
from django.utils import translation

from plon.orders.domain import Rule
from plon.orders.models import Order
from plon.orders.services import words

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("rule", "said", "how", "result"),
    [
        (Rule(commission_model="none"), "margin not known", "Fill in", ""),
        (
            Rule(commission_model="none", margin_bp=5_550),
            "margin 55.5%",
            f"PLN{NBSP}100 × 55.5%",
            f"PLN{NBSP}55.50",
        ),
        (
            Rule(commission_model="none", unit_cost_minor=4_025),
            f"price less PLN{NBSP}40.25",
            f"PLN{NBSP}100 − PLN{NBSP}40.25",
            f"PLN{NBSP}59.75",
        ),
        (
            Rule(commission_model="percent", commission_bp=125),
            "1.25% of the amount",
            f"PLN{NBSP}100 × 1.25%",
            f"PLN{NBSP}1.25",
        ),
        (
            Rule(commission_model="fixed", commission_minor=5_000),
            f"PLN{NBSP}50 each",
            "A fixed commission",
            f"PLN{NBSP}50",
        ),
        (
            Rule(commission_model="yearly", commission_minor=5_000, term_months=25),
            f"PLN{NBSP}50 a year",
            "The first year",
            f"PLN{NBSP}50",
        ),
        (
            Rule(
                commission_model="yearly",
                commission_minor=5_000,
                term_months=25,
                is_counted_yearly=True,
            ),
            f"PLN{NBSP}50 a year",
            f"PLN{NBSP}50 × 3 years",
            f"PLN{NBSP}150",
        ),
        (Rule(commission_model="yearly"), "commission not filled in", "Fill in", ""),
    ],
)
def test_what_a_product_earns(rule: Rule, said: str, how: str, result: str) -> None:
    with translation.override("en"):
        assert words.earning(rule, currency="PLN") == said
        worked_out, sum_ = words.example(rule, amount_minor=10_000, currency="PLN")

    assert worked_out.startswith(how)
    assert sum_ == result


@pytest.mark.parametrize(
    ("months", "said"),
    [(None, "–"), (0, "–"), (1, "1 miesiąc"), (5, "5 miesięcy"), (12, "1 rok"), (60, "5 lat")],
)
def test_months_are_told_as_people_do(months: int | None, said: str) -> None:
    with translation.override("pl"):
        assert words.months(months) == said.replace(" ", NBSP)


def test_every_code_has_its_word() -> None:
    with translation.override("pl"):
        for status in Order.Status.values:
            assert words.status_word(status)
            assert words.LEVELS[status]
        assert all(map(words.origin_word, Order.Origin.values))
        assert all(map(words.place_word, Order.Place.values))
        assert (words.origin_word(""), words.place_word("")) == ("", "")
