"""What a database wants done now and then."""

from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from plon.runtime.models import Delivery, Fact

KEPT = timedelta(days=30)  # facts that nobody waits for any more
AT_ONCE = 1_000
ROWS_LOOKED_AT = 1_000  # of each index: enough to choose by, and done in a blink


def gather_statistics(*, now: datetime) -> None:
    """Let SQLite learn what its tables hold; PostgreSQL does so by itself. Safe to repeat.

    Without it SQLite takes a workspace for something rare, and reads the whole of it.
    """
    del now
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")


def forget_done(*, now: datetime) -> None:
    """Delete facts older than KEPT with their deliveries, once all of these are long done.

    One that waits, for its time or for a person, keeps its fact. Safe to repeat.
    """
    before = now - KEPT
    is_needed = Q(done_at=None) | Q(done_at__gte=before)
    needed = Exists(Delivery.objects.filter(is_needed, fact=OuterRef("pk")))
    old = Fact.objects.filter(~needed, is_handed_on=True, occurred_at__lt=before).order_by("id")
    while ids := list(old.values_list("id", flat=True)[:AT_ONCE]):
        Fact.objects.filter(id__in=ids).delete()
