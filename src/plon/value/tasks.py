"""Jobs of the value room: figures are computed here, outside any transaction, then kept."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from plon.accounts import queries as accounts
from plon.core.days import date_in, days_after, start_of
from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse import AnalyseOptions, analyse
from plon.lifetime.answer.rescoring import rescore
from plon.lifetime.errors import InputUnusable
from plon.lifetime.units import CADENCE_MONTHS, Horizon, add_months
from plon.orders import queries as orders
from plon.runtime.tenancy import inside
from plon.value import queries
from plon.value.domain.seasons import season_of_trade
from plon.value.models import Basis, Freshness
from plon.value.services import following, freshness, keeping_some, refreshing
from plon.value.services.sales import sales_from, with_margins

OVERLAP = timedelta(minutes=5)  # what was told before a refresh may be written after it
NIGHT = timedelta(hours=3)  # after midnight of the workspace: the figures get a day older
YEAR = Horizon(months=12)  # what figures look ahead to
MONTHS = {Basis.Cadence.MONTHLY.value: 1, Basis.Cadence.QUARTERLY.value: 3}


def refresh(*, workspace_id: UUID, subject: str, now: datetime) -> None:
    """Compute the workspace's figures anew where anything changed, and have them looked at again.

    Where few customers changed since the day's models were fitted, they alone are scored anew.
    Sales are read in one transaction and figures written in another: the models run in between.
    Safe to repeat; the same sales on the same day are not computed twice.
    """
    firm = accounts.workspace(workspace_id)
    today = date_in(firm.zone, now)
    if _refresh_some(firm, today=today, now=now):
        return
    with inside(workspace_id):
        before = refreshing.begin_anew(workspace_id=workspace_id)
    with inside(workspace_id):
        sold = _sold(firm)
        options = _options(firm, today=today)
    sha256 = _fingerprint(sold, options)
    if before == sha256:
        with inside(workspace_id):
            refreshing.confirm_fresh(workspace_id=workspace_id, sha256=sha256, now=now)
        return
    analysis = _analysis(sold, currency=firm.currency, today=today, options=options)
    with inside(workspace_id):
        refreshing.keep_figures(
            workspace_id=workspace_id, analysis=analysis, sha256=sha256, now=now
        )


def _refresh_some(firm: accounts.WorkspaceFacts, *, today: date, now: datetime) -> bool:
    """Score those anew whose orders changed, by the day's models; say whether that is enough."""
    with inside(firm.id):
        base = keeping_some.base_of(today=today)
        if base is None:
            return False
        changed = orders.customers_changed_since(base.since - OVERLAP)
        if not base.is_enough_for(changed):
            return False
        sold = _sold(firm, customers=changed) if changed else None
        if sold is not None and not base.analysis.value_is_margin and not orders.lacks_margin():
            return False  # the last margin that was missing is told
    if sold is not None and base.analysis.value_is_margin and not _has_margins(sold):
        return False
    table = None if sold is None else _rescored(sold, base.analysis)
    with inside(firm.id):
        keeping_some.keep_some(
            workspace_id=firm.id, changed=changed, table=table, today=today, now=now
        )
        following.ask_follow(workspace_id=firm.id, now=now)
    return True


def _sold(firm: accounts.WorkspaceFacts, *, customers: set[UUID] | None = None) -> pa.Table:
    """Return sales in a fixed order, with the firm's margin where an order tells none."""
    sold = orders.sales_of(zone=firm.zone, customers=customers)
    sold = with_margins(sold, queries.margin_bp())
    return sold.sort_by([("order", "ascending"), ("date", "ascending")])


def _has_margins(sold: pa.Table) -> bool:
    """Say whether the margin of every purchase is known."""
    unknown = pc.and_(pc.greater(sold["amount_minor"], 0), pc.is_null(sold["margin_minor"]))
    return not pc.any(unknown).as_py()


def _rescored(sold: pa.Table, analysis: Analysis) -> pa.Table | None:
    """Return the figures of these sales' customers; None where they hold no purchase."""
    sales = sales_from(
        sold,
        currency=analysis.currency,
        as_of=analysis.as_of,
        is_margin=analysis.value_is_margin,
    )
    if sales is None:
        return None
    try:
        return rescore(analysis, sales, horizons=[YEAR])
    except InputUnusable:  # returns leave no purchase at all
        return None
    finally:
        sales.connection.close()


def follow_segments(*, workspace_id: UUID, subject: str, now: datetime) -> datetime | None:
    """Write down who came into each kept segment and who left, a transaction a segment.

    Return the next day's beginning: of towns, consents and events no fact tells. None without any.
    """
    zone = accounts.workspace(workspace_id).zone
    today = date_in(zone, now)
    with inside(workspace_id):
        kept = [each.id for each in queries.segments()]
    for segment_id in kept:
        with inside(workspace_id):
            following.follow_segment(
                workspace_id=workspace_id, segment_id=segment_id, today=today, now=now
            )
    return days_after(now, 1, zone) if kept else None


def look_again(*, workspace_id: UUID, subject: str, now: datetime) -> datetime | None:
    """Ask for new figures on the days of the firm's cadence; return the next such day.

    None where nobody has bought yet: the first order starts it again.
    """
    zone = accounts.workspace(workspace_id).zone
    with inside(workspace_id):
        kept = Freshness.objects.exclude(refreshed_at=None).first()
        cadence = Basis.objects.values_list("cadence", flat=True).first() or ""
        if kept is None or kept.refreshed_at is None or kept.customers == 0:
            return None
        due_at = next_look(cadence, date_in(zone, kept.refreshed_at), zone=zone)
        if due_at > now:
            return due_at
        freshness.ask_refresh(workspace_id=workspace_id, now=now)
    return next_look(cadence, date_in(zone, now), zone=zone)


def _options(firm: accounts.WorkspaceFacts, *, today: date) -> AnalyseOptions:
    """Return how the firm's sales are analysed: by its trade's season and its cadence."""
    cadence = Basis.objects.values_list("cadence", flat=True).first() or ""
    return AnalyseOptions(
        today=today,
        season_preset=season_of_trade(firm.trade),
        cadence_months=MONTHS.get(cadence, CADENCE_MONTHS),
    )


def _analysis(sold: pa.Table, *, currency: str, today: date, options: AnalyseOptions) -> Any:
    """Return the analysis of the orders, or None where they hold no purchase."""
    sales = sales_from(sold, currency=currency, as_of=today)
    if sales is None:
        return None
    try:
        return analyse(sales, options=options)
    except InputUnusable:  # returns leave no purchase at all
        return None
    finally:
        sales.connection.close()


def _fingerprint(sold: pa.Table, options: AnalyseOptions) -> str:
    """Return a hash of what the figures are made of."""
    made_of = hashlib.sha256(repr(options).encode())
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, sold.schema) as stream:
        stream.write_table(sold.combine_chunks())
    made_of.update(sink.getvalue())
    return made_of.hexdigest()


def next_look(cadence: str, today: date, *, zone: ZoneInfo) -> datetime:
    """Return the night in which the figures are looked at again."""
    months = MONTHS.get(cadence)
    if months is None:
        return start_of(today + timedelta(days=1), zone) + NIGHT
    first = add_months(today.replace(day=1), months - (today.month - 1) % months)
    return start_of(first, zone) + NIGHT
