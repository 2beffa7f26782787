"""The trades' seasons are what the published figures give, and nothing else."""

import numpy as np
import pytest

from plon.lifetime.forecasting.season_presets import (
    PRESETS,
    YEAR_TO_YEAR_LOG_SD,
    trade_log_sd,
    trades,
    unknown_log_sd,
)
from plon.lifetime.purchases import Floats

DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])

# Estimates not adjusted, million dollars, January to December of 2018 and of 2019.
SALES = {
    "food": (
        "54857 50910 57291 53595 57800 56066 56700 56986 54918 56064 56784 59358",
        "57392 51505 57486 56318 59932 58025 59654 60065 56088 58132 59091 60682",
    ),
    "fashion": (
        "15803 18451 22249 20516 23641 21337 21745 23136 19826 21265 25446 34067",
        "16223 18032 22148 21582 23152 21175 21800 23906 19606 21471 25246 35196",
    ),
    "gifts": (
        "1080 1188 1365 1337 1607 1604 1674 1615 1559 2238 1626 2065",
        "1019 1099 1256 1309 1659 1601 1698 1519 1431 2018 1509 2054",
    ),
    "restaurants": (
        "54587 54830 63544 60281 64079 63621 63480 64506 59887 61570 58893 62742",
        "56653 56816 66103 63453 67732 66255 66368 68385 63670 66200 63932 67181",
    ),
    "online": (
        "43214 40773 46305 45010 48316 45401 47139 48791 45116 49928 60257 63539",
        "48247 45102 48892 50717 54534 50993 54429 54036 51205 56772 62651 79511",
    ),
}
# Combined factors, January to December: 2009; February 2011 on with January 2012; the same a
# year later.
FACTORS = {
    "home_and_garden": (
        "0.772 0.754 0.959 1.130 1.214 1.192 1.114 1.010 1.009 1.025 0.923 0.882",
        "0.751 0.740 1.005 1.103 1.249 1.201 1.044 1.045 0.987 1.000 0.970 0.900",
        "0.792 0.792 0.985 1.110 1.281 1.150 1.044 1.039 0.941 1.049 0.980 0.880",
    ),
    "electronics": (
        "0.939 0.913 0.928 0.849 0.935 0.927 0.941 0.974 0.899 0.886 1.138 1.654",
        "0.907 0.926 0.959 0.869 0.909 0.943 0.945 0.993 0.913 0.892 1.185 1.555",
        "0.930 0.967 0.967 0.845 0.921 0.935 0.937 0.992 0.900 0.887 1.192 1.549",
    ),
    "sport_hobby_books": (
        "0.974 0.784 0.888 0.870 0.933 0.945 0.943 1.136 0.945 0.885 1.025 1.645",
        "0.938 0.796 0.933 0.915 0.900 0.942 0.921 1.156 0.961 0.845 1.050 1.647",
        "0.957 0.831 0.953 0.871 0.922 0.971 0.911 1.157 0.938 0.854 1.042 1.601",
    ),
}


def table(*years: str) -> Floats:
    return np.array([[float(cell) for cell in year.split()] for year in years])


def without_growth(sales: Floats) -> Floats:
    logs = np.log(sales / DAYS)
    growth = (logs[1] - logs[0]).mean() / 12
    return np.asarray(logs - growth * np.arange(24).reshape(2, 12))


@pytest.mark.parametrize("name", SALES)
def test_sales_give_the_months(name: str) -> None:
    weights = np.exp(without_growth(table(*SALES[name])).mean(axis=0))

    assert PRESETS[name].months == pytest.approx(weights / weights.mean(), abs=6e-4)


@pytest.mark.parametrize("name", FACTORS)
def test_factors_give_the_months(name: str) -> None:
    days = np.tile(DAYS, (3, 1))
    days[2, 1] = 29
    a_day = table(*FACTORS[name]) / days
    a_day /= (a_day * DAYS).sum(axis=1, keepdims=True)
    weights = np.exp(np.log(a_day).mean(axis=0))

    assert PRESETS[name].months == pytest.approx(weights / weights.mean(), abs=6e-4)


def test_a_trades_season_returns_the_next_year() -> None:
    changes = []
    for years in SALES.values():
        weights = np.exp(without_growth(table(*years)))
        share = weights / (weights * DAYS).sum(axis=1, keepdims=True)
        changes.append(np.log(share[1] / share[0]))

    assert np.sqrt(np.mean(np.square(changes))) == pytest.approx(YEAR_TO_YEAR_LOG_SD, abs=1e-3)


@pytest.mark.parametrize("name", PRESETS)
def test_every_trade_has_twelve_months_of_mean_one_and_a_source(name: str) -> None:
    preset = PRESETS[name]

    assert len(preset.months) == 12
    assert np.mean(preset.months) == pytest.approx(1, abs=1e-3)
    assert preset.source
    assert preset.name == name


def test_not_knowing_the_trade_is_never_surer_than_knowing_it() -> None:
    in_trade = [np.sqrt((trade_log_sd(name) ** 2).mean()) for name in PRESETS]

    assert unknown_log_sd() > np.mean(in_trade)
    assert unknown_log_sd() > np.sqrt((trades() ** 2).mean())


def test_trades_lie_furthest_apart_before_christmas() -> None:
    assert trade_log_sd("food").argmax() == 11


def test_what_has_no_public_figure_is_not_offered() -> None:
    assert {"services", "finance"}.isdisjoint(PRESETS)
