"""Many new rows in one statement: several times faster than Django's own, which writes each value
of each row into the text of the statement.

A column that is the same in all rows is told once. Of the others PostgreSQL gets an array each
(COPY is refused on tables with row-level security), and SQLite some hundred rows a statement: for
each statement on a table with triggers it copies every page of every index that it touches.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models.base import ModelState

AT_ONCE = 500  # rows of one statement on SQLite, which bounds their values
_UNLESS_TAKEN = " WHERE true ON CONFLICT DO NOTHING RETURNING id"
MANY = 500  # rows after which PostgreSQL must know that a table is no longer empty

_TEXTS = (models.CharField, models.TextField)
_NUMBERS = (models.IntegerField, models.BigIntegerField)
_PLAIN = (*_TEXTS, *_NUMBERS, models.BooleanField)
_Model = TypeVar("_Model", bound=models.Model)
Convert: TypeAlias = Callable[[Any], Any]
Column: TypeAlias = tuple[Any, Sequence[Any]]  # a field with its values


def can_insert(model: type[models.Model]) -> bool:
    """Say whether rows of a table can be inserted this way: they bring their own keys."""
    return not isinstance(model._meta.pk, models.AutoField)


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one table that have their keys. Constraints hold as ever."""
    if not rows:
        return
    names = [field.attname for field in rows[0]._meta.concrete_fields]
    columns = zip(*map(attrgetter(*names), rows), strict=True)
    _insert(type(rows[0]), dict(zip(names, columns, strict=True)), count=len(rows))
    alias = connection.alias
    for row in rows:
        row._state.adding, row._state.db = False, alias


def insert_plain(
    model: type[models.Model], rows: Sequence[Mapping[str, Any]], same: Mapping[str, Any]
) -> None:
    """Insert rows that were never objects. Each names the same columns; `same` has all the others.

    Objects of thousands of rows cost more than their insertion, and are thrown away.
    """
    if not rows:
        return
    columns = zip(*map(itemgetter(*rows[0]), rows), strict=True)
    told = dict(zip(rows[0], columns, strict=True)) | {name: (same[name],) for name in same}
    _insert(model, told, count=len(rows))


def insert_new(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Insert rows that name all columns, but those whose unique key is taken; return the ids kept.

    Where another transaction is about to take a key, this waits for it.
    """
    columns = zip(*map(itemgetter(*rows[0]), rows), strict=True)
    told = dict(zip(rows[0], columns, strict=True))
    return set(_insert(model, told, count=len(rows), end=_UNLESS_TAKEN))


def _insert(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]], *, count: int, end: str = ""
) -> Sequence[UUID]:
    """Insert rows; return the ids that the statement's end asks for."""
    same: list[Column] = []
    apart: list[Column] = []
    for field in model._meta.concrete_fields:
        values = columns[field.attname]
        is_same = not field.primary_key and _is_same(values)
        (same if is_same else apart).append((field, values))
    names = ", ".join(f'"{field.column}"' for field, _ in (*same, *apart))
    into = f'INSERT INTO "{model._meta.db_table}" ({names})'
    if connection.vendor == "postgresql":
        kept = _insert_arrays(into, same, apart, end=end)
        if count >= MANY:
            _look_at(model._meta.db_table)
        return kept
    return _insert_values(into, same, apart, count=count, end=end)


def _is_same(values: Sequence[Any]) -> bool:
    first = values[0]
    return bool(values[-1] == first and values.count(first) == len(values))


def _insert_arrays(
    into: str, same: Sequence[Column], apart: Sequence[Column], *, end: str
) -> Sequence[UUID]:
    shown = ", ".join([*(f"%s::{_kind(field)}" for field, _ in same), "each.*"])
    arrays = ", ".join(f"%s::{_kind(field)}[]" for field, _ in apart)
    once = [_converted(field, values[:1])[0] for field, values in same]
    many = [_array(field, values) for field, values in apart]
    with connection.cursor() as cursor:
        cursor.execute(f"{into} SELECT {shown} FROM unnest({arrays}) AS each{end}", [*once, *many])
        return [kept for (kept,) in cursor.fetchall()] if end else ()


def _look_at(table: str) -> None:
    """Let PostgreSQL count a table that it takes for empty.

    It would look up each foreign key by whatever index begins with the workspace, and so read
    every row of the firm for every row, until somebody else counts. For others' tables it declines.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples <= 0 FROM pg_class WHERE oid = %s::regclass", [table])
        if cursor.fetchone()[0]:
            cursor.execute(f'ANALYZE "{table}"')


def _insert_values(
    into: str, same: Sequence[Column], apart: Sequence[Column], *, count: int, end: str
) -> Sequence[UUID]:
    once = [_converted(field, values[:1])[0] for field, values in same]
    rows = list(zip(*[_converted(field, values) for field, values in apart], strict=True))
    head = f"{into} SELECT {', '.join([*['%s'] * len(same), 'each.*'])} FROM (VALUES "
    marks = f"({', '.join(['%s'] * len(apart))})"
    kept: list[UUID] = []
    with connection.cursor() as cursor:
        for start in range(0, count, AT_ONCE):
            part = rows[start : start + AT_ONCE]
            statement = f"{head}{', '.join([marks] * len(part))}) AS each{end}"
            cursor.execute(statement, [*once, *chain.from_iterable(part)])
            kept += [UUID(hex=told) for (told,) in cursor.fetchall()] if end else ()
    return kept


def _converted(field: Any, values: Sequence[Any]) -> Sequence[Any]:
    convert = _converter(field)
    return values if convert is None else list(map(convert, values))


def _array(field: Any, values: Sequence[Any]) -> Any:
    """Return values as PostgreSQL writes an array; of a rare kind as a list."""
    written = _written(field.target_field if field.is_relation else field)
    if written is None:
        return list(_converted(field, values))
    return "{" + ",".join(["NULL" if value is None else written(value) for value in values]) + "}"


def _written(field: Any) -> Callable[[Any], str] | None:
    if isinstance(field, _TEXTS):
        return _quoted
    if isinstance(field, _NUMBERS):
        return str
    if isinstance(field, models.UUIDField):
        return _hex_of
    if isinstance(field, models.DateField):  # moments, too
        return _Remembered(lambda value: value.isoformat()).__getitem__
    return None


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def new_row(model: type[_Model], **values: Any) -> _Model:
    """Return a new row by its columns, "customer_id"; several times faster than Django's own way.

    Columns that are not given have their defaults, and must not be foreign keys.
    """
    row = model.__new__(model)
    constant, made = _defaults(model)
    row.__dict__ = {"_state": ModelState(), **constant, **values}
    for name, make in made.items():
        if name not in values:
            row.__dict__[name] = make()
    return row


@cache
def _defaults(model: type[models.Model]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """Return the defaults of a table's columns: values for all rows, and what makes one."""
    fields = model._meta.concrete_fields
    made = {field.attname: field.get_default for field in fields if callable(field.default)}
    return {f.attname: f.get_default() for f in fields if f.attname not in made}, made


@cache
def _kind(field: Any) -> str:
    """Return a column's type on PostgreSQL without its length: a cast to one would cut."""
    return str(field.db_type(connection)).partition("(")[0]


def _converter(field: Any) -> Convert | None:
    """Return what turns a value into the database's; None where it is one already."""
    target = field.target_field if field.is_relation else field
    if isinstance(target, _PLAIN):
        return None
    is_sqlite = connection.vendor == "sqlite"
    if isinstance(target, models.UUIDField):
        return _hex if is_sqlite else None
    if isinstance(target, models.DateTimeField) and is_sqlite:
        return _Remembered(
            _naive if _is_utc() else connection.ops.adapt_datetimefield_value
        ).__getitem__
    if isinstance(target, models.DateField):
        return _Remembered(partial(field.get_db_prep_save, connection=connection)).__getitem__
    return partial(field.get_db_prep_save, connection=connection)


def _is_utc() -> bool:
    return settings.USE_TZ and connection.timezone is UTC


def _naive(moment: datetime | None) -> str | None:
    """Return a moment as Django writes it on SQLite, which keeps moments of UTC."""
    return None if moment is None else str(moment.astimezone(UTC).replace(tzinfo=None))


class _Remembered(dict[Any, Any]):
    """What a value became: many rows share a day, or the moment they are written at."""

    def __init__(self, convert: Convert) -> None:
        super().__init__()
        self.convert = convert

    def __missing__(self, value: Any) -> Any:
        self[value] = found = self.convert(value)
        return found


def _hex(value: UUID | None) -> str | None:
    return None if value is None else value.hex


_hex_of = attrgetter("hex")
