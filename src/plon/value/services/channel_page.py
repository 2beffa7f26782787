"""Channels ranked by value to cost, in words: what each brings, costs, and what to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from plon.lifetime.formulas.acquisition import payback_months
from plon.lifetime.formulas.bands import BENCHMARKS, Band
from plon.lifetime.words import (
    band_label,
    channel_advice_sentence,
    industry_label,
    position_label,
    ratio_text,
)
from plon.ui.downloads import MONEY, TEXT, Columns, Rows, major
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.models import Basis
from plon.value.queries.channels import ChannelFacts, MonthCost
from plon.value.services.ratio import LEVELS, lifetime_months, usual_text

UNKNOWN = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """One channel. reason: why there is no ratio."""

    name: str
    customers: str
    value: str
    won: str
    cost: str
    ratio: str
    level: str
    band: str
    position: str
    payback: str
    advice: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRow:
    """What a channel cost in a month."""

    id: UUID
    channel: str
    month: str
    spent: str


def channel_rows(found: Sequence[ChannelFacts], told: Basis, speech: Speech) -> list[ChannelRow]:
    """Return the channels in the order of the ranking."""
    return [_row(each, told, speech) for each in found]


def file_columns() -> Columns:
    """Return what stands in the ranking as a file."""
    figures: dict[str, Any] = {
        _("Customers"): TEXT,
        _("Value of one"): MONEY,
        _("Won"): TEXT,
        _("Cost of winning one"): MONEY,
        "LTV:CAC": TEXT,
        _("Back after, months"): TEXT,
        _("What to do"): TEXT,
    }
    return {_("Channel"): TEXT} | figures


def file_rows(found: Sequence[ChannelFacts], told: Basis, speech: Speech) -> Rows:
    """Return the ranking for a file, amounts to the last minor unit."""
    return [
        [
            row.name,
            str(each.customers),
            major(each.ltv_minor),
            "" if each.won is None else str(each.won),
            major(each.cost_minor),
            "" if row.ratio == UNKNOWN else row.ratio,
            "" if row.payback == UNKNOWN else row.payback,
            row.advice or row.reason,
        ]
        for each, row in zip(found, channel_rows(found, told, speech), strict=True)
    ]


def answer(found: Sequence[ChannelFacts], speech: Speech) -> str:
    """Return what the ranking says, in a sentence."""
    known = [each for each in found if each.ratio is not None]
    if not known:
        return _("Write below what channels cost, and each gets its ratio and advice.")
    best = {"channel": known[0].channel, "ratio": ratio_text(rounded(known[0]), speech.language)}
    return _("Spending comes back best in this channel: %(channel)s (%(ratio)s).") % best


def usual(told: Basis, speech: Speech) -> str:
    """Return the benchmark that channels are set beside."""
    found = BENCHMARKS[told.industry]
    line = industry_label(told.industry, speech.language)
    return f"{line}: {usual_text(found.low, found.high, speech.language)}"


def cost_rows(costs: Sequence[MonthCost], speech: Speech) -> list[CostRow]:
    """Return what was told of costs."""
    return [
        CostRow(
            id=each.id,
            channel=each.channel,
            month=speech.month(f"{each.month:%Y-%m}"),
            spent=speech.money(each.spent_minor),
        )
        for each in costs
    ]


def cost_file_columns() -> Columns:
    """Return the headings of the costs as a file."""
    return {_("Channel"): TEXT, _("Month"): TEXT, _("Spent"): MONEY}


def cost_file_rows(costs: Sequence[MonthCost]) -> Rows:
    """Return what was told of costs as rows of a file."""
    return [[each.channel, f"{each.month:%Y-%m}", major(each.spent_minor)] for each in costs]


def rounded(each: ChannelFacts) -> Decimal:
    """Return the ratio to one decimal, as it is shown."""
    return (each.ratio or Decimal(0)).quantize(Decimal("0.1"))


def _row(each: ChannelFacts, told: Basis, speech: Speech) -> ChannelRow:
    ratio, language = each.ratio, speech.language
    is_known = ratio is not None and each.band is not None
    back = ""
    if ratio is not None and ratio > 0:
        months = payback_months(lifetime_months=lifetime_months(told), ratio=ratio)
        back = speech.number(float(months), decimals=1)
    return ChannelRow(
        name=each.channel or _("no channel given"),
        customers=speech.number(each.customers),
        value=UNKNOWN if each.ltv_minor is None else speech.estimate(each.ltv_minor),
        won=UNKNOWN if each.won is None else speech.number(each.won),
        cost=UNKNOWN if each.cost_minor is None else speech.money(each.cost_minor),
        ratio=ratio_text(rounded(each), language) if is_known else UNKNOWN,
        level=LEVELS[Band(each.band).colour] if each.band else "unknown",
        band=band_label(each.band, language) if each.band else "",
        position=("" if ratio is None else position_label(_position(told, ratio), language)),
        payback=back or UNKNOWN,
        advice=channel_advice_sentence(each.advice, language) if each.advice else "",
        reason="" if is_known else _reason(each),
    )


def _position(told: Basis, ratio: Decimal) -> str:
    return BENCHMARKS[told.industry].position(ratio)


def _reason(each: ChannelFacts) -> str:
    if each.spent_minor is None:
        return _("Not known because no cost was written.")
    if not each.won:
        return _("Nobody bought for the first time in the months of the cost.")
    if each.ltv_minor is None:
        return _("Not known because the customers' value is not known yet.")
    return _("The channel cost nothing: there is no ratio.")
