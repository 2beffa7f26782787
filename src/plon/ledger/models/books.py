"""The books: units, accounts, transfers with their postings."""

from django.db import models
from django.db.models import F, Q

from plon.ledger.domain import AMOUNT_MAX, Kind, Side, UnitKind
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Unit(Row):
    """What is counted: a currency, points, stamps, tickets. Its scale never changes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=12)  # ISO 4217, or "PTS"
    kind = models.CharField(max_length=8, choices=[(one.value, one.value) for one in UnitKind])
    exponent = models.SmallIntegerField()  # digits after the point
    has_lots = models.BooleanField()  # amounts have a last day of their own

    data_map = DataMap(kept=("code",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "code"], name="ledger_unit_once"),
            models.CheckConstraint(
                condition=Q(exponent__gte=0, exponent__lte=4), name="ledger_unit_exponent"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Account(Row):
    """A place where value of one unit lies. Guarded ones keep a balance in their own sign."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Kind])
    owner_type = models.CharField(max_length=16, blank=True)  # "customer"; "": the firm's own
    owner_id = models.CharField(max_length=64, blank=True)  # an id or a code, never a name
    side = models.CharField(max_length=1, choices=[(one.value, one.value) for one in Side])
    is_guarded = models.BooleanField()
    balance_minor = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    data_map = DataMap(kept=("owner_type", "owner_id"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "unit", "kind", "owner_id", "owner_type"],
                name="ledger_account_once",
            ),
            models.CheckConstraint(
                condition=Q(is_guarded=True, balance_minor__isnull=False, balance_minor__gte=0)
                | Q(is_guarded=False, balance_minor=None),
                name="ledger_account_not_below_zero",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "owner_id"], name="ledger_account_owner"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Transfer(Row):
    """One fact of value. Rows are added, never changed; a mistake is a second transfer back."""

    is_append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=200)  # its cause: one cause, one transfer, for ever
    kind = models.CharField(max_length=24)  # "grant", "vest", "redeem"
    content_hash = models.CharField(max_length=64)  # of the command
    digest = models.CharField(max_length=64)  # of the row with its postings
    cause_type = models.CharField(max_length=24)
    cause_id = models.CharField(max_length=64)
    rule_version_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=160)  # accounts.Caller.actor, or "system"
    reason_code = models.CharField(max_length=40, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    occurred_at = models.DateTimeField()  # UTC; the business moment
    recorded_at = models.DateTimeField()  # UTC; ours
    accounting_date = models.DateField()  # of the firm's zone

    data_map = DataMap(
        kept=(
            "key",
            "kind",
            "content_hash",
            "digest",
            "cause_type",
            "cause_id",
            "actor",
            "reason_code",
        ),
        staff=("actor",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="ledger_transfer_once"),
            models.CheckConstraint(
                condition=~Q(cause_type="") & ~Q(cause_id=""), name="ledger_transfer_has_cause"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "recorded_at", "id"], name="ledger_transfer_recorded")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Posting(Row):
    """One line of a transfer. Both sides stand in one row: the books cannot lose balance.

    The walls check its pointers, together with workspace and unit: no keys of Django's beside them.
    """

    is_append_only = True
    goes_with = {"debit": ("unit_id",), "credit": ("unit_id",)}  # its account is of its unit

    workspace = models.ForeignKey(
        "accounts.Workspace", models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer = models.ForeignKey(
        Transfer, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    line_no = models.SmallIntegerField()
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    debit = models.ForeignKey(
        Account, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    credit = models.ForeignKey(
        Account, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "transfer", "line_no"], name="ledger_posting_once"
            ),
            models.CheckConstraint(
                condition=~Q(debit=F("credit")), name="ledger_posting_sides_differ"
            ),
            models.CheckConstraint(
                condition=Q(amount_minor__gte=1, amount_minor__lte=AMOUNT_MAX),
                name="ledger_posting_amount",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "debit", "id"], name="ledger_posting_debit"),
            models.Index(fields=["workspace", "credit", "id"], name="ledger_posting_credit"),
        ]

    def __str__(self) -> str:
        return f"posting {self.pk}"
