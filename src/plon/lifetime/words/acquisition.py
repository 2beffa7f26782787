"""LTV:CAC in words: bands, lines of business, decisions, advice for channels."""

from decimal import Decimal

from plon.lifetime.wording import catalogue, number


def ratio_text(ratio: Decimal, language: str) -> str:
    """Return "8:1" or "3.5:1", one decimal where it is not a whole number."""
    is_whole = ratio == ratio.to_integral_value()
    return f"{number(float(ratio), decimals=0 if is_whole else 1, language=language)}:1"


def band_label(code: str, language: str) -> str:
    """Return the band's name: "Healthy standard", "Zdrowy standard"."""
    _ = catalogue(language).gettext
    return {
        "loses": _("Loses money"),
        "break_even": _("Works at zero"),
        "below_standard": _("Below the standard"),
        "healthy": _("Healthy standard"),
        "cautious": _("Clearly profitable"),
        "scale": _("Ready to grow fast"),
    }[code]


def band_advice(code: str, language: str) -> str:
    """Return what the band asks for, in one sentence."""
    _ = catalogue(language).gettext
    return {
        "loses": _("A customer costs more than they bring: stop this spending or fix it."),
        "break_even": _("The balance is risky: lower the cost or raise the value."),
        "below_standard": _("It earns, but firms at 3:1 are worth several times more."),
        "healthy": _("Value and cost are in balance: you can grow."),
        "cautious": _("Perhaps too careful with marketing: there is room to invest."),
        "scale": _("Invest more boldly: the cost comes back fast."),
    }[code]


def industry_label(code: str, language: str) -> str:
    """Return the name of a line of business of the benchmark table."""
    _ = catalogue(language).gettext
    return {
        "general": _("General standard (orientation only)"),
        "saas_b2b": _("B2B SaaS"),
        "saas_b2c": _("B2C SaaS (mass customers)"),
        "adtech": _("Adtech"),
        "cybersecurity": _("Cybersecurity"),
        "fintech": _("Fintech"),
        "edtech": _("Edtech"),
        "design": _("Design"),
        "business_services": _("Business services"),
        "manufacturing": _("Industry and manufacturing"),
        "pharma": _("Pharma"),
        "paid_channels": _("Only paid channels (any industry)"),
        "biotech": _("Biotech"),
        "business_consulting": _("Business consulting"),
        "construction": _("Construction"),
        "financial_services": _("Financial services"),
        "real_estate": _("Real estate"),
    }[code]


def position_label(position: str, language: str) -> str:
    """Return where the own ratio stands against the line of business."""
    _ = catalogue(language).gettext
    return {
        "below": _("Below what is usual in this line of business"),
        "within": _("Within what is usual in this line of business"),
        "above": _("Above what is usual in this line of business"),
    }[position]


def decision_sentence(code: str, language: str) -> str:
    """Return whether acquisition at its cost is worth it."""
    _ = catalogue(language).gettext
    return {
        "justified": _("A customer brings more than they cost: the spending is justified."),
        "break_even": _("A customer brings exactly what they cost: nothing is left."),
        "optimise": _("A customer costs more than they bring: improve the campaign or channel."),
    }[code]


def channel_advice_sentence(code: str, language: str) -> str:
    """Return what to do with an acquisition channel."""
    _ = catalogue(language).gettext
    return {
        "cut": _("Cut it: its customers cost more than they bring."),
        "fix": _("Fix it: its customers hardly pay for themselves."),
        "improve": _("Improve it: it earns, but below the standard."),
        "keep": _("Keep it: value and cost are in balance."),
        "scale": _("Scale it: there is room to invest more."),
    }[code]
