"""Which trades have a season in public statistics. Pure."""

from collections.abc import Mapping

SEASONS: Mapping[str, str] = {  # trade of a firm: name in the library's table of seasons
    "bakery": "food",
    "bookshop": "sport_hobby_books",
    "cafe": "restaurants",
    "online_shop": "online",
    "restaurant": "restaurants",
}


def season_of_trade(trade: str) -> str | None:
    """Return the name of a trade's season; None where no public figures tell it."""
    return SEASONS.get(trade)
