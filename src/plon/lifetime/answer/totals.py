"""The base in figures."""

import numpy as np

from plon.lifetime.analysis import Interval, Totals
from plon.lifetime.answer.fitted import Fitted
from plon.lifetime.answer.foretold import Foretold
from plon.lifetime.sales import Sales
from plon.lifetime.units import Horizon

YEAR = Horizon(months=12)
NOT_KNOWN = Interval(value=np.nan, low=np.nan, high=np.nan, method="none")
_RETURNED = "SELECT coalesce(sum(abs(amount_minor)), 0) FROM lines WHERE is_return"


def totals_of(fitted: Fitted, foretold: Foretold, *, sales: Sales, top_20_share: float) -> Totals:
    """Return the totals; what needs a model and has none is NaN, what needs amounts is 0.

    returned_minor: everything returned, matched or not. revenue_minor: after both, as customers'
      values: no customer's is below 0 (`Summary.net_value_minor`).
    """
    summary, standing = fitted.summary, fitted.standing
    year = fitted.predictions.get(YEAR)
    slipping = standing.is_slipping if standing is not None else np.zeros(len(summary), dtype=bool)
    value = year.value_minor if year is not None else np.zeros(len(summary))
    return Totals(
        customers=len(summary),
        purchases=len(fitted.days),
        revenue_minor=int(summary.net_value_minor.sum()),
        returned_minor=_returned_minor(sales),
        repeat_share=float((summary.x > 0).mean()),
        alive=float(standing.alive.sum()) if standing is not None else np.nan,
        value_12m_minor=_year_ahead(fitted, foretold),
        slipping_customers=int(slipping.sum()),
        slipping_value_minor=float(value[slipping].sum()),
        top_20_share=top_20_share,
    )


def _returned_minor(sales: Sales) -> int:
    if not sales.rows.returned:
        return 0
    return int(sales.connection.execute(_RETURNED).fetchone()[0])


def _year_ahead(fitted: Fitted, foretold: Foretold) -> Interval:
    if fitted.valued is None:
        return NOT_KNOWN
    return next((f.value_minor for f in foretold.forecasts if f.horizon == YEAR), NOT_KNOWN)
