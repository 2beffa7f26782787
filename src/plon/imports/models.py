"""Imports on their way, and how files of each shape were mapped."""

from django.db import models
from django.db.models import Q

from plon.imports.domain import Kind
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.tenancy import Row


class Import(Row):
    """One uploaded file, from the upload to the end of the time in which it can be undone."""

    class State(models.TextChoices):
        UPLOADED = "uploaded"  # waits for its mapping
        WAITING = "waiting"  # for the import before it, of the same archive
        CHECKING = "checking"
        REFUSED = "refused"  # the whole file cannot be used as it was mapped: `problem`
        CHECKED = "checked"  # waits for a yes
        RUNNING = "running"
        PAUSED = "paused"
        DONE = "done"
        CANCELLED = "cancelled"  # what was loaded until then stays until it is undone
        UNDOING = "undoing"
        UNDONE = "undone"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=9, choices=[(kind.value, kind.value) for kind in Kind])
    state = models.CharField(max_length=9, choices=State, default=State.UPLOADED)
    file_name = models.CharField(max_length=200)  # as it was called; shown only
    folder = models.CharField(max_length=64)  # random, under MEDIA_ROOT/imports
    size_bytes = models.BigIntegerField()
    shape = models.CharField(max_length=64)  # domain.shape_of its headings
    mapping = models.JSONField(default=dict)  # field -> heading or number of its column
    options = models.JSONField(default=dict)  # what was said about the file: ReadOptions
    problem = models.JSONField(default=dict)  # {"sentence": msgid, "facts": …} of a refusal
    counts = models.JSONField(default=dict)  # of the check
    results = models.JSONField(default=dict)  # of the batches done: created, known, changed, …
    batches_done = models.IntegerField(default=0)
    batch_count = models.IntegerField(default=0)
    rows_done = models.BigIntegerField(default=0)
    rows_total = models.BigIntegerField(default=0)
    is_automatic = models.BooleanField(default=False)  # of our own archive: asks nothing
    after = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    actor = models.CharField(max_length=160)  # accounts.Caller.actor
    actor_name = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)  # its files were deleted

    data_map = DataMap(  # its files: services.forgetting
        kept=(
            "file_name",
            "folder",
            "shape",
            "mapping",
            "options",
            "problem",
            "counts",
            "results",
            "actor",
            "actor_name",
        )
    )

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-created_at"], name="imports_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(batches_done__lte=models.F("batch_count")),
                name="imports_import_no_further_than_its_end",
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class Mapping(Row):
    """How files with these headings were mapped the last time."""

    kind = models.CharField(max_length=9, choices=[(kind.value, kind.value) for kind in Kind])
    shape = models.CharField(max_length=64)
    mapping = models.JSONField()
    options = models.JSONField()
    used_at = models.DateTimeField()

    data_map = DataMap(kept=("shape", "mapping", "options"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "kind", "shape"], name="imports_mapping_once"
            ),
        ]

    def __str__(self) -> str:
        return f"mapping {self.pk}"
