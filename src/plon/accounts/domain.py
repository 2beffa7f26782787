"""Who may do what: roles and their rights. Pure. Source: roles of a small firm, least privilege."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"  # owner, administrator
    BROKER = "broker"  # broker, seller
    MANAGER = "manager"  # programme manager
    COORDINATOR = "coordinator"  # looks after partner firms
    OPERATOR = "operator"  # answers in the inbox
    SUPERVISOR = "supervisor"  # of the inbox
    COUNTER = "counter"  # staff at the till
    ACCOUNTANT = "accountant"


_OWN = frozenset({"account.own", "today.read"})  # the first page, one's own password, sessions
_SEES = _OWN | frozenset({"customers.read", "orders.read", "agenda.work"})
_SELLS = _SEES | {"customers.write", "orders.write", "value.read"}
RIGHTS: Mapping[Role, frozenset[str]] = {
    Role.OWNER: _SELLS
    | {
        "api.keys",
        "audit.read",
        "catalogue.write",
        "customers.erase",
        "customers.export",
        "imports.run",
        "ledger.read",
        "settings.firm",
        "settings.people",
        "value.write",
    },
    Role.BROKER: _SELLS,
    Role.MANAGER: _SELLS | {"catalogue.write", "customers.export", "imports.run", "value.write"},
    Role.COORDINATOR: _SEES,
    Role.OPERATOR: _SEES | {"customers.write"},
    Role.SUPERVISOR: _SEES | {"customers.write", "value.read"},
    Role.COUNTER: _OWN | {"customers.read", "orders.write"},
    Role.ACCOUNTANT: _OWN | {"customers.read", "ledger.read", "orders.read", "value.read"},
}
ALL_RIGHTS = frozenset().union(*RIGHTS.values())
# A program never governs: a stolen key makes no other keys, no members, and reads no audit log.
KEY_RIGHTS = ALL_RIGHTS - {
    "account.own",
    "api.keys",
    "audit.read",
    "ledger.read",  # the API has no books
    "settings.firm",
    "settings.people",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """How long somebody stays signed in."""

    idle: timedelta  # without a request
    whole: timedelta  # since signing in, busy or not


# Who can carry much away signs in more often; a till is shared, so its sessions are short.
_USUAL = Stay(idle=timedelta(days=3), whole=timedelta(days=30))
_POWERFUL = Stay(idle=timedelta(hours=12), whole=timedelta(days=14))
_SHARED = Stay(idle=timedelta(hours=2), whole=timedelta(hours=12))
STAYS: Mapping[Role, Stay] = {
    Role.OWNER: _POWERFUL,
    Role.BROKER: _USUAL,
    Role.MANAGER: _POWERFUL,
    Role.COORDINATOR: _USUAL,
    Role.OPERATOR: _USUAL,
    Role.SUPERVISOR: _USUAL,
    Role.COUNTER: _SHARED,
    Role.ACCOUNTANT: _POWERFUL,
}


def is_stay_over(*, role: Role, began_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Say whether a session has ended: both limits are the last moment that still counts."""
    stay = STAYS[role]
    return now - seen_at > stay.idle or now - began_at > stay.whole


class Trade(StrEnum):
    """What a firm lives by; each has a ready catalogue in orders/presets."""

    FINANCIAL_INTERMEDIARY = "financial_intermediary"
    CAFE = "cafe"
    HAIRDRESSER = "hairdresser"
    BEAUTY_SALON = "beauty_salon"
    BAKERY = "bakery"
    BOOKSHOP = "bookshop"
    PET_SHOP = "pet_shop"
    PERFUMERY = "perfumery"
    BOX_DIET = "box_diet"
    ONLINE_SHOP = "online_shop"
    SAAS = "saas"
    ESTATE_AGENCY = "estate_agency"
    CAR_DEALER = "car_dealer"
    RESTAURANT = "restaurant"
    TRAVEL_AGENCY = "travel_agency"


class Loyalty(StrEnum):
    """How a firm rewards those who come back."""

    POINTS = "points"
    TIERS = "tiers"
    VALUES = "values"  # a share of purchases goes to a cause
    STAMPS = "stamps"
    CASHBACK = "cashback"  # a bonus for the next purchase


LOYALTY: Mapping[Trade, Loyalty] = {  # what suits a trade to begin with
    Trade.FINANCIAL_INTERMEDIARY: Loyalty.CASHBACK,
    Trade.CAFE: Loyalty.POINTS,
    Trade.HAIRDRESSER: Loyalty.CASHBACK,
    Trade.BEAUTY_SALON: Loyalty.TIERS,
    Trade.BAKERY: Loyalty.STAMPS,
    Trade.BOOKSHOP: Loyalty.POINTS,
    Trade.PET_SHOP: Loyalty.VALUES,
    Trade.PERFUMERY: Loyalty.CASHBACK,
    Trade.BOX_DIET: Loyalty.CASHBACK,
    Trade.ONLINE_SHOP: Loyalty.POINTS,
    Trade.SAAS: Loyalty.TIERS,
    Trade.ESTATE_AGENCY: Loyalty.CASHBACK,
    Trade.CAR_DEALER: Loyalty.TIERS,
    Trade.RESTAURANT: Loyalty.POINTS,
    Trade.TRAVEL_AGENCY: Loyalty.TIERS,
}


def roles_with(right: str) -> tuple[Role, ...]:
    """Return the roles that have a right, to name whom to ask."""
    return tuple(role for role in Role if right in RIGHTS[role])


class LetterKind(StrEnum):
    """What a mail of this room is about."""

    INVITATION = "invitation"
    RESET = "reset"
    PASSWORD = "password"  # noqa: S105 - a notice: it was changed
    SECOND_STEP = "second_step"
