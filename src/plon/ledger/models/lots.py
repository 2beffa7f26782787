"""What is set aside, what came with a last day of its own, what was taken back."""

from django.db import models
from django.db.models import F, Q

from plon.ledger.domain import Use
from plon.ledger.models.books import Account, Transfer
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Reservation(Row):
    """Value set aside for one purpose. It ends once: captured, released or expired."""

    class State(models.TextChoices):
        OPEN = "open"
        CAPTURED = "captured"
        RELEASED = "released"
        EXPIRED = "expired"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")  # the available one
    purpose = models.CharField(max_length=24)  # "redemption", "payout"
    purpose_id = models.CharField(max_length=64)
    ordinal = models.SmallIntegerField()
    amount_minor = models.BigIntegerField()
    captured_minor = models.BigIntegerField(default=0)
    released_minor = models.BigIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    data_map = DataMap(kept=("purpose", "purpose_id"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "purpose", "purpose_id", "ordinal"],
                name="ledger_reservation_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", captured_minor=0, released_minor=0, amount_minor__gt=0)
                | (
                    ~Q(state="open")
                    & Q(captured_minor__gte=0, released_minor__gte=0)
                    & Q(amount_minor=F("captured_minor") + F("released_minor"))
                ),
                name="ledger_reservation_sums",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "expires_at"],
                condition=Q(state="open"),
                name="ledger_reservation_due",
            ),
        ]

    def __str__(self) -> str:
        return f"reservation {self.pk}"


class Lot(Row):
    """An amount that came to a person at once, with its own last day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="+")  # that brought it
    earned_minor = models.BigIntegerField()
    reserved_minor = models.BigIntegerField(default=0)
    used_minor = models.BigIntegerField(default=0)
    expired_minor = models.BigIntegerField(default=0)
    reversed_minor = models.BigIntegerField(default=0)
    earned_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    kept_until = models.DateTimeField(null=True)  # released after its last day: a day more

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    earned_minor__gt=0,
                    reserved_minor__gte=0,
                    used_minor__gte=0,
                    expired_minor__gte=0,
                    reversed_minor__gte=0,
                    earned_minor__gte=F("reserved_minor")
                    + F("used_minor")
                    + F("expired_minor")
                    + F("reversed_minor"),
                ),
                name="ledger_lot_sums",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "account", "expires_at"],
                condition=Q(
                    earned_minor__gt=F("reserved_minor")
                    + F("used_minor")
                    + F("expired_minor")
                    + F("reversed_minor")
                ),
                name="ledger_lot_free",
            ),
        ]

    def __str__(self) -> str:
        return f"lot {self.pk}"


class LotUse(Row):
    """What a transfer did with a part of a lot. Rows are added, never changed."""

    is_append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="+")
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="+")
    reservation = models.ForeignKey(Reservation, models.PROTECT, null=True, related_name="+")
    use = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Use])
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="ledger_lot_use_amount"),
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.pk}"


class Reversal(Row):
    """How much of a transfer has been taken back: of its base, never more than all of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    original = models.ForeignKey(Transfer, models.PROTECT, related_name="+", db_index=False)
    base_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "original"], name="ledger_reversal_once"),
            models.CheckConstraint(
                condition=Q(
                    base_minor__gt=0, refunded_minor__gte=0, refunded_minor__lte=F("base_minor")
                ),
                name="ledger_reversal_sums",
            ),
        ]

    def __str__(self) -> str:
        return f"reversal {self.pk}"
