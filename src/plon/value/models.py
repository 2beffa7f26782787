"""What each customer is worth, and what the whole base is: all of it can be computed anew."""

from django.db import models
from django.db.models import Q

from plon.lifetime.formulas.methods import Method
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Basis(Row):
    """What a firm told us for its figures: how often, by which formula, at what cost."""

    class Cadence(models.TextChoices):
        ON_CHANGE = "on_change"
        MONTHLY = "monthly"
        QUARTERLY = "quarterly"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cadence = models.CharField(max_length=9, choices=Cadence, default=Cadence.ON_CHANGE)
    business = models.CharField(max_length=16, blank=True)  # a key of formulas.RECOMMENDED
    industry = models.CharField(max_length=20, default="general")  # a key of bands.BENCHMARKS
    method = models.CharField(
        max_length=24, blank=True, choices=[(method.value, method.value) for method in Method]
    )
    marketing_minor = models.BigIntegerField(null=True)  # spent in a period on winning customers
    customers_won = models.PositiveIntegerField(null=True)  # in the same period
    retention_minor = models.BigIntegerField(null=True)  # spent in a year on keeping one
    margin_bp = models.PositiveIntegerField(null=True)  # of an order that has no margin of its own
    parameters = models.JSONField(default=dict)  # {method: {name: "0.3"}}: what a person changed

    data_map = DataMap(kept=("business", "industry", "parameters"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="value_basis_one")]

    def __str__(self) -> str:
        return f"basis of {self.workspace_id}"


class ChannelCost(Row):
    """What winning customers by one channel cost in one month, minor units."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=80)  # as orders name it
    month = models.DateField()  # its first day
    spent_minor = models.BigIntegerField()
    changed_at = models.DateTimeField()

    data_map = DataMap(kept=("channel",))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "channel", "month"], name="value_channel_cost_once"
            ),
            models.CheckConstraint(
                condition=Q(spent_minor__gte=0), name="value_channel_cost_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"cost {self.pk}"


class Freshness(Row):
    """Whether the figures are those of the sales we have. One row a workspace."""

    class State(models.TextChoices):
        EMPTY = "empty"  # no purchase yet
        FRESH = "fresh"
        STALE = "stale"  # something changed since
        RUNNING = "running"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=7, choices=State, default=State.EMPTY)
    reason = models.CharField(max_length=24, blank=True)  # why stale: "orders", "prices", …
    changed_at = models.DateTimeField(null=True)  # when the newest change was told
    refreshed_at = models.DateTimeField(null=True)
    content_sha256 = models.CharField(max_length=64, blank=True)  # of sales, day and settings
    customers = models.PositiveIntegerField(default=0)

    data_map = DataMap(kept=("reason", "content_sha256"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="value_freshness_one")]

    def __str__(self) -> str:
        return f"{self.state} {self.workspace_id}"


class Snapshot(Row):
    """The base on one day, with all that is needed to read its figures. The newest of a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    as_of_date = models.DateField()
    computed_at = models.DateTimeField()
    currency = models.CharField(max_length=3)
    method = models.CharField(max_length=16)  # the model or rule that speaks; "" where none can
    model_version = models.CharField(max_length=24)
    horizon_months = models.PositiveSmallIntegerField()
    customers = models.PositiveIntegerField()
    is_margin = models.BooleanField(
        null=True
    )  # amounts ahead, else of revenue; null: not kept then
    active = models.FloatField(null=True)  # expected number of those who have not left
    value_12m_minor = models.BigIntegerField(null=True)
    value_12m_low_minor = models.BigIntegerField(null=True)
    value_12m_high_minor = models.BigIntegerField(null=True)
    ltv_mean_minor = models.BigIntegerField(null=True)  # observed and ahead, a customer
    purchase_mean_minor = models.BigIntegerField(null=True)  # observed, a day of purchase
    slipping_customers = models.PositiveIntegerField(default=0)
    slipping_minor = models.BigIntegerField(null=True)  # their value in 12 months
    groups = models.JSONField(default=dict)  # {group: customers}
    ltv_by_group = models.JSONField(default=dict)  # {group: mean ltv_minor}
    worth_by_group = models.JSONField(null=True)  # {group: {name of a sum: it}}: group_sums
    once_silent = models.PositiveIntegerField(null=True)  # bought once, and long ago
    answer = models.JSONField(default=dict)  # of the newest only: queries.stored

    data_map = DataMap(
        kept=(
            *("currency", "method", "model_version", "groups"),
            *("ltv_by_group", "worth_by_group", "answer"),
        )
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "as_of_date"], name="value_snapshot_day"),
        ]

    def __str__(self) -> str:
        return f"{self.as_of_date} {self.pk}"


LISTED_BY = {  # name of a figure that lists are ordered by: its column
    "value": "value_12m_minor",
    "risk": "alive",
    "last": "last_date",
    "observed": "observed_minor",
}


class Figures(Row):
    """One customer's figures as of the newest snapshot. Null: not known."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    first_date = models.DateField()
    last_date = models.DateField()
    purchase_days = models.PositiveIntegerField()
    spend_days = models.PositiveIntegerField(null=True)  # repeat days with a value
    mean_minor = models.BigIntegerField(null=True)  # of such a day
    observed_minor = models.BigIntegerField(null=True)
    r_score = models.PositiveSmallIntegerField()
    f_score = models.PositiveSmallIntegerField()
    m_score = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=16)
    tier = models.CharField(max_length=8, blank=True)
    channel = models.CharField(max_length=80, blank=True)  # of the first purchase
    alive = models.FloatField(null=True)  # chance of not having left
    due_date = models.DateField(null=True)
    is_slipping = models.BooleanField(null=True)
    expected_12m = models.FloatField(null=True)  # purchases
    expected_12m_low = models.FloatField(null=True)
    expected_12m_high = models.FloatField(null=True)
    value_12m_minor = models.BigIntegerField(null=True)
    value_12m_low_minor = models.BigIntegerField(null=True)
    value_12m_high_minor = models.BigIntegerField(null=True)
    ltv_minor = models.BigIntegerField(null=True)  # observed plus ahead

    data_map = DataMap(people=("customer_id",), kept=("group", "tier", "channel"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "customer"], name="value_figures_one"),
        ]
        indexes = [
            models.Index(  # groups with what they are worth, and segments by the usual conditions,
                fields=[  # counted in the index alone; a group's best first, equal ones by customer
                    *("workspace", "group", "value_12m_minor", "customer", "ltv_minor"),
                    *("observed_minor", "last_date", "purchase_days", "channel", "tier"),
                ],
                name="value_figures_counted",
            ),
            models.Index(
                fields=["workspace", "value_12m_minor", "customer"],
                condition=Q(is_slipping=True),
                name="value_figures_slipping",
            ),
            # A list in the order of a figure, equal ones by customer: queries.ranked.
            *(
                models.Index(fields=["workspace", column, "customer"], name=f"value_figures_{name}")
                for name, column in LISTED_BY.items()
            ),
        ]

    def __str__(self) -> str:
        return f"figures of {self.customer_id}"


class Segment(Row):
    """Customers by a sentence of conditions; Belonging says who belongs, since when, until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    rule = models.JSONField()  # domain.conditions
    created_at = models.DateTimeField()

    data_map = DataMap(kept=("name", "rule"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "name"], name="value_segment_name"),
        ]

    def __str__(self) -> str:
        return f"segment {self.pk}"


class Belonging(Row):
    """A customer's stay in a segment: from joined_at on, until left_at where they left."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    data_map = DataMap(people=("customer_id",), told=("segment__name",))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "segment", "customer"],
                condition=models.Q(left_at=None),
                name="value_belonging_once",
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "segment", "joined_at"], name="value_belonging_in"),
            models.Index(
                fields=["workspace", "segment", "left_at"],
                condition=models.Q(left_at__isnull=False),
                name="value_belonging_out",
            ),
            models.Index(fields=["workspace", "customer"], name="value_belonging_of"),
        ]

    def __str__(self) -> str:
        return f"belonging of {self.customer_id}"


class SegmentDay(Row):
    """A segment on one day: how many belong to it and what they are worth. Minor units."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="+")
    as_of_date = models.DateField()
    customers = models.PositiveIntegerField()
    ltv_mean_minor = models.BigIntegerField(null=True)
    value_12m_minor = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "segment", "as_of_date"], name="value_segment_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.as_of_date}"
