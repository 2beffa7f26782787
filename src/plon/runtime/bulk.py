"""Many rows at once: changed in one statement, deleted where nothing hangs on them.

Django changes many rows by one long CASE per field; arrays on PostgreSQL and one prepared
statement on SQLite are some twenty times as fast. Rows of another workspace are refused.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from plon.runtime.tenancy import Row, current

AT_ONCE = 2_000  # values of one IN, rows of one deletion
TRIES = 3

_Value = TypeVar("_Value")
_Answer = TypeVar("_Answer")


def chunks(values: Sequence[_Value], size: int = AT_ONCE) -> Iterator[Sequence[_Value]]:
    """Yield the values in parts that one statement takes."""
    return (values[start : start + size] for start in range(0, len(values), size))


def update(rows: Sequence[Row], *names: str) -> None:
    """Write the named fields of rows of one table, found by their ids, in one statement."""
    if not rows:
        return
    for row in rows:
        row.check_workspace()
    meta = rows[0]._meta
    fields = {field.name: field for field in meta.concrete_fields}
    changed = [fields[name] for name in names]
    found_by = [fields["id"], fields["workspace"]]
    values = [[_value(row, field) for field in (*changed, *found_by)] for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = _statement_of_arrays(meta.db_table, changed, found_by)
            cursor.execute(statement, [list(column) for column in zip(*values, strict=True)])
        else:
            cursor.executemany(_statement(meta.db_table, changed, found_by), values)


def add(model: type[Row], changes: Sequence[tuple[UUID, int]], *, column: str) -> int:
    """Add to one whole number of rows of the workspace, where none falls below zero by it.

    Returns how many rows grew or shrank: a caller that needs all of them looks at the count. The
    rows of several changes should be locked before, in one order for all. No id stands twice.
    """
    here, table = current(), model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f'UPDATE "{table}" AS ours SET "{column}" = "{column}" + told.by FROM'
                " unnest(%s::uuid[], %s::bigint[]) AS told(id, by) WHERE ours.id = told.id"
                f' AND ours.workspace_id = %s AND "{column}" + told.by >= 0',
                [*map(list, zip(*changes, strict=True)), here],
            )
            return int(cursor.rowcount)
        cursor.executemany(
            f'UPDATE "{table}" SET "{column}" = "{column}" + %s WHERE id = %s'
            f' AND workspace_id = %s AND "{column}" + %s >= 0',
            [(by, row_id.hex, here.hex, by) for row_id, by in changes],
        )
        return int(cursor.rowcount)


def hold(model: type[Row], ids: Collection[UUID]) -> None:
    """Hold rows until the transaction ends: whoever locks them to change them waits for us.

    Whoever merely points at them does not. On SQLite nobody else writes meanwhile, as it is.
    """
    if connection.vendor != "postgresql":
        return
    table = model._meta.db_table
    with connection.cursor() as cursor:
        for part in chunks(sorted(ids)):
            cursor.execute(
                f'SELECT 1 FROM "{table}" WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE',
                [list(part)],
            )


def delete_free(model: type[Row], ids: Sequence[UUID]) -> tuple[int, dict[UUID, str]]:
    """Delete rows on which nothing protected hangs; return how many, and what holds the others.

    What holds is the name of the table, "orders.Order"; rows that cascade go along uncounted.
    """
    held: dict[UUID, str] = {}
    for part in chunks(ids):
        free = list(part)
        while stuck := _delete(model, free):
            held |= stuck
            free = [row_id for row_id in free if row_id not in stuck]
    return len(ids) - len(held), held


def once_more(step: Callable[[], _Answer]) -> _Answer:
    """Run a step as a transaction; where another was faster with a unique key, look again."""
    for _ in range(TRIES - 1):
        try:
            with transaction.atomic():
                return step()
        except IntegrityError:
            continue
    with transaction.atomic():
        return step()


def _delete(model: type[Row], ids: Sequence[UUID]) -> dict[UUID, str]:
    """Delete all of the rows, or none and say what holds some of them."""
    try:
        model.objects.filter(pk__in=ids).delete()
    except ProtectedError as error:
        held = {
            pointed: holder._meta.label
            for holder in error.protected_objects
            for field in holder._meta.concrete_fields
            if field.related_model is model and (pointed := getattr(holder, field.attname)) in ids
        }
        if not held:  # something below a row that cascades
            raise
        return held
    return {}


def _value(row: Row, field: Any) -> Any:
    return field.get_db_prep_save(getattr(row, field.attname), connection)


def _statement(table: str, changed: Sequence[Any], found_by: Sequence[Any]) -> str:
    news = ", ".join(f'"{field.column}" = %s' for field in changed)
    ours = " AND ".join(f'"{field.column}" = %s' for field in found_by)
    return f'UPDATE "{table}" SET {news} WHERE {ours}'


def _statement_of_arrays(table: str, changed: Sequence[Any], found_by: Sequence[Any]) -> str:
    """Return the statement that takes one array a column, of its type without a length: a cast
    to a length would cut.
    """
    fields = [*changed, *found_by]
    arrays = ", ".join(f"%s::{str(f.db_type(connection)).partition('(')[0]}[]" for f in fields)
    told = ", ".join(f'"{field.column}"' for field in fields)
    news = ", ".join(f'"{field.column}" = told."{field.column}"' for field in changed)
    ours = " AND ".join(f'ours."{f.column}" = told."{f.column}"' for f in found_by)
    return f'UPDATE "{table}" AS ours SET {news} FROM unnest({arrays}) AS told({told}) WHERE {ours}'
