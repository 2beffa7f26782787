"""Monthly seasons of trades, from public statistics; a table, not code.

Turnover a day of each month over the mean of twelve, January first. They are the seasons of a
whole trade of the United States: its holidays (Halloween in October's gifts, Thanksgiving) are
in them, and one shop differs from its trade. Poland's own indices by trade are published as
changes, not levels, and were not to be had in a form that can be cited figure by figure.

Not here: services at large and finance. No monthly public figure for them was found; a season
made up would be worse than none.

How they were made, from the figures named in each source:
  "sales": estimates not adjusted, two years; sales / days of the month, the growth between the two
    years taken out as a straight line in logarithms, geometric mean of both years, mean set to 1
  "factors": published combined seasonal factors / days of the month, geometric mean of the years
    (2012's February has 29 days), mean set to 1
Both ways agree where both exist: clothing, December 1.51 by sales, 1.58 by factors.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from plon.lifetime.purchases import Floats

SALES = (
    "US Census Bureau, Monthly Retail Trade Survey, estimates not adjusted, "
    "January 2018 to December 2019, vintage with data to August 2022 (mrtssales92-present), "
    "read from a public copy"
)
FACTORS = (
    "US Census Bureau, Combined Seasonal, Trading-Day, and Holiday Adjustment Factors "
    "(retail/mrts/www/data/text/nadjusts.txt), January to December 2009 and "
    "February 2011 to January 2013, from the tables then current"
)

# Root mean square of ln(2019 / 2018) of the same month, five trades, growth taken out.
YEAR_TO_YEAR_LOG_SD = 0.031


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A trade's season. kind: the source's code and name of the kind of business."""

    name: str
    kind: str
    source: str
    months: tuple[float, ...]


_TABLE = (
    Preset(
        name="food",
        kind="4451 grocery stores",
        source=SALES,
        months=(0.983, 0.990, 1.000, 0.986, 1.020, 1.018, 1.002, 1.005, 0.982, 0.975, 1.020, 1.019),
    ),
    Preset(
        name="fashion",
        kind="448 clothing and clothing accessories stores",
        source=SALES,
        months=(0.705, 0.889, 0.977, 0.956, 1.028, 0.965, 0.956, 1.032, 0.893, 0.936, 1.147, 1.516),
    ),
    Preset(
        name="gifts",
        kind="45322 gift, novelty, and souvenir stores",
        source=SALES,
        months=(0.652, 0.789, 0.820, 0.859, 1.030, 1.048, 1.071, 0.999, 0.988, 1.365, 1.044, 1.333),
    ),
    Preset(
        name="restaurants",
        kind="722 food services and drinking places",
        source=SALES,
        months=(0.893, 0.988, 1.031, 1.012, 1.039, 1.053, 1.014, 1.033, 0.988, 0.984, 0.973, 0.992),
    ),
    Preset(
        name="online",
        kind="4541 electronic shopping and mail-order houses",
        source=SALES,
        months=(0.919, 0.946, 0.939, 0.965, 0.994, 0.954, 0.962, 0.966, 0.925, 0.982, 1.160, 1.287),
    ),
    Preset(
        name="home_and_garden",
        kind="444 building materials, garden equipment and supplies dealers",
        source=FACTORS,
        months=(0.758, 0.819, 0.965, 1.131, 1.226, 1.198, 1.048, 1.013, 0.993, 1.006, 0.972, 0.872),
    ),
    Preset(
        name="electronics",
        kind="443 electronics and appliance stores",
        source=FACTORS,
        months=(0.909, 1.005, 0.934, 0.867, 0.905, 0.949, 0.924, 0.969, 0.918, 0.873, 1.189, 1.557),
    ),
    Preset(
        name="sport_hobby_books",
        kind="451 sporting goods, hobby, book, and music stores",
        source=FACTORS,
        months=(0.941, 0.865, 0.909, 0.900, 0.903, 0.968, 0.910, 1.131, 0.964, 0.847, 1.056, 1.605),
    ),
)
FLAT = Preset(name="flat", kind="no season", source="chosen by the user", months=(1.0,) * 12)
PRESETS: Mapping[str, Preset] = MappingProxyType({p.name: p for p in (*_TABLE, FLAT)})


def trades() -> Floats:
    """Return the log-weights of all trades with a source, shape (trades, 12)."""
    return np.asarray(np.log(np.array([preset.months for preset in _TABLE])))


def trade_log_sd(name: str) -> Floats:
    """Return, by month, how far other trades lie from this one, shape (12,).

    It stands for how far one shop may lie from its trade, which no public figure tells.
    """
    others = [preset.months for preset in _TABLE if preset.name != name]
    away = np.log(np.array(others)) - np.log(np.array(PRESETS[name].months))
    return np.asarray(np.sqrt((away**2).mean(axis=0)))


def unknown_log_sd() -> float:
    """Return the spread of a month's log-weight when neither trade nor its calendar is known.

    Total variance: of trades around no season, all months alike, and of a shop in its trade; so not
    knowing the trade is never surer than knowing it.
    """
    in_trade = np.array([trade_log_sd(preset.name) for preset in _TABLE])
    return float(np.sqrt((trades() ** 2).mean() + (in_trade**2).mean()))
