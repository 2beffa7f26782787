"""Customers that somebody names in a form."""

from plon.customers.domain import normal_identity, tidy
from plon.customers.models import Customer, Identity
from plon.customers.queries.lists import Listed, listed, search

NAMED_MAX = 5
_KINDS = ("external", "email", "phone")


def named(text: str) -> list[Listed]:
    """Return whom an e-mail, a phone, a number or a name may mean: the few best, by name.

    An address means its one owner; a whole name means only those who are called exactly so.
    """
    for kind in _KINDS:
        value = normal_identity(kind, text)
        owner = Identity.objects.filter(kind=kind, value=value).values("customer_id")[:1]
        row = Customer.objects.filter(id__in=owner, merged_into=None, erased_at=None).first()
        if row is not None:
            return listed([row.id])
    found = search(text, limit=NAMED_MAX)
    exactly = [each for each in found if tidy(each.name).casefold() == tidy(text).casefold()]
    return exactly or found
