"""Which formula of lifetime value suits which business, and where none fits well."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from plon.lifetime.errors import InputUnusable, sentence


class Method(StrEnum):
    """A way to compute lifetime value; the functions are in `formulas` and `broker`."""

    BROKER = "broker"
    MARGIN_TIMES_PURCHASES = "margin_times_purchases"
    ARPU_TIMES_LIFETIME = "arpu_times_lifetime"
    ORDER_TIMES_FREQUENCY = "order_times_frequency"
    MARGIN_OVER_CHURN = "margin_over_churn"
    NET_PRESENT_VALUE = "net_present_value"
    SUM_OF_SEGMENTS = "sum_of_segments"
    OBSERVED = "observed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """The method to start with, others that suit, and a notice that never blocks.

    notice: "" or "one_off_sales": customers seldom buy twice, so the value says less.
    """

    method: Method
    also: tuple[Method, ...] = ()
    notice: str = ""


_SHOP = Recommendation(
    method=Method.ORDER_TIMES_FREQUENCY,
    also=(Method.MARGIN_TIMES_PURCHASES, Method.SUM_OF_SEGMENTS),
)
_SUBSCRIPTION = Recommendation(method=Method.MARGIN_OVER_CHURN, also=(Method.ARPU_TIMES_LIFETIME,))

RECOMMENDED: Mapping[str, Recommendation] = {
    "retail": _SHOP,
    "online_shop": _SHOP,
    "services": _SHOP,
    "subscription": _SUBSCRIPTION,
    "saas": _SUBSCRIPTION,
    "mobile_app": _SUBSCRIPTION,
    # Regular payments over long years, and the margin is what differs between products.
    "banking": Recommendation(
        method=Method.MARGIN_OVER_CHURN,
        also=(Method.ARPU_TIMES_LIFETIME, Method.NET_PRESENT_VALUE),
    ),
    "b2b": Recommendation(method=Method.NET_PRESENT_VALUE, also=(Method.SUM_OF_SEGMENTS,)),
    "broker": Recommendation(method=Method.BROKER, also=(Method.OBSERVED,)),
    "real_estate": Recommendation(
        method=Method.BROKER,
        also=(Method.MARGIN_TIMES_PURCHASES, Method.OBSERVED),
        notice="one_off_sales",
    ),
}


def recommend(business: str) -> Recommendation:
    """Return what suits a business model. Raises InputUnusable for one that is not listed."""
    if business not in RECOMMENDED:
        known = ", ".join(RECOMMENDED)
        raise InputUnusable(
            sentence("“%(business)s” is not a business model: choose one of %(known)s"),
            business=business,
            known=known,
        )
    return RECOMMENDED[business]
