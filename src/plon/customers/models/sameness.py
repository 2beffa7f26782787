"""Who is the same as whom, who is not, and who was forgotten."""

from django.db import models
from django.db.models import Q

from plon.customers.models.customer import Customer, Identity
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Merge(Row):
    """Two customers became one: all that is needed to part them again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    gone = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    before = models.JSONField(default=dict)  # of the kept: {field: [before, after]}
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    data_map = DataMap(people=("kept_id", "gone_id"), emptied=("before",), is_exported=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "gone"],
                condition=Q(undone_at=None),
                name="customers_merge_one_standing",
            ),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class Moved(Row):
    """A row of any room that a merge gave to the kept customer; a parting gives it back."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moved")
    table = models.CharField(max_length=64)  # "orders.Order"
    row_key = models.CharField(max_length=36)

    data_map = DataMap(kept=("table", "row_key"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "merge", "table", "row_key"], name="customers_moved_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_key}"


class Proposal(Row):
    """Two customers who look like one. Found anew by each search; none of it is personal."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Customer, models.CASCADE, related_name="+")  # the lower id
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()  # domain.duplicates
    reasons = models.JSONField()  # codes: ["same_email", "same_city"]
    found_at = models.DateTimeField()
    later_until = models.DateTimeField(null=True)  # somebody put it off

    data_map = DataMap(people=("first_id", "second_id"), is_deleted=True, is_exported=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "first", "second"], name="customers_proposal_once"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "-score", "id"], name="customers_proposal_best"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class NoDuplicate(Row):
    """Two customers of whom somebody said: not the same."""

    first = models.ForeignKey(Customer, models.CASCADE, related_name="+")  # the lower id
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")

    data_map = DataMap(people=("first_id", "second_id"), is_deleted=True, is_exported=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "first", "second"], name="customers_no_duplicate_once"
            ),
        ]

    def __str__(self) -> str:
        return f"no duplicate {self.pk}"


class Erased(Row):
    """The keyed hash of an erased person's address: whoever imports it again finds it closed."""

    kind = models.CharField(max_length=9, choices=Identity.Kind)
    value_hmac = models.CharField(max_length=64)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")  # the emptied row
    erased_at = models.DateTimeField()

    data_map = DataMap(people=("customer_id",), kept=("value_hmac",), is_exported=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "value_hmac"], name="customers_erased_once"
            ),
        ]

    def __str__(self) -> str:
        return f"erased {self.pk}"
