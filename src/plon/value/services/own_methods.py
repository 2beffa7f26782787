"""Customers' lifetime value by every method: their own numbers gathered, and put into words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from plon.customers import queries as customers
from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.discounting import discounted_values
from plon.lifetime.formulas.methods import Method
from plon.orders import queries as orders
from plon.runtime import bulk
from plon.value.domain import workbench
from plon.value.domain.own_methods import Habits, OwnMethod, by_every_method
from plon.value.models import Basis, Figures, Snapshot
from plon.value.queries.base import basis, cost_of_winning, table_of
from plon.value.queries.stored import unpacked
from plon.value.services.ratio import lifetime_months
from plon.value.services.sales import with_margins

DISCOUNT = Decimal("0.1")  # a year, where the workbench says nothing else
BATCH = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """One customer by every method. as_of: the day of the figures."""

    customer_id: UUID
    as_of: date
    habits: Habits
    methods: tuple[OwnMethod, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Firm:
    """What holds for all customers of the firm."""

    as_of: date
    analysis: Analysis
    answer: Mapping[str, Any]
    told: Basis
    zone: ZoneInfo

    def discount(self) -> Decimal:
        text = self.told.parameters.get(Method.NET_PRESENT_VALUE.value, {}).get("discount", "")
        return workbench.number(text) if text else DISCOUNT

    def churn(self) -> Decimal | None:
        """Return which share of customers leaves in a month: as told, else as sales tell."""
        kept = self.told.parameters.get(Method.MARGIN_OVER_CHURN.value, {})
        text = kept.get("churn_monthly") or workbench.known_of(self.analysis).get("churn_monthly")
        return workbench.number(text) if text else None


def own_methods(*, customer_id: UUID, zone: ZoneInfo) -> Own | None:
    """Return one customer's value by every method; None without figures."""
    firm = _firm(zone)
    rows = list(Figures.objects.filter(customer_id=customer_id))
    return None if firm is None or not rows else next(iter(_batch(firm, rows)))


def every_own_method(*, zone: ZoneInfo) -> Iterator[Own]:
    """Yield all customers with figures by every method, by id."""
    firm = _firm(zone)
    if firm is not None:
        ids = Figures.objects.order_by("customer_id").values_list("customer_id", flat=True)
        for part in bulk.chunks(list(ids), BATCH):
            rows = Figures.objects.filter(customer_id__in=part).order_by("customer_id")
            yield from _batch(firm, list(rows))


def _firm(zone: ZoneInfo) -> _Firm | None:
    kept = Snapshot.objects.order_by("-as_of_date").values("as_of_date", "answer").first()
    if kept is None or not kept["answer"]:
        return None
    return _Firm(
        as_of=kept["as_of_date"],
        analysis=unpacked(kept["answer"]),
        answer=kept["answer"],
        told=basis(),
        zone=zone,
    )


def _batch(firm: _Firm, rows: Sequence[Figures]) -> Iterator[Own]:
    ids = [row.customer_id for row in rows]
    analysis = unpacked(dict(firm.answer), customers=table_of(rows, as_of=firm.as_of))
    found = discounted_values(analysis, per_year=float(firm.discount()))
    discounted = [None] * len(rows) if found is None else [_exact(each / 100) for each in found]
    bought, referred = _bought(firm, ids), customers.referred_by(ids)
    common = _common(firm)
    for row, value in zip(rows, discounted, strict=True):
        one = Habits(
            **common,
            **_own(row, bought.get(row.customer_id, (None, None)), firm),
            discounted=None if row.value_12m_minor is None else value,
            referred=referred.get(row.customer_id, 0),
        )
        yield Own(
            customer_id=row.customer_id,
            as_of=firm.as_of,
            habits=one,
            methods=by_every_method(one),
        )


def _common(firm: _Firm) -> dict[str, Any]:
    return {
        "value_is_margin": firm.analysis.value_is_margin,
        "lifetime_months": lifetime_months(firm.told),
        "discount": firm.discount(),
        "churn_monthly": firm.churn(),
        "cost": cost_of_winning(firm.told),
    }


def _own(row: Figures, bought: tuple[int | None, int | None], firm: _Firm) -> dict[str, Any]:
    revenue, first = bought if firm.analysis.value_is_margin else (row.observed_minor, None)
    return {
        "observed": _major(row.observed_minor),
        "revenue": _major(revenue),
        "first": _major(first),
        "purchase_days": row.purchase_days,
        "known_days": (firm.as_of - row.first_date).days,
        "alive": None if row.alive is None else _exact(row.alive),
        "ahead": _major(row.value_12m_minor),
        "low": _major(row.value_12m_low_minor),
        "high": _major(row.value_12m_high_minor),
    }


def _bought(firm: _Firm, ids: Sequence[UUID]) -> dict[UUID, tuple[int | None, int | None]]:
    """Return turnover and the first day's margin of each customer, where value is margin."""
    if not firm.analysis.value_is_margin:
        return {}
    sold = with_margins(orders.sales_of(zone=firm.zone, customers=ids), firm.told.margin_bp)
    sold = sold.filter(pc.less_equal(sold["date"], pa.scalar(firm.as_of)))
    turnover = sold.group_by("customer").aggregate([("amount_minor", "sum"), ("date", "min")])
    days = sold.group_by(["customer", "date"]).aggregate([("margin_minor", "sum")])
    margins = {(row["customer"], row["date"]): row["margin_minor_sum"] for row in days.to_pylist()}
    return {
        UUID(row["customer"]): (
            row["amount_minor_sum"],
            margins[row["customer"], row["date_min"]],
        )
        for row in turnover.to_pylist()
    }


def minor_of(value: Decimal | None) -> int | None:
    """Return an amount as whole minor units, half up."""
    if value is None:
        return None
    return int((value * 100).to_integral_value(rounding=ROUND_HALF_UP))


def _major(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor) / 100


def _exact(number: float) -> Decimal:
    return Decimal(str(number))
