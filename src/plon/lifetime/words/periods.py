"""Periods ahead in words."""

from plon.lifetime.units import Horizon
from plon.lifetime.wording import catalogue


def period_phrase(horizon: Horizon, language: str) -> str:
    """Return "12 months", "6 weeks", "1 day"."""
    ngettext = catalogue(language).ngettext
    if horizon.weeks:
        text = ngettext("%(count)s week", "%(count)s weeks", horizon.weeks)
    elif horizon.days:
        text = ngettext("%(count)s day", "%(count)s days", horizon.days)
    else:
        text = ngettext("%(count)s month", "%(count)s months", horizon.months)
    return text % {"count": horizon.months + horizon.weeks + horizon.days}


def next_phrase(horizon: Horizon, language: str) -> str:
    """Return "next 12 months", "next week"."""
    ngettext = catalogue(language).ngettext
    if horizon.weeks:
        text = ngettext("next week", "next %(count)s weeks", horizon.weeks)
    elif horizon.days:
        text = ngettext("next day", "next %(count)s days", horizon.days)
    else:
        text = ngettext("next month", "next %(count)s months", horizon.months)
    return text % {"count": horizon.months + horizon.weeks + horizon.days}
