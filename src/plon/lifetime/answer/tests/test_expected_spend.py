"""What a purchase is worth: by Gamma-Gamma, or by the base's mean where that cannot be fitted."""

from datetime import date, timedelta

import numpy as np
import pytest

from plon.lifetime.answer.expected_spend import REPEATERS_MIN, expected_spend
from plon.lifetime.summary import Summary
from plon.lifetime.tests.bases import cdnow, summary_of

UNTIL = date(2026, 6, 30)


def base(*customers: tuple[int, ...]) -> Summary:
    """Return customers by what they paid, in grosze, day after day."""
    return summary_of(
        {
            f"c{k:03}": {
                UNTIL - timedelta(days=len(paid) - i): minor for i, minor in enumerate(paid)
            }
            for k, paid in enumerate(customers)
        },
        until=UNTIL,
    )


def test_without_amounts_a_purchase_is_worth_nothing() -> None:
    found = expected_spend(None, size=3)

    assert found.minor.tolist() == [0, 0, 0]
    assert found.fit is None


def test_too_few_repeat_customers_get_the_mean_of_all_days() -> None:
    found = expected_spend(base(*[(100, 300)] * (REPEATERS_MIN - 1)), size=REPEATERS_MIN - 1)

    assert found.fit is None
    assert found.minor.tolist() == [200] * (REPEATERS_MIN - 1)


def test_losses_are_not_expected() -> None:
    assert expected_spend(base((-500, 100)), size=1).minor.tolist() == [0]


def test_the_expectation_lies_between_the_own_and_the_base_mean() -> None:
    bought = cdnow()
    summary = summary_of(
        {who: own for who, own in bought.items() if min(own) <= date(1997, 3, 31)},
        until=date(1998, 6, 30),
    )

    found = expected_spend(summary, size=len(summary))

    assert found.fit is not None
    p, q, gamma = (found.fit.params[letter] for letter in ("p", "q", "gamma"))
    base_mean = 100 * p * gamma / (q - 1)
    own = 100 * summary.monetary_value
    once = summary.x == 0
    assert found.minor[once] == pytest.approx(base_mean)
    low, high = np.minimum(own, base_mean), np.maximum(own, base_mean)
    paid = (summary.x > 0) & (own > 0) & (summary.zero_days == 0)
    assert (found.minor[paid] >= low[paid] - 1e-6).all()
    assert (found.minor[paid] <= high[paid] + 1e-6).all()
