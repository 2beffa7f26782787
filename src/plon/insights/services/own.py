"""A customer's own page: what the firm knows about them, told to themselves.

Nothing that the firm thinks of them: no notes, tags or figures.
"""

from dataclasses import dataclass
from datetime import datetime

from plon.accounts import queries as accounts
from plon.core.days import date_in
from plon.customers import queries as customers
from plon.customers import services as customers_services
from plon.customers.services import Said
from plon.insights.services import words
from plon.insights.services.person import Fact
from plon.orders import queries as orders
from plon.orders.services.words import money, status_word
from plon.ui.language import active_language
from plon.ui.language import gettext as _
from plon.ui.speech import Speech

ORDERS_MAX = 20
FORM = "portal"  # where a consent was withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """A purchase as the buyer sees it; note: its state, and what was given back."""

    day: str
    amount: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What counts of what was said about one way and purpose. channel, purpose: codes."""

    channel: str
    purpose: str
    what: str
    is_given: bool
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPage:
    """What the page shows."""

    name: str
    facts: list[Fact]
    bought: list[Bought]
    consents: list[Agreed]


def own_page(visitor: accounts.Visitor) -> OwnPage:
    """Return the page of whoever asks, and of nobody else. Raises PortalClosed."""
    card = _whose(visitor)
    speech = Speech(language=active_language(), currency=visitor.firm.currency)
    zone = visitor.firm.zone
    return OwnPage(
        name=card.name,
        facts=_facts(card, speech),
        bought=[
            Bought(
                day=speech.day(date_in(zone, order.ordered_at)),
                amount=money(order.total_minor, currency=order.currency),
                note=_note(order),
            )
            for order in orders.orders_of(customer_id=card.id, limit=ORDERS_MAX)
        ],
        consents=[
            Agreed(
                channel=said.channel,
                purpose=said.purpose,
                what=f"{words.channel_word(said.channel)} · {words.purpose_word(said.purpose)}",
                is_given=said.is_given,
                day=speech.day(date_in(zone, said.decided_at)),
            )
            for said in card.consents
        ],
    )


def withdraw(
    visitor: accounts.Visitor, *, channel: str, purpose: str, address: str, now: datetime
) -> bool:
    """Write down that the visitor withdraws a consent; say whether there was one.

    address: of the page, as proof together with the session. Raises PortalClosed.
    """
    card = _whose(visitor)
    given = {(said.channel, said.purpose) for said in card.consents if said.is_given}
    if (channel, purpose) not in given:
        return False
    word = Said(
        channel=channel,
        purpose=purpose,
        is_given=False,
        form=FORM,
        proof=f"{address} · {visitor.session_id}",
    )
    customers_services.note_consents(visitor.caller, customer_id=card.id, said=[word], now=now)
    return True


def _whose(visitor: accounts.Visitor) -> customers.Card:
    """Return the customer a visitor is today: the one they were merged into, or themselves."""
    current = customers.current_ids([visitor.subject_id]).get(visitor.subject_id)
    card = None if current is None else customers.card(current)
    if card is None or card.is_erased:
        raise accounts.PortalClosed
    return card


def _facts(card: customers.Card, speech: Speech) -> list[Fact]:
    told = card.fields
    places = [told["street"], told["postcode"], told["city"]]
    born = told["birthday"]
    rows = [
        Fact(what=_("company"), how=told["company_name"]),
        Fact(what=_("name"), how=f"{told['first_name']} {told['last_name']}".strip()),
        *(Fact(what=words.channel_word(kind), how=shown) for kind, shown in card.addresses),
        Fact(what=_("address"), how=", ".join(filter(None, places))),
        Fact(what=_("birthday"), how="" if born is None else speech.day(born)),
    ]
    return [row for row in rows if row.how]


def _note(order: orders.OrderFacts) -> str:
    back = order.refunded_minor
    amount = money(back, currency=order.currency)
    given_back = _("given back: %(amount)s") % {"amount": amount} if back else ""
    return " · ".join(filter(None, [status_word(order.status), given_back]))
