"""How a customer buys: the first and the last time, how often, for how much at a time."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from plon.accounts.queries import WorkspaceFacts
from plon.core.days import date_in
from plon.insights.services.person import Fact
from plon.orders import queries as orders
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value import queries as value


def habits(
    figures: value.CustomerFigures | None,
    bought: Sequence[orders.OrderFacts],
    *,
    speech: Speech,
    firm: WorkspaceFacts,
) -> list[Fact]:
    """Return a buyer's habits, out of their figures and their last orders; else nothing."""
    if figures is None:
        return []
    days = {date_in(firm.zone, each.ordered_at) for each in bought if each.counts}
    facts = [
        Fact(what=_("first purchase"), how=speech.day(figures.first_date)),
        Fact(what=_("last purchase"), how=speech.day(figures.last_date)),
        Fact(what=_("days with a purchase"), how=speech.number(figures.purchase_days)),
        Fact(what=_("usually between purchases"), how=_pause(days, speech)),
        Fact(what=_("a purchase brings on average"), how=_mean(figures, speech)),
    ]
    return [fact for fact in facts if fact.how]


def _pause(days: set[date], speech: Speech) -> str:
    """Return the median of days between purchases, of the orders the card shows."""
    told = sorted(days)
    gaps = [(later - earlier).days for earlier, later in pairwise(told)]
    if not gaps:
        return ""
    usual = round(median(gaps))
    return ngettext("%(count)s day", "%(count)s days", usual) % {"count": speech.number(usual)}


def _mean(figures: value.CustomerFigures, speech: Speech) -> str:
    if figures.observed_minor is None or not figures.purchase_days:
        return ""
    return speech.money(round(figures.observed_minor / figures.purchase_days))
