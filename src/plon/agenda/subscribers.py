"""What the agenda does when two customers become one or part, or one is forgotten."""

from plon.agenda import services
from plon.customers.events import CustomerForgotten, CustomersMerged, CustomersParted


def follow_merge(event: CustomersMerged) -> None:
    """Give the tasks of the gone customer to the kept one."""
    services.follow_merge(merge_id=event.merge_id)


def follow_parting(event: CustomersParted) -> None:
    """Give them back."""
    services.follow_parting(merge_id=event.merge_id)


def follow_forgetting(event: CustomerForgotten) -> None:
    """Take away what tasks say of the person."""
    services.forget(customer_ids=event.customer_ids)
