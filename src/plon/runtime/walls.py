"""What the database itself guards, installed after every migration and looked for at each start.

For every table of rows (`tenancy.Row`): only the workspace that the transaction has named is seen
(PostgreSQL: row-level security, forced on the owner, too), and a row points only at rows of its
own workspace (PostgreSQL: composite foreign keys; SQLite: triggers). Tables marked
`is_append_only` refuse changes and deletions on both, but for emptying what their `data_map` says,
and for shortening the network addresses it names.
Django drops the triggers of a SQLite table that it builds anew: hence after every migration.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from plon.runtime import walls_postgresql, walls_sqlite
from plon.runtime.tenancy import Row
from plon.runtime.walled import Pointer, Table

_DIALECTS = {"postgresql": walls_postgresql, "sqlite": walls_sqlite}


class WallsMissing(RuntimeError):
    """The database lacks a guard that it must have: run `plon migrate`."""


def install_walls(connection: BaseDatabaseWrapper) -> None:
    """Build every wall that is not there, and take down what it stands in place of.

    Safe to repeat.
    """
    with connection.cursor() as cursor:
        dialect, planned = _DIALECTS[connection.vendor], dict(_planned(connection))
        standing = dialect.standing(cursor)
        for name, statements in planned.items():
            for statement in statements if name not in standing else ():
                cursor.execute(statement)
        for statement in list(dialect.outworn(cursor, planned.keys())):
            cursor.execute(statement)


def take_down_walls(connection: BaseDatabaseWrapper) -> None:
    """Take SQLite's triggers down before tables are built anew: a rename stumbles over them.

    `install_walls` is to follow. On PostgreSQL the walls stand through migrations.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for name in sorted(walls_sqlite.standing(cursor)):
            cursor.execute(f'DROP TRIGGER "{name}"')


def check_walls(connection: BaseDatabaseWrapper) -> None:
    """Raise WallsMissing unless every wall stands."""
    with connection.cursor() as cursor:
        standing = _DIALECTS[connection.vendor].standing(cursor)
    if missing := sorted({name for name, _ in _planned(connection)} - standing):
        raise WallsMissing(", ".join(missing))


def _planned(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, tuple[str, ...]]]:
    for table in tables():
        yield from _DIALECTS[connection.vendor].walls_of(table)


def tables() -> list[Table]:
    """Return every table of rows, with what it points at."""
    rows = [model for model in apps.get_models() if issubclass(model, Row)]
    return [
        Table(
            name=model._meta.db_table,
            pointers=tuple(_pointers(model)),
            is_append_only=getattr(model, "is_append_only", False),
            columns=tuple(str(field.column) for field in model._meta.concrete_fields),
            forgettable=model.data_map.emptied,
            shortened=model.data_map.shortened,
        )
        for model in sorted(rows, key=lambda model: model._meta.db_table)
    ]


def _pointers(model: type[Row]) -> Iterator[Pointer]:
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(target, type) and issubclass(target, Row):
            yield Pointer(
                column=str(field.column),
                table=target._meta.db_table,
                shared=model.goes_with.get(field.name, ()),
            )
