"""A customer written down or changed by hand: what a person says stands above what lists say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.customers.models import Customer
from plon.customers.services.addresses import Address, keep_blank, settle
from plon.customers.services.living import living
from plon.runtime import bulk
from plon.runtime.ids import new_id


class ChangedMeanwhile(DomainError):
    """Somebody else changed the customer after the caller had read it; nothing is written."""

    code = "changed_meanwhile"
    status = 409


class ReferrerUnfit(DomainError):
    """The referrer is no customer of the workspace, or the customer's own self."""

    code = "referrer_unfit"
    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Every field of a customer that is written by hand. Names and meaning: as in the table."""

    kind: str = Customer.Kind.PERSON.value
    first_name: str = ""
    last_name: str = ""
    company_name: str = ""
    tax_id: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    region: str = ""
    language: str = ""
    preferred_channel: str = ""
    birthday: date | None = None
    company_birthday: date | None = None
    first_visit_date: date | None = None
    acquisition_channel: str = ""
    campaign: str = ""
    referrer_id: UUID | None = None
    data_source: str = ""
    has_complaint: bool = False
    has_returned: bool = False
    favourite_product: str = ""
    needs: str = ""
    preferences: str = ""


FIELDS = tuple(field.name for field in fields(Details))


def add_customer(
    caller: Caller, *, details: Details, addresses: Sequence[Address] = (), now: datetime
) -> UUID:
    """Write a new customer down; return the id.

    Raises AddressesRefused, ReferrerUnfit; nothing is written then.
    """

    def step() -> UUID:
        row = Customer(
            id=new_id(), workspace_id=caller.workspace_id, created_at=now, updated_at=now
        )
        _apply(row, details)
        row.edited_at = now
        row.save(force_insert=True)
        settle(row, addresses, now=now)
        row.save(update_fields=["search_text"])
        accounts.record(caller, "customer.added", subject=f"customer:{row.id}", now=now)
        return row.id

    return bulk.once_more(step)


def change_customer(
    caller: Caller,
    *,
    customer_id: UUID,
    details: Details,
    addresses: Sequence[Address] | None = None,
    seen_at: datetime | None = None,
    now: datetime,
) -> bool:
    """Make a customer's fields what is said; say whether anything changed. Safe to repeat.

    addresses: all that the customer shall have; None leaves them. seen_at: Customer.updated_at as
    the caller read it. Imports will leave blank what is emptied here. Raises CustomerGone,
    ChangedMeanwhile, AddressesRefused, ReferrerUnfit; nothing is written then.
    """

    def step() -> bool:
        row = living(customer_id)
        if seen_at is not None and row.updated_at != seen_at:
            raise ChangedMeanwhile(str(customer_id))
        return _changed(caller, row, details, addresses, now=now)

    return bulk.once_more(step)


@transaction.atomic
def change_fields(
    caller: Caller, *, customer_id: UUID, changes: Mapping[str, Any], now: datetime
) -> bool:
    """Change the fields named, of those of Details; all others stay. Say whether anything changed.

    As change_customer else. Raises CustomerGone, ReferrerUnfit; nothing is written then.
    """
    row = living(customer_id)
    details = Details(**({name: getattr(row, name) for name in FIELDS} | dict(changes)))
    return _changed(caller, row, details, None, now=now)


def _changed(
    caller: Caller,
    row: Customer,
    details: Details,
    addresses: Sequence[Address] | None,
    *,
    now: datetime,
) -> bool:
    """Make a locked row what is said, and note who did it; say whether anything changed."""
    changed = _apply(row, details)
    if settle(row, addresses, now=now):
        changed.append("addresses")
    if changed:
        row.updated_at = row.edited_at = now
        row.save(update_fields=[*FIELDS, "emptied", "search_text", "updated_at", "edited_at"])
        detail = {"fields": changed}
        subject = f"customer:{row.id}"
        accounts.record(caller, "customer.changed", subject=subject, detail=detail, now=now)
    return bool(changed)


def _apply(row: Customer, details: Details) -> list[str]:
    """Write the fields into the row; return those that changed. Raises ReferrerUnfit."""
    changed = [name for name in FIELDS if getattr(row, name) != getattr(details, name)]
    for name in changed:
        said = getattr(details, name)
        setattr(row, name, said)
        keep_blank(row, name, is_blank=said in ("", None))
    if "referrer_id" in changed and details.referrer_id is not None:
        known = Customer.objects.filter(id=details.referrer_id).exclude(id=row.id)
        if not known.exists():
            raise ReferrerUnfit(str(details.referrer_id))
    return changed
