"""The outbox: facts, the duties they cause, the ticks of the clock. Not rooms' rows: the worker
reads them for all workspaces at once, and enters a workspace only to act.
"""

from django.db import models
from django.db.models import Q


class Fact(models.Model):
    """Something that happened, written in the transaction that made it true."""

    workspace_id = models.UUIDField()
    name = models.CharField(max_length=120)  # "orders.OrderPaid"
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    depth = models.PositiveSmallIntegerField(default=0)  # facts that led to this one
    is_handed_on = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(is_handed_on=False), name="runtime_fact_new"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Delivery(models.Model):
    """One handler's duty towards one fact: due until done."""

    fact = models.ForeignKey(Fact, models.CASCADE, related_name="+")
    handler = models.CharField(max_length=120)  # "value.mark_stale"
    due_at = models.DateTimeField(null=True)  # null: given up, waits for a person
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact", "handler"], name="runtime_delivery_one_duty"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(done_at=None), name="runtime_delivery_due"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} <- {self.fact_id}"


class Duty(models.Model):
    """Work that a room has to do in one workspace from a moment on: one row per subject.

    Asking again before it is done leaves one row; asking while it runs makes it due again.
    """

    job = models.CharField(max_length=120)  # "value.refresh"
    workspace_id = models.UUIDField()
    subject = models.CharField(max_length=64, blank=True)  # an id, or "" for the whole workspace
    due_at = models.DateTimeField(null=True)  # null: given up, waits for a person
    asked_at = models.DateTimeField(auto_now_add=True)  # it may be due for what happened earlier
    asked = models.PositiveBigIntegerField(default=1)  # times asked, to see a new wish meanwhile
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease = models.UUIDField(null=True)  # of the worker at it: a fence against a late one
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "workspace_id", "subject"], name="runtime_duty_one_row"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="runtime_duty_due")]

    def __str__(self) -> str:
        return f"{self.job} {self.workspace_id} {self.subject}"


class Tick(models.Model):
    """When a timed job was last started. One row per job, so workers share one clock."""

    job = models.CharField(max_length=120, unique=True)  # "accounts.forget_old_answers"
    planned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.job} {self.planned_at}"


class Heartbeat(models.Model):
    """A sign of life of a worker; the page of the system's state reads it."""

    worker = models.UUIDField(unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"worker {self.worker}"


class SendingStop(models.Model):
    """While a row is here nothing leaves the house: `runtime.sending` is asked before each call."""

    since = models.DateTimeField()
    why = models.CharField(max_length=40)  # "restored", "moved", "asked"

    def __str__(self) -> str:
        return f"sending stopped: {self.why}"


class Home(models.Model):
    """The database server and database this one lives in: another tells of a restored copy."""

    place = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.place
