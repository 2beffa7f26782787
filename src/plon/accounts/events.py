"""Facts this room tells."""

from dataclasses import dataclass

from plon.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeChosen(Event):
    """A firm has said, for the first time or anew, what it lives by. trade: of domain.Trade."""

    trade: str
