"""LTV-039, 040: value tiers, and dependence on few."""

from datetime import date

import numpy as np
import pytest

from plon.lifetime.segments.concentration import concentration
from plon.lifetime.segments.tiers import TIERS, assign_tiers, tier_records
from plon.lifetime.tests.bases import cdnow, summary_of
from plon.lifetime.tests.shops import cdnow_shop
from plon.lifetime.words import segment_share_sentence, segment_value_sentence, tier_label


@pytest.mark.feature("LTV-039")
def test_a_real_shops_customers_are_each_in_one_tier() -> None:
    value = summary_of(cdnow(), until=date(1998, 6, 30)).value_minor
    tiers = assign_tiers(value)
    records = tier_records(tiers, value.astype(float))

    assert [code for code, _, _ in records] == list(TIERS)
    assert [many for _, many, _ in records] == [236, 471, 943, 707]  # of 2,357
    assert sum(worth for _, _, worth in records) == value.sum()
    assert value[tiers == 0].min() >= value[tiers == 1].max()
    assert tier_label(TIERS[0], "pl") == "VIP"


@pytest.mark.feature("LTV-039")
def test_a_hundred_customers_are_cut_at_10_20_40_30() -> None:
    tiers = assign_tiers(np.arange(100) * 7 % 101)

    assert np.bincount(tiers).tolist() == [10, 20, 40, 30]


@pytest.mark.feature("LTV-040")
def test_one_segment_with_more_than_half_is_a_warning() -> None:
    seen = concentration(
        np.ones(10),
        channels={"web": 55, "shop": 30, "fair": 15},
        groups={"a": 34, "b": 33, "c": 33},
    )

    assert [level for _, _, level in seen.channels] == ["warning", "none", "none"]
    assert [level for _, _, level in seen.groups] == ["none", "none", "none"]
    name, share, level = seen.channels[0]
    assert segment_share_sentence(name, share, level, "en") == (
        "web: 55% of revenue; develop other channels and audiences."
    )


@pytest.mark.feature("LTV-040")
@pytest.mark.parametrize(("best", "level"), [(80, "none"), (85, "warning"), (90, "severe")])
def test_the_best_fifth_with_more_than_four_fifths_is_a_warning(best: int, level: str) -> None:
    customers = np.array([best * 4, *[100 - best] * 4])

    assert concentration(customers, channels={}, groups={}).top_20_level == level


@pytest.mark.feature("LTV-040")
def test_a_channel_with_seven_tenths_is_severe() -> None:
    seen = concentration(np.ones(10), channels={"web": 70, "shop": 30}, groups={})

    assert seen.channels[0] == ("web", 0.7, "severe")


@pytest.mark.feature("LTV-040")
def test_a_channel_with_more_than_half_of_lifetime_value_is_a_warning_too() -> None:
    seen = concentration(
        np.ones(10),
        channels={"web": 40, "shop": 35, "fair": 25},
        groups={},
        channels_by_value={"web": 60, "shop": 45, "fair": -5},
    )

    assert [level for _, _, level in seen.channels] == ["none", "none", "none"]
    name, share, level = seen.channels_by_value[0]
    assert (name, level) == ("web", "warning")
    assert share == 60 / 105  # a loss counts as nothing
    assert segment_value_sentence(name, share, level, "en") == (
        "web: 57% of lifetime value; develop other channels and audiences."
    )


@pytest.mark.feature("LTV-040")
def test_a_real_shops_shares_of_lifetime_value_are_of_what_was_bought_and_what_is_ahead() -> None:
    shop = cdnow_shop()
    worth = {each.code: each.revenue_minor + each.value_12m_minor for each in shop.groups}
    whole = sum(worth.values())

    found = {name: share for name, share, _ in shop.concentration.groups_by_value}
    assert found == pytest.approx(
        {code: own / whole for code, own in worth.items() if code in found}, abs=1e-6
    )
    assert sum(found.values()) == pytest.approx(1)
