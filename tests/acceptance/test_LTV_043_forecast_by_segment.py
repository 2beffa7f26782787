"""LTV-043: the forecast of a real shop by channel, region and cohort adds up to the whole."""

from datetime import date

import numpy as np
import pytest

from plon.lifetime.analysis import Analysis
from plon.lifetime.segments.values import value_by_segment
from tests.acceptance.library import analysed, cdnow_lines, written

CHANNELS, REGIONS = ("web", "fair", "referral"), ("Łódź", "Opole", "Gdynia", "Kielce")


def channel_of(who: str) -> str:
    return CHANNELS[int(who) % 3]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    """Return the CDNOW sample at the end of its calibration, its customers of three channels."""
    lines = (f"{who},{day},{paid},{channel_of(who)}" for who, day, paid in cdnow_lines())
    file = tmp_path_factory.mktemp("shop") / "sales.csv"
    return analysed(written(file, "customer,date,amount,channel", lines), as_of=date(1997, 9, 30))


@pytest.mark.feature("LTV-043")
@pytest.mark.parametrize("by", ["channel", "region", "cohort"])
def test_the_parts_of_a_models_forecast_equal_the_whole_exactly(shop: Analysis, by: str) -> None:
    table = shop.customers
    label = {
        "channel": table["channel"].to_pylist(),
        "region": [REGIONS[int(who) % 4] for who in table["customer"].to_pylist()],
        "cohort": [f"{day:%Y-%m}" for day in table["first_date"].to_pylist()],
    }[by]
    names = sorted(set(label))
    value = table["value_12m_minor"].to_numpy()

    parts = value_by_segment(
        np.array([names.index(name) for name in label]), names=names, value_minor=value
    )

    assert len(parts) == {"channel": 3, "region": 4, "cohort": 3}[by]
    assert sum(part.value_minor for part in parts) == value.sum() > 0
    for part in parts:
        own = [
            worth for worth, name in zip(value.tolist(), label, strict=True) if name == part.name
        ]
        assert (part.customers, part.value_minor) == (len(own), sum(own))
    assert value.sum() == pytest.approx(shop.totals.value_12m_minor.value, rel=1e-3)


@pytest.mark.feature("LTV-043")
def test_the_reports_channels_and_groups_add_up_to_its_forecast(shop: Analysis) -> None:
    whole = shop.totals.value_12m_minor.value

    assert {each.channel for each in shop.channels} == set(CHANNELS)
    assert sum(each.value_12m_minor for each in shop.channels) == pytest.approx(whole)
    assert sum(each.value_12m_minor for each in shop.groups) == pytest.approx(whole)
