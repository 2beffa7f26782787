"""Channels by value, by value against cost, and what to do."""

from datetime import date
from decimal import Decimal

import numpy as np

from plon.lifetime.days import CustomerDays
from plon.lifetime.segments.channels import ChannelAdvice, advise, rank_channels
from plon.lifetime.tests.bases import days_of

DAYS = [date(2026, 1, 1), date(2026, 2, 1)]
BOUGHT = {
    "a": dict.fromkeys(DAYS, 100),
    "b": {DAYS[0]: 300},
    "c": {DAYS[0]: 50},
    "d": {DAYS[1]: 10},
}
REVENUE = np.array([200, 300, 50, 10])
AHEAD = np.array([80.0, 20.0, 0.0, 5.0])


def base() -> CustomerDays:
    return days_of(BOUGHT, channel=["web", "shop", "web", None])


def test_a_channel_is_worth_what_its_customers_brought_and_will_bring() -> None:
    shop, web, unknown = rank_channels(base(), revenue_minor=REVENUE, value_12m_minor=AHEAD)

    assert (shop.channel, shop.ltv_minor, shop.repeat_share) == ("shop", 320.0, 0.0)
    assert (web.channel, web.customers, web.revenue_minor) == ("web", 2, 250)
    assert (web.ltv_minor, web.repeat_share) == (165.0, 0.5)
    assert (unknown.channel, unknown.customers) == ("", 1)


def test_channels_hold_everybody_once() -> None:
    ranked = rank_channels(base(), revenue_minor=REVENUE, value_12m_minor=AHEAD)

    assert sum(each.customers for each in ranked) == 4
    assert sum(each.revenue_minor for each in ranked) == REVENUE.sum()


def test_a_file_without_channels_ranks_none() -> None:
    assert rank_channels(days_of(BOUGHT), revenue_minor=REVENUE, value_12m_minor=AHEAD) == ()


def test_a_channel_nobody_came_by_is_left_out() -> None:
    days = days_of({"a": {DAYS[0]: 1}}, channel=["web"])
    named = CustomerDays(
        **{**{name: getattr(days, name) for name in days.__slots__}, "channels": ("web", "radio")}
    )
    ranked = rank_channels(named, revenue_minor=np.array([1]), value_12m_minor=np.zeros(1))

    assert [each.channel for each in ranked] == ["web"]


def test_a_cheap_channel_of_lesser_customers_may_come_first() -> None:
    ranked = rank_channels(base(), revenue_minor=REVENUE, value_12m_minor=AHEAD)
    web, shop, unknown = advise(ranked, cost_minor={"shop": 400, "web": 33})

    assert (web.channel.channel, web.ratio, web.advice) == ("web", Decimal(5), "scale")
    assert (shop.advice, shop.cost_minor) == ("cut", 400)
    assert unknown == ChannelAdvice(
        channel=ranked[2], cost_minor=None, ratio=None, band=None, advice=None
    )
