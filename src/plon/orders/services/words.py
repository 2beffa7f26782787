"""Sentences about products and orders."""

from django.utils.translation import gettext_lazy

from plon.lifetime import wording
from plon.orders.domain import MILLI, MONTHS, Rule, earned
from plon.ui.language import active_language, ngettext
from plon.ui.language import gettext as _

NBSP, DASH = wording.NBSP, "\N{EN DASH}"


LEVELS = {  # of the lights before a status
    "lead": "unknown",
    "application": "watch",
    "approved": "watch",
    "rejected": "bad",
    "signed": "good",
    "paid": "good",
    "cancelled": "bad",
    "returned": "bad",
}


_STATUS_WORDS = {
    "lead": gettext_lazy("enquiry"),
    "application": gettext_lazy("application"),
    "approved": gettext_lazy("approved"),
    "rejected": gettext_lazy("rejected"),
    "signed": gettext_lazy("signed"),
    "paid": gettext_lazy("paid"),
    "cancelled": gettext_lazy("cancelled"),
    "returned": gettext_lazy("returned"),
}


def status_word(code: str) -> str:
    """Return where an order is on its way."""
    return str(_STATUS_WORDS[code])


def origin_word(code: str) -> str:
    """Return what led to an order; "" for not known."""
    return {
        "first": _("first purchase"),
        "cross_sell": _("another product"),
        "upsell": _("a larger one"),
        "renewal": _("renewal"),
        "referral": _("somebody's word"),
        "repeat": _("again"),
    }.get(code, "")


def place_word(code: str) -> str:
    """Return where an order was made; "" for not known."""
    return {"online": _("online"), "offline": _("on the spot")}.get(code, "")


def money(minor: int | None, *, currency: str) -> str:
    """Return a known amount to the last grosz; a dash for none."""
    if minor is None:
        return DASH
    decimals = 2 if minor % 100 else 0
    return wording.money(minor, currency=currency, decimals=decimals, language=active_language())


def percent(share_bp: int) -> str:
    """Return basis points as a percentage: 1%, 1,5%, 0,25%."""
    decimals = 0 if share_bp % 100 == 0 else 1 if share_bp % 10 == 0 else 2
    return wording.percent(share_bp / 10_000, decimals=decimals, language=active_language())


def earning(rule: Rule, *, currency: str) -> str:
    """Return how a product earns, in a few words."""
    if rule.commission_model == "none":
        return _margin(rule, currency=currency)
    amount = money(rule.commission_minor, currency=currency)
    share = percent(rule.commission_bp or 0)
    told = rule.commission_bp if rule.commission_model == "percent" else rule.commission_minor
    if told is None:
        return _("commission not filled in")
    return {
        "percent": _("%(share)s of the amount") % {"share": share},
        "fixed": _("%(amount)s each") % {"amount": amount},
        "yearly": _("%(amount)s a year") % {"amount": amount},
    }[rule.commission_model]


def _margin(rule: Rule, *, currency: str) -> str:
    if rule.unit_cost_minor is not None:
        return _("price less %(cost)s") % {"cost": money(rule.unit_cost_minor, currency=currency)}
    if rule.margin_bp is not None:
        return _("margin %(share)s") % {"share": percent(rule.margin_bp)}
    return _("margin not known")


def example(rule: Rule, *, amount_minor: int, currency: str) -> tuple[str, str]:
    """Return how the earning of one piece is worked out, and what it is; "" where not known."""
    got = earned(rule, amount_minor=amount_minor, quantity_milli=MILLI)
    if got.margin_minor is None:
        return _("Fill in what you earn, and the sum will stand here."), ""
    result = money(got.margin_minor, currency=currency)
    return _worked_out(rule, money(amount_minor, currency=currency), currency=currency), result


def _worked_out(rule: Rule, sale: str, *, currency: str) -> str:
    if rule.commission_model == "percent":
        return f"{sale} × {percent(rule.commission_bp or 0)}"
    if rule.commission_model == "fixed":
        return _("A fixed commission, whatever the amount")
    if rule.commission_model == "yearly" and rule.is_counted_yearly:
        years = ngettext("%(count)s year", "%(count)s years", rule.years) % {"count": rule.years}
        return f"{money(rule.commission_minor, currency=currency)} × {years}"
    if rule.commission_model == "yearly":
        return _("The first year; each renewal is a transaction of its own")
    if rule.unit_cost_minor is not None:
        return f"{sale} − {money(rule.unit_cost_minor, currency=currency)}"
    return f"{sale} × {percent(rule.margin_bp or 0)}"


def months(count: int | None) -> str:
    """Return a number of months, whole years as years; a dash for none."""
    if not count:
        return DASH
    if count % MONTHS == 0:
        years = count // MONTHS
        text = ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
    else:
        text = ngettext("%(count)s month", "%(count)s months", count) % {"count": count}
    return text.replace(" ", NBSP)
