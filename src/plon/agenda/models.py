"""Tasks for people. Done ones stay, with what came of them."""

from django.db import models
from django.db.models import Q

from plon.agenda.domain import Kind, Outcome
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Task(Row):
    """Something for a person of the firm to do, mostly about one customer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=160)  # "manual:<id>", "slipping:<customer>:<day>:<round>"
    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="+")
    owner = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    title = models.CharField(max_length=200)
    reason = models.CharField(max_length=400, blank=True)  # why just this, why just now
    script = models.TextField(blank=True)  # what to say
    value_minor = models.BigIntegerField(null=True)  # expected gain, in the firm's currency
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)  # calls that nobody answered
    snoozes = models.PositiveSmallIntegerField(default=0)
    outcome = models.CharField(
        max_length=16, blank=True, choices=[(one.value, one.value) for one in Outcome]
    )
    outcome_note = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=160, blank=True)  # accounts.Caller.actor
    created_at = models.DateTimeField()
    before = models.JSONField(default=dict)  # what the last word changed; {}: nothing to take back

    data_map = DataMap(
        people=("customer_id",),
        emptied=("title", "reason", "script", "outcome_note", "before"),
        kept=("key", "closed_by"),
        staff=("owner_id", "closed_by", "key"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "key"], name="agenda_task_once"),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "due_at"], condition=Q(closed_at=None), name="agenda_task_open"
            ),
            models.Index(fields=["workspace", "customer", "-created_at"], name="agenda_task_of"),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class Calendar(Row):
    """When the firm works. Without a row it is the usual one: domain.USUAL."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hours = models.JSONField(default=dict)  # {"0": ["09:00", "17:00"]}: Monday is 0
    country = models.CharField(max_length=2, blank=True, default="PL")  # whose holidays are free

    data_map = DataMap(kept=("hours", "country"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="agenda_calendar_one")]

    def __str__(self) -> str:
        return f"calendar of {self.workspace_id}"


class DayOff(Row):
    """A day on which the firm is closed, beside holidays."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    day = models.DateField()
    name = models.CharField(max_length=80, blank=True)

    data_map = DataMap(kept=("name",))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "day"], name="agenda_day_off_once")
        ]

    def __str__(self) -> str:
        return f"day off {self.day}"
