"""Who a customer is, in words: addresses, origin, dates, preferences."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from plon.core.days import date_in
from plon.customers import queries as customers
from plon.insights.services import words
from plon.lifetime import wording
from plon.ui.language import active_language
from plon.ui.language import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is known, how it is, and where it leads."""

    what: str
    how: str
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What was said on a consent; note: when, and where."""

    what: str
    is_given: bool
    note: str


def word_of(said: customers.Said, zone: ZoneInfo) -> Word:
    """Return what was said on a consent, as the card shows it."""
    parts = [_day(date_in(zone, said.decided_at)), words.place_word(said.form)]
    return Word(
        what=f"{words.channel_word(said.channel)} · {words.purpose_word(said.purpose)}",
        is_given=said.is_given,
        note=" · ".join(filter(None, parts)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Whether somebody agreed to be contacted in one way."""

    what: str
    level: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """For one purpose: the ways by which somebody may be contacted, or not."""

    purpose: str
    ways: list[Way]


_WAYS = {"email": ("email",), "phone": ("sms", "voice")}  # by an address; others: as the address


def agreed(card: customers.Card) -> list[Agreed]:
    """Return what somebody agreed to, by purpose and in words.

    For offers every way is told by which they can be reached, asked or not; else what was said.
    """
    if card.is_erased:
        return []
    said = {(each.purpose, each.channel): each.is_given for each in card.consents}
    kinds = dict.fromkeys(kind for kind, _shown in card.addresses if kind != "external")
    reached = [("marketing", way) for kind in kinds for way in _WAYS.get(kind, (kind,))]
    told: dict[str, list[Way]] = {}
    for purpose, channel in sorted({*reached, *said}, key=_usual):
        told.setdefault(purpose, []).append(_way(channel, said.get((purpose, channel))))
    return [Agreed(purpose=words.purpose_word(code), ways=ways) for code, ways in told.items()]


def _usual(matter: tuple[str, str]) -> tuple[int, int, str]:
    purpose, channel = matter
    purposes, channels = ("marketing", "referral", "service"), ("email", "sms", "voice")
    place = channels.index(channel) if channel in channels else len(channels)
    return purposes.index(purpose), place, channel


def _way(channel: str, is_given: bool | None) -> Way:
    level, word = {
        True: ("good", _("agreed")),
        False: ("bad", _("refused")),
        None: ("unknown", _("no consent")),
    }[is_given]
    return Way(what=words.channel_word(channel), level=level, word=word)


def facts(card: customers.Card) -> list[Fact]:
    """Return all that is known of a person or a firm; what is not known is left out."""
    told = card.fields
    rows = [
        *_addresses(card),
        *_origin(card),
        Fact(what=_("birthday"), how=_day(told["birthday"])),
        Fact(what=_("birthday of the firm"), how=_day(told["company_birthday"])),
        Fact(what=_("first visit"), how=_day(told["first_visit_date"])),
        Fact(what=_("favourite product"), how=told["favourite_product"]),
        Fact(what=_("needs"), how=told["needs"]),
        Fact(what=_("preferences"), how=told["preferences"]),
        Fact(what=_("complaint"), how=_("has complained") if told["has_complaint"] else ""),
        Fact(what=_("returns"), how=_("has returned a product") if told["has_returned"] else ""),
    ]
    return [row for row in rows if row.how]


def reach(card: customers.Card) -> list[Fact]:
    """Return the addresses by which somebody can be called or written to from here."""
    return [
        Fact(what=words.channel_word(kind), how=shown, href=_reach(kind, shown))
        for kind, shown in card.addresses
        if kind in {"phone", "email"}
    ]


def _addresses(card: customers.Card) -> list[Fact]:
    told = card.fields
    named = f"{told['first_name']} {told['last_name']}".strip()
    places = [told["street"], told["postcode"], told["city"], told["region"], told["country"]]
    return [
        Fact(what=_("kind"), how=words.kind_word(told["kind"])),
        Fact(what=_("person"), how=named if told["company_name"] else ""),
        *(
            Fact(what=words.channel_word(kind), how=shown, href=_reach(kind, shown))
            for kind, shown in card.addresses
        ),
        Fact(what=_("prefers"), how=words.channel_word(told["preferred_channel"])),
        Fact(what=_("speaks"), how=words.language_word(told["language"])),
        Fact(what=_("address"), how=", ".join(filter(None, places))),
        Fact(what=_("tax number"), how=told["tax_id"]),
    ]


def _origin(card: customers.Card) -> list[Fact]:
    told = card.fields
    referrer_id = told["referrer_id"]
    names = customers.names_of([referrer_id]) if referrer_id else {}
    return [
        Fact(what=_("came by"), how=told["acquisition_channel"]),
        Fact(what=_("campaign"), how=told["campaign"]),
        Fact(
            what=_("referred by"),
            how=names.get(referrer_id, ""),
            href=f"/customers/{referrer_id}/",
        ),
        Fact(what=_("data come from"), how=told["data_source"]),
    ]


def _reach(kind: str, shown: str) -> str:
    """Return the address that writes or calls; "" where a browser knows none."""
    if kind == "email":
        return f"mailto:{shown}"
    number = "".join(sign for sign in shown if sign in "+0123456789")
    return f"tel:{number}" if kind == "phone" else ""


def _day(day: date | None) -> str:
    return "" if day is None else wording.day(day, language=active_language())
