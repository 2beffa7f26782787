"""LTV-034: channels ordered by value and by value against cost, with advice."""

from datetime import date

import numpy as np
import pytest

from plon.lifetime.analysis import ChannelValue
from plon.lifetime.segments.channels import advise, rank_channels
from plon.lifetime.tests.bases import days_of
from plon.lifetime.words import channel_advice_sentence

SPENT = {"fair": 900_00, "web": 400_00, "leaflets": 60_00}  # by each of its two customers


def ranked() -> tuple[ChannelValue, ...]:
    names = [*SPENT] * 2
    bought = {f"{k}": {date(2026, 1, 5): SPENT[name]} for k, name in enumerate(names)}
    revenue = np.array([SPENT[name] for name in names])
    return rank_channels(
        days_of(bought, channel=names), revenue_minor=revenue, value_12m_minor=revenue / 10
    )


@pytest.mark.feature("LTV-034")
def test_channels_are_ordered_by_lifetime_value() -> None:
    assert [(each.channel, each.ltv_minor) for each in ranked()] == [
        ("fair", 990_00),
        ("web", 440_00),
        ("leaflets", 66_00),
    ]


@pytest.mark.feature("LTV-034")
def test_against_cost_the_order_changes_and_each_gets_advice() -> None:
    advised = advise(ranked(), cost_minor={"fair": 495_00, "web": 80_00, "leaflets": 70_00})

    assert [(each.channel.channel, each.advice) for each in advised] == [
        ("web", "scale"),
        ("fair", "improve"),
        ("leaflets", "cut"),
    ]
    assert channel_advice_sentence(advised[2].advice or "", "en").startswith("Cut it")
