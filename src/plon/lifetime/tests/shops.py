"""Whole analyses of small shops, made once."""

from datetime import date
from functools import lru_cache

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse import AnalyseOptions, analyse
from plon.lifetime.tests.bases import Bought, cdnow
from plon.lifetime.tests.sales_maker import sales_of

CALIBRATION_END = date(1997, 9, 30)


def cdnow_until(end: date) -> Bought:
    """Return the CDNOW sample's purchases up to a day."""
    return {
        who: kept
        for who, own in cdnow().items()
        if (kept := {day: minor for day, minor in own.items() if day <= end})
    }


@lru_cache
def cdnow_shop(language: str = "en") -> Analysis:
    """Return the analysis of the CDNOW sample's calibration period."""
    sales = sales_of(cdnow_until(CALIBRATION_END), as_of=CALIBRATION_END)
    return analyse(sales, options=AnalyseOptions(language=language))


@lru_cache
def thin_shop() -> Analysis:
    """Return three customers, one of whom came twice, without amounts."""
    bought = {
        "ann": {date(2026, 1, 5): 0, date(2026, 2, 5): 0},
        "ben": {date(2026, 1, 7): 0},
        "cora": {date(2026, 3, 1): 0},
    }
    sales = sales_of(bought, as_of=date(2026, 3, 10), has_amount=False)
    return analyse(sales, options=AnalyseOptions(language="en"))
