"""The register of hypotheses."""

from django.db import models
from django.db.models import Q

from plon.experiments.domain import Decision, Kind
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Hypothesis(Row):
    """What was seen, what is to be changed for whom, how it is measured, and what came of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in Kind])
    observation = models.CharField(max_length=400)
    segment = models.CharField(max_length=120)  # in words: a segment, a group, everybody
    change = models.CharField(max_length=400)  # what is proposed
    metric = models.CharField(max_length=200)
    start_date = models.DateField()
    end_date = models.DateField()  # its last day
    result = models.CharField(max_length=1000, blank=True)
    decision = models.CharField(
        max_length=5, blank=True, choices=[(one.value, one.value) for one in Decision]
    )
    created_at = models.DateTimeField()
    written_by = models.CharField(max_length=160)  # accounts.Caller.actor
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=160, blank=True)

    data_map = DataMap(
        kept=(
            "observation",
            "segment",
            "change",
            "metric",
            "result",
            "written_by",
            "closed_by",
        )
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None) | (~Q(result="") & ~Q(decision="")),
                name="experiments_closed_with_decision",
            ),
            models.CheckConstraint(
                condition=Q(end_date__gte=models.F("start_date")),
                name="experiments_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "end_date"],
                condition=Q(closed_at=None),
                name="experiments_open",
            ),
        ]

    def __str__(self) -> str:
        return f"hypothesis {self.pk}"
