"""LTV-019, 024: which formula for which business, and where it says less."""

import pytest

from plon.lifetime.formulas.broker import broker_value
from plon.lifetime.formulas.methods import Method, recommend
from plon.lifetime.words import method_label, notice_sentence


@pytest.mark.feature("LTV-019")
@pytest.mark.parametrize(
    ("business", "method"),
    [
        ("retail", Method.ORDER_TIMES_FREQUENCY),
        ("online_shop", Method.ORDER_TIMES_FREQUENCY),
        ("subscription", Method.MARGIN_OVER_CHURN),
        ("banking", Method.MARGIN_OVER_CHURN),
        ("b2b", Method.NET_PRESENT_VALUE),
        ("broker", Method.BROKER),
    ],
)
def test_each_business_model_has_its_formula(business: str, method: Method) -> None:
    advice = recommend(business)

    assert advice.method is method
    assert advice.notice == ""
    assert method_label(advice.method, "en")


@pytest.mark.feature("LTV-019")
def test_a_subscription_may_also_count_revenue_over_a_lifetime() -> None:
    assert Method.ARPU_TIMES_LIFETIME in recommend("subscription").also


@pytest.mark.feature("LTV-024")
def test_real_estate_is_warned_and_can_still_compute() -> None:
    advice = recommend("real_estate")

    assert "seldom buy twice" in notice_sentence(advice.notice, "en")
    assert advice.method is Method.BROKER
    assert broker_value(first_commission=9_000, referrals=2).value == 14_400
