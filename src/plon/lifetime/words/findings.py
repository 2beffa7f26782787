"""What was found in the data, in one sentence each."""

from collections.abc import Mapping
from datetime import date

from plon.lifetime.analysis import Finding
from plon.lifetime.wording import catalogue, day, money, number, percent

Facts = Mapping[str, float | int | str]


def finding_sentence(finding: Finding, currency: str, language: str) -> str:
    """Return the sentence of a finding, its facts filled in."""
    facts = finding.facts
    texts = {**_plain(language), **_of_lines(facts, language), **_of_history(facts, language)}
    if finding.code == "revenue_without_margin" and facts:
        return _marginless(facts, language) % _shown(facts, currency, language)
    return texts[finding.code] % _shown(facts, currency, language)


def finding_level_label(level: str, language: str) -> str:
    """Return the name of a level, for the colour that never stands alone."""
    _ = catalogue(language).gettext
    return {"bad": _("Fix first"), "watch": _("Keep in mind"), "info": _("Good to know")}[level]


def _plain(language: str) -> dict[str, str]:
    _ = catalogue(language).gettext
    return {
        "no_amounts": _(
            "The file has no amounts, so it tells purchases and chances, but no value."
        ),
        "revenue_without_margin": _(
            "Value is counted from revenue, not from margin: add a margin column to see profit."
        ),
        "retention_cost_ignored": _(
            "The cost of keeping customers is not taken off: the true value is lower."
        ),
        "averages_without_segments": _(
            "There is one average for everybody: split the base by channel, region or group."
        ),
        "anonymous_turnover": _(
            "Sales of %(amount_minor)s (%(share)s of turnover) have no customer and are left out."
        ),
        "one_customer_purchases": _(
            "Customer %(customer)s makes %(share)s of purchases, like a till or a reseller: "
            "left out of the model, kept in the totals."
        ),
        "one_customer_revenue": _(
            "Customer %(customer)s brings %(share)s of revenue: "
            "averages say little about the others."
        ),
        "spend_rises_with_frequency": _(
            "Who buys more often also spends more at a time (correlation %(correlation)s): "
            "the value of frequent buyers may be too low."
        ),
        "spend_falls_with_frequency": _(
            "Who buys more often spends less at a time (correlation %(correlation)s): "
            "the value of frequent buyers may be too high."
        ),
    }


def _marginless(facts: Facts, language: str) -> str:
    messages = catalogue(language)
    return messages.ngettext(
        "%(sales)s of %(of_sales)s sales has no margin, the first of %(first_day)s: "
        "that is why all value is counted from revenue, not from margin.",
        "%(sales)s of %(of_sales)s sales have no margin, the first of %(first_day)s: "
        "that is why all value is counted from revenue, not from margin.",
        _many(facts, "sales"),
    )


def _of_lines(facts: Facts, language: str) -> dict[str, str]:
    messages = catalogue(language)
    rows, customers = _many(facts, "rows"), _many(facts, "customers")
    return {
        "amounts_missing": messages.ngettext(
            "%(rows)s row has no readable amount (%(share)s of all): the value is too low.",
            "%(rows)s rows have no readable amount (%(share)s of all): the value is too low.",
            rows,
        ),
        "duplicates": messages.ngettext(
            "%(rows)s line repeats another in everything (%(share)s of all): "
            "check whether it was sold twice or exported twice.",
            "%(rows)s lines repeat others in everything (%(share)s of all): "
            "check whether they were sold twice or exported twice.",
            rows,
        ),
        "returns_unmatched": messages.ngettext(
            "Returns of %(amount_minor)s by %(customers)s customer match no purchase: "
            "they lower the value, not the number of purchases.",
            "Returns of %(amount_minor)s by %(customers)s customers match no purchase: "
            "they lower the value, not the number of purchases.",
            customers,
        ),
    }


def _of_history(facts: Facts, language: str) -> dict[str, str]:
    messages = catalogue(language)
    days, customers = _many(facts, "days"), _many(facts, "customers")
    return {
        "data_outdated": messages.gettext(
            "The last sale is of %(last_day)s, too long ago for the figures of today:"
            " load newer sales."
        ),
        "left_truncated": messages.ngettext(
            "The first 30 days bring %(customers)s customer, a later month usually %(usual)s: "
            "the file starts in the middle of the firm's life, "
            "so a first purchase is only the first one seen.",
            "The first 30 days bring %(customers)s customers, a later month usually %(usual)s: "
            "the file starts in the middle of the firm's life, "
            "so a first purchase is only the first one seen.",
            customers,
        ),
        "less_than_a_year": messages.ngettext(
            "The file covers %(days)s day, less than a year: the season is not in the data.",
            "The file covers %(days)s days, less than a year: the season is not in the data.",
            days,
        ),
        "zero_values": messages.ngettext(
            "On %(days)s purchase day (%(share)s of all) everything was free: "
            "counted as a purchase, left out of spend.",
            "On %(days)s purchase days (%(share)s of all) everything was free: "
            "counted as purchases, left out of spend.",
            days,
        ),
    }


def _many(facts: Facts, name: str) -> int:
    return int(facts.get(name, 0))


def _shown(facts: Facts, currency: str, language: str) -> dict[str, str]:
    return {name: _fact(name, value, currency, language) for name, value in facts.items()}


def _fact(name: str, value: float | int | str, currency: str, language: str) -> str:
    if isinstance(value, str):
        is_day = name in {"first_day", "last_day"}
        return day(date.fromisoformat(value), language=language) if is_day else value
    if name == "share":
        return percent(value, decimals=1, language=language)
    if name == "correlation":
        return number(value, decimals=2, language=language)
    if name == "amount_minor":
        return money(value, currency=currency, language=language)
    return number(value, language=language)
