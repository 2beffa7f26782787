"""Network addresses that prove consents are shortened when they are old."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from plon.customers.models import Consent
from plon.runtime.addresses import Shortened

KEPT = timedelta(days=90)  # from the day of the decision: the address is of that moment
AT_ONCE = 1_000


@transaction.atomic
def shorten_addresses(*, now: datetime) -> bool:
    """Keep of old addresses the network alone; say whether there may be more of them.

    The database shortens, by the rule its wall goes by. Safe to repeat.
    """
    old = Consent.objects.filter(decided_at__lte=now - KEPT).exclude(ip="")
    whole = old.exclude(ip=Shortened(F("ip"))).order_by("id")
    ids = list(whole.values_list("id", flat=True)[:AT_ONCE])
    Consent.objects.filter(id__in=ids).update(ip=Shortened(F("ip")))
    return len(ids) == AT_ONCE
