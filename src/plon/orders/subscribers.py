"""What the orders room does when two customers become one or part, or one is forgotten.

The clock is read here: whoever looks for changed orders must not find them changed in the past.
"""

from django.utils import timezone

from plon.customers.events import CustomerForgotten, CustomersMerged, CustomersParted
from plon.orders.services import following
from plon.runtime import personal


def follow_merge(event: CustomersMerged) -> None:
    """Give the orders of the gone customer to the kept one."""
    following.follow_merge(
        workspace_id=event.workspace_id, merge_id=event.merge_id, now=timezone.now()
    )


def follow_parting(event: CustomersParted) -> None:
    """Give them back."""
    following.follow_parting(
        workspace_id=event.workspace_id, merge_id=event.merge_id, now=timezone.now()
    )


def follow_forgetting(event: CustomerForgotten) -> None:
    """Take away the reasons that the person gave for refunds; amounts and days stay."""
    personal.forget("orders", event.customer_ids)
