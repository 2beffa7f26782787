"""What a customer holds, in words of the card."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from plon.core.days import date_in
from plon.insights.services.person import Fact
from plon.orders import queries as orders
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech

SHOWN_MAX = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What the card shows: the products bought last, how many more."""

    products: Sequence[Fact] = field(default_factory=list)
    more: int = 0


def holding(customer_id: UUID, *, speech: Speech, zone: ZoneInfo) -> Holding:
    """Return what a customer holds."""
    products = orders.held(customer_id=customer_id, currency=speech.currency)
    return Holding(
        products=[_product(each, speech, zone) for each in products[:SHOWN_MAX]],
        more=max(len(products) - SHOWN_MAX, 0),
    )


def _product(each: orders.Held, speech: Speech, zone: ZoneInfo) -> Fact:
    times = ngettext("%(count)s time", "%(count)s times", each.times)
    parts = [
        times % {"count": speech.number(each.times)},
        _("last %(day)s") % {"day": speech.day(date_in(zone, each.last_at))},
        speech.money(each.amount_minor),
    ]
    return Fact(what=each.name, how=" · ".join(parts))
