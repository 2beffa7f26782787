"""Formulas of lifetime value in words."""

from plon.lifetime.wording import catalogue


def method_label(code: str, language: str) -> str:
    """Return the method's name."""
    _ = catalogue(language).gettext
    return {
        "broker": _("Intermediary's formula"),
        "margin_times_purchases": _("Margin × number of purchases"),
        "arpu_times_lifetime": _("Monthly revenue × lifetime"),
        "order_times_frequency": _("Average order × frequency × years"),
        "margin_over_churn": _("Monthly margin ÷ churn"),
        "net_present_value": _("Net present value"),
        "sum_of_segments": _("Sum of segments"),
        "observed": _("Observed value"),
    }[code]


def method_formula(code: str, language: str) -> str:
    """Return the method's formula with words for letters."""
    _ = catalogue(language).gettext
    return {
        "broker": _(
            "first commission + cross-sell commission × cross-sells "
            "+ first commission × referral conversion × referrals"
        ),
        "margin_times_purchases": _("average margin × number of purchases"),
        "arpu_times_lifetime": _("monthly revenue of a customer × months"),
        "order_times_frequency": _("average order × purchases a year × years"),
        "margin_over_churn": _("monthly revenue of a customer × margin ÷ monthly churn"),
        "net_present_value": _(
            "sum of revenue × margin ÷ (1 + discount) to the power of the period, less the cost"
        ),
        "sum_of_segments": _("sum of segment revenue × retention × margin"),
        "observed": _("margins to date + expected value of open referrals"),
    }[code]


def business_label(code: str, language: str) -> str:
    """Return the name of a business model."""
    _ = catalogue(language).gettext
    return {
        "retail": _("Shop"),
        "online_shop": _("Online shop"),
        "services": _("Services (salon, workshop, restaurant)"),
        "subscription": _("Subscription"),
        "saas": _("Online service (SaaS)"),
        "mobile_app": _("Mobile app"),
        "banking": _("Banking"),
        "b2b": _("B2B with long contracts"),
        "broker": _("Financial intermediary"),
        "real_estate": _("Real estate"),
    }[code]


def notice_sentence(code: str, language: str) -> str:
    """Return the notice of a recommendation, or nothing where there is none."""
    _ = catalogue(language).gettext
    return {
        "": "",
        "one_off_sales": _(
            "Customers of this business seldom buy twice, so lifetime value says less here; "
            "count referrals and further services too."
        ),
    }[code]
