"""Facts the customers room tells. They carry ids alone: a fact outlives the person's data."""

from dataclasses import dataclass
from uuid import UUID

from plon.core.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersMerged(Event):
    """Two customers became one: what is the gone one's is the kept one's from now on."""

    merge_id: UUID
    kept_id: UUID
    gone_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomersParted(Event):
    """A merge was taken back: what it moved is the gone one's again, who is one of their own."""

    merge_id: UUID
    kept_id: UUID
    gone_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerForgotten(Event):
    """A person was erased. customer_ids: the rows that stood for them, those merged included."""

    customer_ids: tuple[UUID, ...]
