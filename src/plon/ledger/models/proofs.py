"""What keeps the books honest: closed months, seals, the last proof."""

from django.db import models

from plon.ledger.models.books import Transfer
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Period(Row):
    """A month that is closed: nothing is posted into it any more."""

    is_append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    month = models.DateField()  # its first day
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=160)

    data_map = DataMap(kept=("closed_by",), staff=("closed_by",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "month"], name="ledger_period_once"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Seal(Row):
    """A block of transfers, chained to the block before."""

    is_append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    seq = models.BigIntegerField()
    before = models.CharField(max_length=64)  # the hash of the seal before
    root = models.CharField(max_length=64)  # of the block's transfers
    hash = models.CharField(max_length=64)
    count = models.IntegerField()
    sealed_at = models.DateTimeField()

    data_map = DataMap(kept=("before", "root", "hash"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "seq"], name="ledger_seal_once"),
        ]

    def __str__(self) -> str:
        return f"seal {self.seq}"


class SealItem(Row):
    """In which block a transfer is sealed: exactly one."""

    is_append_only = True

    workspace = models.ForeignKey(
        "accounts.Workspace", models.PROTECT, related_name="+", db_index=False
    )
    transfer = models.OneToOneField(Transfer, models.PROTECT, primary_key=True, related_name="+")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        return f"{self.transfer_id} in {self.seal_id}"


class Proof(Row):
    """What the last proof of the books found: one row a workspace."""

    workspace = models.OneToOneField("accounts.Workspace", models.PROTECT, related_name="+")
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proved_at = models.DateTimeField()
    transfers = models.BigIntegerField()
    faults = models.JSONField(default=dict)  # how often which

    data_map = DataMap(kept=("faults",))

    def __str__(self) -> str:
        return f"proof of {self.proved_at}"
