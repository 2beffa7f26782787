"""The facts about one customer in sentences: whole, in Polish or English, in a fixed order."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from plon.lifetime.answer.why import days_phrase
from plon.lifetime.wording import catalogue, day, money, number, percent

Facts = dict[str, Any]  # numbers, days, codes; None where there is no such figure
SURE = 0.9995  # a chance shown as 100%
LETS_LEAVE_AFTER_ONE = {"mbg_nbd", "pareto_nbd", "mean"}
SMALL = 0.005  # a share shown as 0%


def sentences(facts: Facts, *, currency: str, language: str) -> tuple[str, ...]:
    """Return what the facts say; a fact that is not there has no sentence."""
    told = (
        *_rhythm(facts, language),
        *_alive(facts, language),
        *_due(facts, language),
        *_own_history(facts, language),
        *_spend(facts, currency, language),
        *_value(facts, currency, language),
    )
    return tuple(told)


def _rhythm(facts: Facts, language: str) -> Iterator[str]:
    _ = catalogue(language).gettext
    idle = days_phrase(_float(facts, "days_since_last"), language=language)
    if facts["usual_gap_days"] is None:
        yield _("One purchase so far, %(idle)s ago.") % {"idle": idle}
        return
    gap = days_phrase(max(_float(facts, "usual_gap_days"), 1), language=language)
    yield _("Buys every %(gap)s on average, silent for %(idle)s.") % {"gap": gap, "idle": idle}


def _alive(facts: Facts, language: str) -> Iterator[str]:
    if "probability_alive" not in facts:
        return
    _ = catalogue(language).gettext
    now, then = (_float(facts, f"probability_alive{end}") for end in ("", "_at_last"))
    if now >= SURE and facts["usual_gap_days"] is None and facts["model"] == "bg_nbd":
        yield _(
            "By its construction the model BG/NBD gives 100% to everyone with one purchase:"
            " do not read it as certainty."
        )
        return
    if facts["usual_gap_days"] is None and facts["model"] in LETS_LEAVE_AFTER_ONE:
        yield _(
            "The model BG/NBD would give 100%% to everyone with one purchase, by its construction;"
            " %(model)s is used, which lets them leave, too."
        ) % {"model": _name_of(facts["model"], language)}
    yield _(
        "The chance of still being your customer is %(now)s; right after the last purchase"
        " it was %(then)s."
    ) % {"now": percent(now, language=language), "then": percent(then, language=language)}
    limit = facts["best_before"]
    if isinstance(limit, date):
        fell = _("It fell below one half on %(day)s.")
        falls = _("Without another purchase it falls below one half on %(day)s.")
        yield (falls if now >= 1 / 2 else fell) % {"day": day(limit, language=language)}


def _name_of(model: str, language: str) -> str:
    mean = catalogue(language).gettext("the mean of the models")
    return {"mbg_nbd": "MBG/NBD", "pareto_nbd": "Pareto/NBD", "mean": mean}[model]


def _due(facts: Facts, language: str) -> Iterator[str]:
    half, most = facts.get("due_date"), facts.get("late_date")
    if isinstance(half, date) and isinstance(most, date):
        _ = catalogue(language).gettext
        yield _(
            "Half of the customers with such a history buy again by %(half)s,"
            " four in five by %(most)s."
        ) % {"half": day(half, language=language), "most": day(most, language=language)}


def _own_history(facts: Facts, language: str) -> Iterator[str]:
    if "own_history_share" not in facts:
        return
    _ = catalogue(language).gettext
    own = _float(facts, "own_history_share")
    yield _(
        "The expected number of purchases rests %(own)s on this customer's own history"
        " and %(base)s on the whole base."
    ) % {"own": percent(own, language=language), "base": percent(1 - own, language=language)}


def _spend(facts: Facts, currency: str, language: str) -> Iterator[str]:
    if facts.get("own_spend_minor") is None or facts.get("own_spend_share") is None:
        return
    _ = catalogue(language).gettext
    amounts = {
        "own": _money(facts, "own_spend_minor", currency, language),
        "base": _money(facts, "base_spend_minor", currency, language),
        "share": percent(_float(facts, "own_spend_share"), language=language),
    }
    yield (
        _(
            "A repeat purchase is worth %(own)s on average, in the whole base %(base)s;"
            " the customer's own mean counts for %(share)s."
        )
        % amounts
    )


def _value(facts: Facts, currency: str, language: str) -> Iterator[str]:
    if facts.get("expected_purchases_12m") is None:
        return
    text, months = catalogue(language), facts["horizon_months"]
    count = _float(facts, "expected_purchases_12m")
    words = {"months": months, "purchases": number(count, decimals=1, language=language)}
    if facts.get("value_12m_minor") is None or "expected_spend_minor" not in facts:
        template = text.ngettext(
            "Expected in %(months)s month: purchases %(purchases)s.",
            "Expected in %(months)s months: purchases %(purchases)s.",
            months,
        )
    else:
        template = text.ngettext(
            "Expected in %(months)s month: purchases %(purchases)s at %(spend)s each"
            " give %(value)s.",
            "Expected in %(months)s months: purchases %(purchases)s at %(spend)s each"
            " give %(value)s.",
            months,
        )
        words["spend"] = _money(facts, "expected_spend_minor", currency, language)
        words["value"] = _money(facts, "value_12m_minor", currency, language)
    yield template % words
    yield from _beside(facts, currency, language)
    yield _range(facts, language)


def _beside(facts: Facts, currency: str, language: str) -> Iterator[str]:
    """Yield what else is in the value: margin, discount, season."""
    _ = catalogue(language).gettext
    if facts.get("value_is_margin") and facts.get("value_12m_minor") is not None:
        yield _("The value is margin: what is left of the price.")
    if "discounted_value_12m_minor" in facts:
        rate = _float(facts, "discount_per_year")
        decimals = 0 if round(1000 * rate) % 10 == 0 else 1
        yield _("Discounted at %(rate)s a year, that is worth %(value)s today.") % {
            "rate": percent(rate, decimals=decimals, language=language),
            "value": _money(facts, "discounted_value_12m_minor", currency, language),
        }
    share = facts.get("season_share")
    if share is not None and abs(share) >= SMALL:
        more = _("The season adds %(share)s to what the whole base buys in that time.")
        less = _("The season takes %(share)s off what the whole base buys in that time.")
        yield (more if share > 0 else less) % {"share": percent(abs(share), language=language)}


def _range(facts: Facts, language: str) -> str:
    """Return the range of the count and why it is so wide."""
    _ = catalogue(language).gettext
    if facts["expected_purchases_12m_high"] == 0:
        return _("In eight cases of ten such a customer does not buy in that time.")
    template = {
        "few_purchases": _(
            "In eight cases of ten it is %(low)s to %(high)s purchases:"
            " a wide range, for this customer has few so far."
        ),
        "few_customers": _(
            "In eight cases of ten it is %(low)s to %(high)s purchases:"
            " a wide range, for the whole base has few customers."
        ),
        "season_unknown": _(
            "In eight cases of ten it is %(low)s to %(high)s purchases;"
            " the season is not in it, for the sales do not tell it."
        ),
        "chance": _(
            "In eight cases of ten it is %(low)s to %(high)s purchases:"
            " the rest is chance, nobody buys like a clock."
        ),
    }[facts["interval_cause"]]
    ends = {"low": "expected_purchases_12m_low", "high": "expected_purchases_12m_high"}
    return template % {
        end: number(_float(facts, name), language=language) for end, name in ends.items()
    }


def _float(facts: Facts, name: str) -> float:
    return float(facts[name])


def _money(facts: Facts, name: str, currency: str, language: str) -> str:
    return money(_float(facts, name), currency=currency, language=language)
