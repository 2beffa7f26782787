"""What the value room does when something was bought, given back, merged or priced anew."""

from plon.core.events import Event
from plon.customers.events import CustomersMerged
from plon.value.services import following, freshness, refreshing


def mark_stale(event: Event) -> None:
    """Orders changed: the figures are older than they."""
    freshness.mark_stale(workspace_id=event.workspace_id, reason="orders", now=event.occurred_at)


def mark_outdated(event: Event) -> None:
    """The price list changed: what customers will bring is to be looked at anew."""
    freshness.mark_stale(
        workspace_id=event.workspace_id, reason="prices", now=event.occurred_at, is_whole=True
    )


def mark_wrong(event: Event) -> None:
    """Orders are gone, and nothing of them tells whose they were."""
    freshness.mark_stale(
        workspace_id=event.workspace_id, reason="orders", now=event.occurred_at, is_whole=True
    )


def follow_merge(event: CustomersMerged) -> None:
    """Two customers are one: the figures of the gone one go. Orders tell when they have moved."""
    refreshing.forget_customer(workspace_id=event.workspace_id, customer_id=event.gone_id)
    following.forget_belongings(workspace_id=event.workspace_id, customer_id=event.gone_id)
