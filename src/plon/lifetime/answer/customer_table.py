"""The table of customers: one row each, ordered by id. Columns: plon.lifetime.answer.columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from plon.lifetime.answer.columns import columns_of
from plon.lifetime.answer.prediction import Prediction
from plon.lifetime.answer.standing import Standing
from plon.lifetime.days import CustomerDays
from plon.lifetime.purchases import Floats
from plon.lifetime.segments.groups import GROUPS
from plon.lifetime.segments.rfm import Rfm
from plon.lifetime.segments.tiers import TIERS
from plon.lifetime.summary import Ints, Summary
from plon.lifetime.units import Horizon

Codes = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rows:
    """What the table is put together from; arrays of shape (n,) in the summary's order.

    valued: the summary of what value is made of, margin or revenue; None without amounts.
    standing: None where no model could be fitted. tier: codes into TIERS, None without amounts.
    why: a sentence each.
    """

    summary: Summary
    valued: Summary | None
    rfm: Rfm
    group: Codes
    tier: Codes | None
    standing: Standing | None
    predictions: Mapping[Horizon, Prediction]
    horizons: Sequence[Horizon]
    days: CustomerDays
    why: pa.Array


def customer_table(rows: Rows) -> pa.Table:
    """Return the table; what is not known is null."""
    columns = {
        **_history(rows),
        **_scores(rows),
        **_standing(rows),
        **_ahead(rows),
        "channel": _channel(rows.days),
        "why": rows.why,
    }
    told = columns_of(rows.horizons)
    schema = pa.schema([(column.name, pa.type_for_alias(column.type)) for column in told])
    return pa.table([columns[column.name] for column in told], schema=schema)


def _history(rows: Rows) -> dict[str, pa.Array]:
    summary, valued = rows.summary, rows.valued
    count, mean = (None, None) if valued is None else valued.own_spend()
    return {
        "customer": summary.customer.cast(pa.string()),
        "first_date": _dates(summary.first_day),
        "last_date": _dates(summary.last_day),
        "days_since_last": pa.array(summary.days_since_last, pa.int32()),
        "purchase_days": pa.array(summary.purchase_days, pa.int32()),
        "x": pa.array(summary.x, pa.int32()),
        "t_x": pa.array(summary.t_x),
        "T": pa.array(summary.T),
        "spend_days": _counts(count, rows),
        "monetary_value_minor": _minor(None if mean is None else 100 * mean, rows),
        "observed_value_minor": _minor(None if valued is None else valued.net_value_minor, rows),
    }


def _scores(rows: Rows) -> dict[str, pa.Array]:
    return {
        "r_score": pa.array(rows.rfm.r, pa.int8()),
        "f_score": pa.array(rows.rfm.f, pa.int8()),
        "m_score": pa.array(rows.rfm.m, pa.int8()),
        "group": _coded(rows.group, GROUPS),
        "tier": _coded(rows.tier, TIERS, size=len(rows.summary)),
    }


def _standing(rows: Rows) -> dict[str, pa.Array]:
    size, standing = len(rows.summary), rows.standing
    if standing is None:
        return {
            "probability_alive": pa.nulls(size, pa.float64()),
            "due_date": pa.nulls(size, pa.date32()),
            "is_slipping": pa.nulls(size, pa.bool_()),
        }
    is_known = np.isfinite(standing.due_days)
    due = rows.summary.last_day + np.where(is_known, standing.due_days, 0).astype(np.int64)
    return {
        "probability_alive": pa.array(standing.alive),
        "due_date": _dates(due, is_unknown=~is_known),
        "is_slipping": pa.array(standing.is_slipping),
    }


def _ahead(rows: Rows) -> dict[str, pa.Array]:
    columns: dict[str, pa.Array] = {}
    for horizon in rows.horizons:
        told, name = rows.predictions.get(horizon), horizon.code
        counts: list[Floats | None] = [None] * 3
        amounts: list[Floats | None] = [None] * 3
        if told is not None:
            counts = [told.expected, told.low, told.high]
            amounts = [told.value_minor, told.value_low_minor, told.value_high_minor]
        for end, count, amount in zip(("", "_low", "_high"), counts, amounts, strict=True):
            columns[f"expected_purchases_{name}{end}"] = _floats(count, rows)
            columns[f"value_{name}{end}_minor"] = _minor(amount, rows)
    return columns


def _channel(days: CustomerDays) -> pa.Array:
    if days.channel is None:
        return pa.nulls(len(days.customer), pa.string())
    return _coded(days.channel, days.channels)


def _coded(codes: Codes | None, names: tuple[str, ...], *, size: int = 0) -> pa.Array:
    """Return names by code; -1 and a missing column are null."""
    if codes is None:
        return pa.nulls(size, pa.string())
    index = pa.array(codes.astype(np.int64), mask=codes < 0)
    return pa.array(names, pa.string()).take(index)


def _dates(days: Ints, *, is_unknown: NDArray[np.bool_] | None = None) -> pa.Array:
    return pa.array(days.astype(np.int32), pa.int32(), mask=is_unknown).cast(pa.date32())


def _floats(values: Floats | None, rows: Rows) -> pa.Array:
    return pa.nulls(len(rows.summary), pa.float64()) if values is None else pa.array(values)


def _counts(values: Floats | None, rows: Rows) -> pa.Array:
    return (
        pa.nulls(len(rows.summary), pa.int32()) if values is None else pa.array(values, pa.int32())
    )


def _minor(values: Floats | Ints | None, rows: Rows) -> pa.Array:
    """Return money as whole minor units; null without amounts."""
    if values is None or rows.valued is None:
        return pa.nulls(len(rows.summary), pa.int64())
    return pa.array(np.rint(values).astype(np.int64))
