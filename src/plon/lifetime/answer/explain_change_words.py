"""What moved one customer's figures, in sentences; the parts shown add up as shown."""

from collections.abc import Callable, Iterator, Mapping

from plon.lifetime.answer.explain_words import Facts
from plon.lifetime.answer.split_figure import PARTS, Split
from plon.lifetime.wording import catalogue, day, money, number, percent

Word = Callable[[float], str]
_MINUS = "\N{MINUS SIGN}"


def change_sentences(
    facts: Facts, splits: Mapping[str, Split], *, currency: str, language: str
) -> tuple[str, ...]:
    """Return what happened, then each figure that was split."""
    return (_happened(facts, language), *_moved(facts, splits, currency, language))


def _happened(facts: Facts, language: str) -> str:
    text, count = catalogue(language), facts["new_purchase_days"]
    if count == 0:
        template = text.gettext("From %(before)s to %(after)s: no new purchase.")
    elif count < 0:
        template = text.ngettext(
            "From %(before)s to %(after)s: returns took off %(count)s purchase day.",
            "From %(before)s to %(after)s: returns took off %(count)s purchase days.",
            -count,
        )
    elif facts["is_new_customer"]:
        template = text.ngettext(
            "A customer who is new since %(before)s: %(count)s purchase day by %(after)s.",
            "A customer who is new since %(before)s: %(count)s purchase days by %(after)s.",
            count,
        )
    else:
        template = text.ngettext(
            "From %(before)s to %(after)s: %(count)s new purchase day.",
            "From %(before)s to %(after)s: %(count)s new purchase days.",
            count,
        )
    dates = {end: day(facts[f"{end}_date"], language=language) for end in ("before", "after")}
    return template % {**dates, "count": number(abs(count), language=language)}


def _moved(
    facts: Facts, splits: Mapping[str, Split], currency: str, language: str
) -> Iterator[str]:
    _ = catalogue(language).gettext
    templates = {
        "probability_alive": _(
            "The chance of still being your customer went from %(before)s to %(after)s:"
            " time passing %(time_passing)s, new purchases %(new_purchases)s,"
            " parameters fitted anew %(refitted)s."
        ),
        "expected_purchases_12m": _(
            "Purchases expected in the next %(months)s months went from %(before)s to %(after)s:"
            " time passing %(time_passing)s, new purchases %(new_purchases)s,"
            " parameters fitted anew %(refitted)s."
        ),
        "value_12m_minor": _(
            "The value of the next %(months)s months went from %(before)s to %(after)s:"
            " time passing %(time_passing)s, new purchases %(new_purchases)s,"
            " parameters fitted anew %(refitted)s."
        ),
    }
    for name, split in splits.items():
        if name == "probability_alive" and facts["is_new_customer"]:
            continue  # there was no customer to lose
        step, word, word_part = _words(name, currency, language)
        shown = split.rounded(step)
        ends = {"before": word(shown.before), "after": word(shown.after)}
        parts = {part: _signed(getattr(shown, part), word_part) for part in PARTS}
        yield templates[name] % {"months": facts["horizon_months"], **ends, **parts}


def _words(name: str, currency: str, language: str) -> tuple[float, Word, Word]:
    """Return the step to which a figure is rounded, and how it and its parts are worded."""
    if name == "probability_alive":
        points = catalogue(language).gettext("%(count)s pp")
        return (
            0.01,
            lambda share: percent(share, language=language),
            lambda share: points % {"count": number(100 * share, language=language)},
        )
    if name == "expected_purchases_12m":

        def counted(count: float) -> str:
            return number(count, decimals=1, language=language)

        return 0.1, counted, counted

    def paid(minor: float) -> str:
        return money(minor, currency=currency, language=language)

    return 100, paid, paid


def _signed(part: float, word: Word) -> str:
    nothing = word(0.0)
    text = word(abs(part))
    if text == nothing:
        return nothing
    return ("+" if part > 0 else _MINUS) + text
