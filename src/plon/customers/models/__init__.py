"""Customers, the addresses we know them by, what they agreed to."""

from plon.customers.models.customer import Customer, Identity
from plon.customers.models.sameness import Erased, Merge, Moved, NoDuplicate, Proposal
from plon.customers.models.told import Agreement, Consent, LifeEvent, Note, SavedView, Tag, Tagging
from plon.customers.models.wording import Wording

__all__ = [
    "Agreement",
    "Consent",
    "Customer",
    "Erased",
    "Identity",
    "LifeEvent",
    "Merge",
    "Moved",
    "NoDuplicate",
    "Note",
    "Proposal",
    "SavedView",
    "Tag",
    "Tagging",
    "Wording",
]
