"""One sentence a customer: why the figures are what they are. Whole columns at once.

A sentence is cut at its placeholders and its pieces are joined column by column, so that
200,000 customers cost a fraction of a second; each number is worded once, however often it comes.
"""

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from plon.lifetime.answer.standing import Standing
from plon.lifetime.purchases import Floats
from plon.lifetime.wording import catalogue, number, percent

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def days_phrase(days: float, *, language: str) -> str:
    """Return "1 day", "24 days"; Polish "1 dzień", "24 dni"."""
    count = round(days)
    text = catalogue(language).ngettext("%(count)s day", "%(count)s days", count)
    return text % {"count": number(count, language=language)}


def fill(template: str, columns: Mapping[str, pa.Array]) -> pa.Array:
    """Return the template with its placeholders filled from string columns, row by row."""
    pieces = _PLACEHOLDER.split(template.replace("%%", "%"))
    parts = [columns[piece] if i % 2 else pa.scalar(piece) for i, piece in enumerate(pieces)]
    return pc.binary_join_element_wise(*parts, "")


def worded(values: Floats, word: Callable[[float], str], *, steps: int = 1) -> pa.Array:
    """Return each value in words, rounded to 1/steps; NaN becomes an empty text.

    The steps are counted, not sorted: shares and days are few.
    """
    is_told = np.isfinite(values) & (values >= 0)
    whole = np.where(is_told, np.rint(values * steps), -1).astype(np.int64) + 1
    is_used = np.bincount(whole) > 0
    is_used[0] = False
    words = ["", *(word((step - 1) / steps) for step in np.flatnonzero(is_used).tolist())]
    return pa.array(words, pa.string()).take(pa.array(np.cumsum(is_used)[whole] * (whole > 0)))


def why(standing: Standing, *, language: str) -> pa.Array:
    """Return a sentence for every customer, as a string array."""
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
    return _each_its_own((once, steady, late), kind, days)


def _each_its_own(
    templates: Sequence[str], kind: NDArray[np.intp], columns: Mapping[str, pa.Array]
) -> pa.Array:
    """Return every row's template filled; no row is filled for the others."""
    rows = [np.flatnonzero(kind == place) for place in range(len(templates))]
    filled = [
        fill(template, {name: column.take(pa.array(part)) for name, column in columns.items()})
        for template, part in zip(templates, rows, strict=True)
    ]
    order = np.argsort(np.concatenate(rows))
    return pa.concat_arrays(filled).take(pa.array(order))


def why_without_model(*, purchase_days: Floats, days_since_last: Floats, language: str) -> pa.Array:
    """Return a sentence of plain facts for every customer, where no model could be fitted."""
    template = catalogue(language).gettext("Purchases: %(count)s; the last one %(idle)s ago.")
    columns = {
        "count": worded(purchase_days, lambda count: number(count, language=language)),
        "idle": worded(days_since_last, _days(language)),
    }
    return fill(template, columns)


def _days(language: str) -> Callable[[float], str]:
    return lambda days: days_phrase(days, language=language)


def _share(language: str) -> Callable[[float], str]:
    return lambda share: percent(share, language=language)
