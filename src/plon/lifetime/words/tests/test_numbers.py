"""Numbers as people read them."""

from decimal import Decimal

import pytest

from plon.lifetime.wording import NBSP, number


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (Decimal("90071992547409.93"), 2, "90,071,992,547,409.93"),
        (Decimal("92233720368547758.07"), 2, "92,233,720,368,547,758.07"),
        (Decimal("-0.005"), 2, "\N{MINUS SIGN}0.01"),
        (Decimal("-0.004"), 2, "0.00"),
        (Decimal(7), 0, "7"),
        (0.125, 2, "0.13"),
        (-1234.5, 0, "\N{MINUS SIGN}1,235"),
    ],
)
def test_of_a_decimal_no_digit_is_lost(value: Decimal | float, decimals: int, text: str) -> None:
    assert number(value, decimals=decimals, language="en") == text
    polish = text.replace(",", NBSP).replace(".", ",")
    assert number(value, decimals=decimals, language="pl") == polish
