"""Words of the value pages: numbers of formulas, cadences, conditions."""

from plon.ui.language import gettext as _


def parameter_label(name: str) -> str:
    """Return what a formula's number is."""
    return {
        "first_commission": _("First commission"),
        "cross_sell_commission": _("Commission of a further product"),
        "cross_sells": _("Further products a client"),
        "referral_conversion": _("Share of referrals that become clients (0 to 1)"),
        "referrals": _("Referrals a client"),
        "margin": _("Margin of a purchase"),
        "purchases": _("Purchases a customer"),
        "arpu_monthly": _("Monthly revenue of a customer"),
        "lifetime_months": _("Months as a customer"),
        "order_value": _("Average purchase"),
        "purchases_yearly": _("Purchases a year"),
        "lifespan_years": _("Years as a customer"),
        "margin_share": _("Margin (0 to 1)"),
        "churn_monthly": _("Share that leaves each month (0 to 1)"),
        "revenues": _("Revenue of each period, with semicolons between"),
        "discount": _("Discount a period (0.1 is 10%%)") % (),
        "acquisition_cost": _("Cost of winning the customer"),
        "segments": _("A segment in each line: revenue, retention (0 to 1), margin (0 to 1)"),
        "earned": _("Earned so far on a customer"),
        "open_referrals": _("Referrals still open"),
        "referral_value": _("What one of them may bring"),
    }.get(name, name)


def cadence_label(code: str) -> str:
    """Return how often figures are computed anew."""
    return {
        "on_change": _("After every change"),
        "monthly": _("Every month"),
        "quarterly": _("Every quarter"),
    }.get(code, code)


def split_label(code: str) -> str:
    """Return by what customers are split."""
    return {
        "group": _("Group"),
        "tier": _("Value tier"),
        "channel": _("Channel of the first purchase"),
        "region": _("Region"),
    }.get(code, code)
