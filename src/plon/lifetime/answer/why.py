"""One sentence a customer: why the figures are what they are. Whole columns at once.

A sentence is cut at its placeholders and its pieces are joined column by column, so that
200,000 customers cost a fraction of a second; each number is worded once, however often it comes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from plon.lifetime.answer.standing import Standing
from plon.lifetime.purchases import Floats
from plon.lifetime.summary import Summary
from plon.lifetime.wording import catalogue, number, percent

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Words:
    """A column of texts: the different ones, and the place of each row's, shape (n,)."""

    texts: Sequence[str]
    code: NDArray[np.int64]


def days_phrase(days: float, *, language: str) -> str:
    """Return "1 day", "24 days"; Polish "1 dzień", "24 dni"."""
    count = round(days)
    text = catalogue(language).ngettext("%(count)s day", "%(count)s days", count)
    return text % {"count": number(count, language=language)}


def worded(values: Floats, word: Callable[[float], str], *, steps: int = 1) -> Words:
    """Return each value in words, rounded to 1/steps; NaN becomes an empty text.

    The steps are counted, not sorted: shares and days are few.
    """
    is_told = np.isfinite(values) & (values >= 0)
    whole = np.where(is_told, np.rint(values * steps), -1).astype(np.int64) + 1
    is_used = np.bincount(whole) > 0
    is_used[0] = False
    texts = ["", *(word((step - 1) / steps) for step in np.flatnonzero(is_used).tolist())]
    return Words(texts=texts, code=np.where(whole > 0, np.cumsum(is_used)[whole], 0))


def fill(
    templates: Sequence[str], kind: NDArray[np.intp], columns: Mapping[str, Words]
) -> pa.Array:
    """Return each row's template, the one of its kind, filled from the columns.

    All rows are joined at once: at each place a row has its kind's words or its kind's column.
    """
    pieces = [_PLACEHOLDER.split(template.replace("%%", "%")) for template in templates]
    parts = [
        _column(place, kind, columns) if i % 2 else _taken(place, kind)
        for i, place in enumerate(zip_longest(*pieces, fillvalue=""))
    ]
    return pc.binary_join_element_wise(*parts, "")


def _column(names: Sequence[str], kind: NDArray[np.intp], columns: Mapping[str, Words]) -> pa.Array:
    """Return the text that each row's kind has at this place; "" names no column."""
    texts, code = [""], np.zeros(len(kind), dtype=np.int64)
    for place, name in enumerate(names):
        if name:
            is_here = kind == place
            code[is_here] = len(texts) + columns[name].code[is_here]
            texts.extend(columns[name].texts)
    return _taken(texts, code)


def _taken(texts: Sequence[str], code: NDArray[np.integer[Any]]) -> pa.Array:
    return pa.array(texts, pa.string()).take(pa.array(code))


def why(summary: Summary, standing: Standing | None, *, language: str) -> pa.Array:
    """Return a sentence for every customer, as a string array; plain facts without a model."""
    if standing is not None:
        return why_with_model(standing, language=language)
    return why_without_model(
        purchase_days=summary.purchase_days.astype(np.float64),
        days_since_last=summary.days_since_last.astype(np.float64),
        language=language,
    )


def why_with_model(standing: Standing, *, language: str) -> pa.Array:
    """Return a sentence for every customer of where they stand by the model."""
    _ = catalogue(language).gettext
    days = {
        "gap": worded(np.maximum(standing.usual_gap_days, 1), _days(language)),
        "idle": worded(standing.days_since_last, _days(language)),
        "alive": worded(standing.alive, _share(language), steps=100),
    }
    once = _("One purchase, %(idle)s ago; the chance of still being your customer is %(alive)s.")
    steady = _("Buys every %(gap)s on average, last %(idle)s ago: in the usual rhythm.")
    late = _(
        "Buys every %(gap)s on average, silent for %(idle)s:"
        " the chance of still being your customer fell to %(alive)s."
    )
    is_once = np.isnan(standing.usual_gap_days)
    kind = np.where(is_once, 0, np.where(standing.is_late, 2, 1))
    return fill((once, steady, late), kind, days)


def why_without_model(*, purchase_days: Floats, days_since_last: Floats, language: str) -> pa.Array:
    """Return a sentence of plain facts for every customer, where no model could be fitted."""
    template = catalogue(language).gettext("Purchases: %(count)s; the last one %(idle)s ago.")
    columns = {
        "count": worded(purchase_days, lambda count: number(count, language=language)),
        "idle": worded(days_since_last, _days(language)),
    }
    return fill((template,), np.zeros(len(purchase_days), dtype=np.intp), columns)


def _days(language: str) -> Callable[[float], str]:
    return lambda days: days_phrase(days, language=language)


def _share(language: str) -> Callable[[float], str]:
    return lambda share: percent(share, language=language)
