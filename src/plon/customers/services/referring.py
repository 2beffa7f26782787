"""Who brought whom, for many at once."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.customers.models import Customer
from plon.customers.services.editing import ReferrerUnfit
from plon.runtime import bulk


@transaction.atomic
def note_referrers(*, referrers: Mapping[UUID, UUID], now: datetime) -> None:
    """Write down who brought whom: {customer: referrer}, all of the workspace. Safe to repeat.

    Raises ReferrerUnfit, with nothing written, for one who is no customer, or brought himself.
    """
    for referee, referrer in referrers.items():
        if referee == referrer:
            raise ReferrerUnfit(str(referrer))
    wanted = {*referrers, *referrers.values()}
    rows: dict[UUID, Customer] = {}
    for part in bulk.chunks(sorted(wanted)):
        rows |= Customer.objects.in_bulk(part)
    for missing in sorted(wanted - set(rows)):
        raise ReferrerUnfit(str(missing))
    changed = [rows[referee] for referee in sorted(referrers)]
    for row in changed:
        row.referrer_id, row.updated_at = referrers[row.id], now
    bulk.update(changed, "referrer", "updated_at")
