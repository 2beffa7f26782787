"""Why one customer's figures differ between two runs: three parts that add up to the difference.

The order is fixed, for a split by steps depends on it. First time passes: the old history, the new
end of observation, what the old run knew of the base. Then the new purchases are seen: the new
history, the rest as before; they could not be known at the old end, so they cannot come first. Last
the base is learned anew: parameters, model, season, spend and level of the new run.

    time passing   f(h0, t1, B0) - f(h0, t0, B0)
    new purchases  f(h1, t1, B0) - f(h0, t1, B0)
    refitted       f(h1, t1, B1) - f(h1, t1, B0)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.base_knowledge import HORIZON_MONTHS, Knowledge, knowledge_of
from plon.lifetime.answer.explain_change_words import change_sentences
from plon.lifetime.answer.explain_words import Facts
from plon.lifetime.answer.one_customer import Row, find_row, row_of
from plon.lifetime.answer.split_figure import Split
from plon.lifetime.errors import InputUnusable, sentence

Figure = Callable[[Knowledge, Row, date], float]
FIGURES: Mapping[str, Figure] = {
    "probability_alive": lambda known, row, until: known.alive(row, until),
    "expected_purchases_12m": lambda known, row, until: known.purchases(row, until),
    "value_12m_minor": lambda known, row, until: (
        known.purchases(row, until) * known.spend_minor(row)
    ),
}
NOT_LATER = sentence(
    "The second run ends on %(after)s, before the first on %(before)s: give the earlier run first."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What moved one customer's figures between two runs.

    facts: before_date, after_date, days_passed, new_purchase_days (below 0 where returns took
      days off), is_new_customer, horizon_months.
    splits: by the figure's name in the customers' table; none without a model in both runs, and no
      value_12m_minor unless both runs tell values of one kind and currency. A new customer was
      worth 0 before and has no part for time.
    """

    customer: str
    facts: Facts
    splits: Mapping[str, Split]
    sentences: tuple[str, ...]


def explain_change(
    before: Analysis, after: Analysis, customer: str, *, language: str = "pl"
) -> Change:
    """Return what moved the customer's figures from one run to a later one.

    Raises InputUnusable for a customer who is not in the later run, or runs in the wrong order.
    """
    if after.as_of < before.as_of:
        raise InputUnusable(NOT_LATER, before=str(before.as_of), after=str(after.as_of))
    new, old = row_of(after, customer), find_row(before, customer)
    facts: Facts = {
        "before_date": before.as_of,
        "after_date": after.as_of,
        "days_passed": (after.as_of - before.as_of).days,
        "new_purchase_days": new["purchase_days"] - (old["purchase_days"] if old else 0),
        "is_new_customer": old is None,
        "horizon_months": HORIZON_MONTHS,
    }
    splits = _splits(before, after, old=old, new=new)
    said = change_sentences(facts, splits, currency=after.currency, language=language)
    return Change(customer=customer, facts=facts, splits=splits, sentences=said)


def _splits(before: Analysis, after: Analysis, *, old: Row | None, new: Row) -> dict[str, Split]:
    known, learned = knowledge_of(before), knowledge_of(after)
    if known is None or learned is None:
        return {}
    names = [name for name in FIGURES if name != "value_12m_minor" or _same_value(before, after)]
    return {
        name: _split(FIGURES[name], known=known, learned=learned, old=old, new=new)
        for name in names
    }


def _split(
    figure: Figure, *, known: Knowledge, learned: Knowledge, old: Row | None, new: Row
) -> Split:
    start, end = known.analysis.as_of, learned.analysis.as_of
    first = figure(known, old, start) if old else 0.0
    silent = figure(known, old, end) if old else 0.0
    seen, last = figure(known, new, end), figure(learned, new, end)
    return Split(
        before=first,
        time_passing=silent - first,
        new_purchases=seen - silent,
        refitted=last - seen,
        after=last,
    )


def _same_value(before: Analysis, after: Analysis) -> bool:
    """Say if both runs tell value in one currency, of turnover or of margin alike."""
    kinds = {(run.currency, run.value_is_margin) for run in (before, after)}
    return before.has_amount and after.has_amount and len(kinds) == 1
