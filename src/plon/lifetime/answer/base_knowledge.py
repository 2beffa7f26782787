"""What a run learned from the whole base, to be asked about any customer's history.

Model, parameters, season, spend, and the factor by which totals were brought to the level that
speaks (a correction proven by backtest, or a simple rule's total).
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow.compute as pc

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.expected_spend import expected_minor
from plon.lifetime.answer.one_customer import Row, history_of
from plon.lifetime.fit import Fit
from plon.lifetime.forecasting.choice import chosen_model
from plon.lifetime.forecasting.clock import Clock
from plon.lifetime.forecasting.clv import discounted_purchases, month_discounts
from plon.lifetime.forecasting.season import clock_of
from plon.lifetime.forecasting.splits import day_number
from plon.lifetime.models.model import PurchaseModel
from plon.lifetime.units import Horizon, add_months

HORIZON_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Knowledge:
    """What one run knows of the base.

    level: what the model's expectations are multiplied by. flat_spend_minor: worth of everyone's
    purchase where spend could not be fitted, None where it was, or without amounts.
    """

    analysis: Analysis
    model: PurchaseModel
    fit: Fit
    clock: Clock
    level: float = 1.0
    flat_spend_minor: float | None = None

    def alive(self, row: Row, until: date) -> float:
        """Return P(alive) at `until` of a customer with this history."""
        purchases = self.clock.purchases(history_of(row, self.analysis, until=until))
        return float(self.model.probability_alive(self.fit.params, purchases)[0])

    def purchases(self, row: Row, until: date) -> float:
        """Return the purchases expected in the twelve months after `until`."""
        history = history_of(row, self.analysis, until=until)
        end = day_number(Horizon(months=HORIZON_MONTHS).end(until))
        ahead = self.clock.ahead(history.until_day, end, history.unit)
        seen = self.clock.purchases(history)
        return self.level * float(
            self.model.expected_purchases(self.fit.params, seen, ahead=ahead)[0]
        )

    def discounted_purchases(self, row: Row, *, per_year: float) -> float:
        """Return the same at the analysis' own end, each month's discounted from its middle."""
        until = self.analysis.as_of
        history = history_of(row, self.analysis)
        ends = [
            self.clock.ahead(history.until_day, day_number(add_months(until, month)), history.unit)
            for month in range(1, HORIZON_MONTHS + 1)
        ]
        found = discounted_purchases(
            self.model,
            self.fit.params,
            self.clock.purchases(history),
            ends=np.array(ends),
            discounts=month_discounts(HORIZON_MONTHS, per_year),
        )
        return self.level * float(found[0, 0])

    def spend_minor(self, row: Row) -> float:
        """Return the expected value of one purchase of a customer who spent so, minor units."""
        if self.analysis.spend is None:
            return self.flat_spend_minor or 0.0
        count, own = np.array([float(row["spend_days"])]), np.array([row["monetary_value_minor"]])
        return float(expected_minor(self.analysis.spend, count, own / 100)[0])


def knowledge_of(analysis: Analysis) -> Knowledge | None:
    """Return what the run learned; None where no model could be fitted."""
    speaker = chosen_model(analysis.choice)
    table = analysis.customers
    if speaker is None or not pc.sum(table["expected_purchases_12m"]).as_py():
        return None
    plain = Knowledge(
        analysis=analysis, model=speaker[0], fit=speaker[1], clock=clock_of(analysis.season)
    )
    place = int(np.argmax(table["expected_purchases_12m"].to_numpy()))
    most: Row = table.slice(place, 1).to_pylist()[0]
    return Knowledge(
        analysis=analysis,
        model=plain.model,
        fit=plain.fit,
        clock=plain.clock,
        level=most["expected_purchases_12m"] / plain.purchases(most, analysis.as_of),
        flat_spend_minor=_flat(analysis),
    )


def _flat(analysis: Analysis) -> float | None:
    if analysis.spend is not None or not analysis.has_amount:
        return None
    value, count = (
        pc.sum(analysis.customers[name]).as_py()
        for name in ("value_12m_minor", "expected_purchases_12m")
    )
    return float(value / count)
