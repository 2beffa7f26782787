"""The catalogue, and what was sold: orders or contracts, their lines, their refunds.

Amounts are minor units of the workspace's currency unless a row names another.
"""

from django.db import models
from django.db.models import Q

from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Product(Row):
    """What the firm sells or arranges, and what it earns by it."""

    class Commission(models.TextChoices):
        NONE = "none"  # margin by margin_bp or unit_cost_minor
        FIXED = "fixed"  # commission_minor a piece
        PERCENT = "percent"  # commission_bp of the amount
        YEARLY = "yearly"  # commission_minor each year

    class Pace(models.TextChoices):
        SLOW = "slow"
        FAST = "fast"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=120)  # the firm's or the preset's id
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=80, blank=True)
    commission_model = models.CharField(max_length=7, choices=Commission, default=Commission.NONE)
    commission_minor = models.BigIntegerField(null=True, blank=True)
    commission_bp = models.IntegerField(null=True, blank=True)
    is_counted_yearly = models.BooleanField(default=False)  # YEARLY: every year of the term
    margin_bp = models.IntegerField(null=True, blank=True)
    unit_cost_minor = models.BigIntegerField(null=True, blank=True)
    price_minor = models.BigIntegerField(null=True, blank=True)  # gross
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    renewal_months = models.PositiveSmallIntegerField(null=True, blank=True)
    pace = models.CharField(max_length=4, choices=Pace, blank=True)
    eligibility = models.TextField(blank=True)  # for whom
    note = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    launch_date = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    import_id = models.UUIDField(null=True)

    data_map = DataMap(kept=("code", "name", "category", "eligibility", "note"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "code"], name="orders_product_code"),
        ]

    def __str__(self) -> str:
        return f"product {self.pk}"


class Order(Row):
    """A purchase or a contract. Margin and commission are frozen when it is recorded."""

    class Status(models.TextChoices):
        LEAD = "lead"
        APPLICATION = "application"
        APPROVED = "approved"
        REJECTED = "rejected"
        SIGNED = "signed"
        PAID = "paid"  # paid out; of a shop: paid
        CANCELLED = "cancelled"
        RETURNED = "returned"

    class Origin(models.TextChoices):
        FIRST = "first"
        CROSS_SELL = "cross_sell"
        UPSELL = "upsell"
        RENEWAL = "renewal"
        REFERRAL = "referral"
        REPEAT = "repeat"

    class Place(models.TextChoices):
        ONLINE = "online"
        OFFLINE = "offline"

    UNPAID = (Status.LEAD, Status.APPLICATION, Status.APPROVED, Status.REJECTED)
    COUNTED = (Status.SIGNED, Status.PAID, Status.RETURNED)  # of which refunds are taken off

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=120)  # the shop's or the file's; unique for ever
    status = models.CharField(max_length=11, choices=Status)
    ordered_at = models.DateTimeField()  # of the purchase or the signature
    total_minor = models.BigIntegerField()
    margin_minor = models.BigIntegerField(null=True)  # null: not known
    commission_minor = models.BigIntegerField(null=True)
    refunded_minor = models.BigIntegerField(default=0)  # of all its refunds
    currency = models.CharField(max_length=3)
    channel = models.CharField(max_length=80, blank=True)
    place = models.CharField(max_length=7, choices=Place, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, blank=True)
    renewal_date = models.DateField(null=True, blank=True)
    has_complaint = models.BooleanField(default=False)
    # of one that its refunds made returned: what it was, for when a refund is taken back
    returned_from = models.CharField(max_length=11, choices=Status, blank=True)
    told_hash = models.CharField(max_length=32)  # of what was told: the same again is known
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField(
        null=True
    )  # its status, details, a refund, its customer; null: never
    edited_at = models.DateTimeField(null=True)  # by hand, since it was told
    import_id = models.UUIDField(null=True)

    data_map = DataMap(
        people=("customer_id",),
        kept=("external_id", "currency", "channel", "told_hash"),
        staff=("told_hash",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "external_id"], name="orders_order_told_once"
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=models.F("total_minor")),
                name="orders_refunds_at_most_total",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "customer", "-ordered_at"], name="orders_of_customer"
            ),
            models.Index(fields=["workspace", "-ordered_at", "id"], name="orders_newest"),
            models.Index(fields=["workspace", "created_at"], name="orders_recorded"),
            models.Index(
                fields=["workspace", "changed_at"],
                condition=Q(changed_at__isnull=False),
                name="orders_changed",
            ),
            models.Index(
                fields=["workspace", "import_id"],
                condition=Q(import_id__isnull=False),
                name="orders_of_import",
            ),
        ]

    def __str__(self) -> str:
        return f"order {self.pk}"


class StatusChange(Row):
    """One step of an order's way, for those who ask later. Rows are added, never changed."""

    is_append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="+")
    before = models.CharField(max_length=11, choices=Order.Status)
    after = models.CharField(max_length=11, choices=Order.Status)
    actor = models.CharField(max_length=160)  # accounts.Caller.actor
    actor_name = models.CharField(max_length=160, blank=True)  # as it was then
    happened_at = models.DateTimeField()

    data_map = DataMap(
        people=("order__customer_id",),
        kept=("actor", "actor_name"),
        staff=("actor", "actor_name"),
    )

    def __str__(self) -> str:
        return f"{self.before} -> {self.after} {self.pk}"


class OrderLine(Row):
    """One product of an order. Quantities are thousandths of a piece."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # as it was sold
    quantity_milli = models.BigIntegerField(default=1_000)
    amount_minor = models.BigIntegerField()
    margin_minor = models.BigIntegerField(null=True)
    commission_minor = models.BigIntegerField(null=True)
    # of one that a later file brought: that import, and by how much the order's figures grew with
    # all that it brought (on its first line); null where the order had none
    import_id = models.UUIDField(null=True)
    total_grew_minor = models.BigIntegerField(null=True)
    margin_grew_minor = models.BigIntegerField(null=True)
    commission_grew_minor = models.BigIntegerField(null=True)

    data_map = DataMap(people=("order__customer_id",), kept=("name",), told=("product__code",))

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "import_id"],
                condition=Q(import_id__isnull=False),
                name="orders_line_of_import",
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"


class Refund(Row):
    """Money given back for an order; an order may have several."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(Order, models.PROTECT, related_name="refunds")
    external_id = models.CharField(max_length=120)
    amount_minor = models.BigIntegerField()
    refunded_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    import_id = models.UUIDField(null=True)

    data_map = DataMap(people=("order__customer_id",), emptied=("reason",), kept=("external_id",))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "external_id"], name="orders_refund_told_once"
            ),
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="orders_refund_positive"),
        ]

    def __str__(self) -> str:
        return f"refund {self.pk}"
