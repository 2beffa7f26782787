"""One workspace at a time: whoever reads or writes rows of rooms does it inside one.

The net has two layers. Here every query of a `Row` is narrowed to the workspace we are inside,
and there is no query outside one. Below, `walls` lets the database itself refuse: row-level
security on PostgreSQL, triggers on SQLite.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.db import connection, models, transaction

from plon.runtime.data_map import DataMap
from plon.runtime.inserting import can_insert, insert, insert_new, insert_plain

_current: ContextVar[UUID | None] = ContextVar("workspace", default=None)
_Model = TypeVar("_Model", bound=models.Model, covariant=True)


class OutsideWorkspace(RuntimeError):
    """Rows were asked for outside any workspace: a defect of the caller."""


class OtherWorkspace(RuntimeError):
    """A row of another workspace was about to be written: a defect of the caller."""


@contextmanager
def inside(workspace_id: UUID) -> Iterator[None]:
    """Act for one workspace until the block ends. May be nested for the same one only.

    On PostgreSQL the block is one transaction: the database learns the workspace by SET LOCAL and
    forgets it with the transaction, so that no pooled connection remembers it. On SQLite nothing
    is opened, since its transactions take the write lock.
    """
    here = _current.get()
    if here is not None and here != workspace_id:
        raise OtherWorkspace(f"{workspace_id} inside {here}")
    if here is not None:
        yield
        return
    token = _current.set(workspace_id)
    try:
        if connection.vendor != "postgresql":
            yield
            return
        with transaction.atomic():
            _tell_database(workspace_id)
            yield
    finally:
        _current.reset(token)


def current() -> UUID:
    """Return the workspace we are inside. Raises OutsideWorkspace."""
    here = _current.get()
    if here is None:
        raise OutsideWorkspace
    return here


def is_inside() -> bool:
    """Say whether we are inside a workspace."""
    return _current.get() is not None


def _tell_database(workspace_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.workspace', %s, true)", [str(workspace_id)])


class ScopedQuerySet(models.QuerySet[_Model]):
    """Rows of the workspace we are inside; what it writes must belong there, too."""

    def bulk_create(self, objs: Any, *args: Any, **options: Any) -> Any:
        rows, here = list(objs), current()
        for row in rows:
            if row.workspace_id != here:
                row.check_workspace()
        if args or options.keys() - {"batch_size"} or not can_insert(self.model):
            return super().bulk_create(rows, *args, **options)
        insert(rows)
        return rows


class ScopedManager(models.Manager[_Model]):
    """The manager of every `Row`."""

    def get_queryset(self) -> ScopedQuerySet[_Model]:
        return ScopedQuerySet(self.model, using=self._db).filter(workspace_id=current())

    def insert_plain(self, rows: Sequence[Mapping[str, Any]], **same: Any) -> None:
        """Insert rows told by their columns into the workspace we are inside; `same`: of all.

        Each names the same columns, ids included, and `same` has all the others.
        """
        insert_plain(self.model, rows, same | {"workspace_id": current()})

    def insert_new(self, rows: Sequence[dict[str, Any]]) -> set[UUID]:
        """Insert rows told by all their columns, but those whose unique key is taken.

        Returns the ids of those kept; where another transaction is about to take a key, waits.
        """
        here = {"workspace_id": current()}
        return insert_new(self.model, [row | here for row in rows])


class Row(models.Model):
    """A row of a room: it belongs to one workspace for ever."""

    workspace = models.ForeignKey("accounts.Workspace", models.PROTECT, related_name="+")

    objects = ScopedManager()
    data_map: ClassVar[DataMap] = DataMap()  # what the table holds of people
    # foreign key -> columns in which the row must agree with the one it points at
    goes_with: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        self.check_workspace()
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        self.check_workspace()
        return super().delete(*args, **options)

    def check_workspace(self) -> None:
        """Raise OtherWorkspace unless the row is of the workspace we are inside."""
        if self.workspace_id != current():
            raise OtherWorkspace(f"{type(self).__name__} of {self.workspace_id}")
