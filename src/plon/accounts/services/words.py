"""Trades and kinds of loyalty in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plon.accounts.domain import Loyalty, Trade

TRADES: Mapping[Trade, str | Promise] = {
    Trade.FINANCIAL_INTERMEDIARY: _("Financial intermediary"),
    Trade.CAFE: _("Café"),
    Trade.HAIRDRESSER: _("Hairdresser"),
    Trade.BEAUTY_SALON: _("Beauty salon"),
    Trade.BAKERY: _("Bakery"),
    Trade.BOOKSHOP: _("Bookshop"),
    Trade.PET_SHOP: _("Pet shop"),
    Trade.PERFUMERY: _("Perfumery"),
    Trade.BOX_DIET: _("Box diet"),
    Trade.ONLINE_SHOP: _("Online shop"),
    Trade.SAAS: _("Software by subscription"),
    Trade.ESTATE_AGENCY: _("Estate agency"),
    Trade.CAR_DEALER: _("Car dealer"),
    Trade.RESTAURANT: _("Restaurant"),
    Trade.TRAVEL_AGENCY: _("Travel agency"),
}
LOYALTIES: Mapping[Loyalty, str | Promise] = {
    Loyalty.POINTS: _("points"),
    Loyalty.TIERS: _("levels"),
    Loyalty.VALUES: _("a share for a good cause"),
    Loyalty.STAMPS: _("stamps"),
    Loyalty.CASHBACK: _("a bonus for the next purchase"),
}


def trade_word(trade: str) -> str:
    """Return a trade's name for a page; "" for none."""
    return str(TRADES[Trade(trade)]) if trade in set(Trade) else ""


def loyalty_word(loyalty: str) -> str:
    """Return the kind of loyalty for a page; "" for none."""
    return str(LOYALTIES[Loyalty(loyalty)]) if loyalty in set(Loyalty) else ""
