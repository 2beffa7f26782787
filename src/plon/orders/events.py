"""Facts the orders room tells."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plon.core.events import Event
from plon.core.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaid(Event):
    """A customer has just paid or signed."""

    order_id: UUID
    customer_id: UUID
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersRecorded(Event):
    """A batch of past orders was loaded, or got lines they lacked. Nobody has just paid: no reward,
    no message.
    """

    order_count: int
    first_ordered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRefunded(Event):
    """Money was given back for an order."""

    order_id: UUID
    customer_id: UUID
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStatusChanged(Event):
    """An order went on, or came to its end."""

    order_id: UUID
    customer_id: UUID
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueChanged(Event):
    """Prices or commissions changed: figures that rest on them are out of date."""

    product_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundsRecorded(Event):
    """A batch of past refunds was loaded."""

    refund_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersRemoved(Event):
    """What an import brought was taken back: figures made of it are wrong now."""

    order_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersMoved(Event):
    """Orders are another customer's now: two became one, or parted."""

    order_count: int
