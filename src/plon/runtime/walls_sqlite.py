"""Walls on SQLite: triggers that refuse a pointer into another workspace, and changes."""

from collections.abc import Iterator, Set
from typing import Any

from plon.runtime.addresses import NAME
from plon.runtime.walled import Pointer, Table

_GROWS = "only_grows_"


def standing(cursor: Any) -> set[str]:
    """Return the names of the walls that stand."""
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return {name for (name,) in cursor.fetchall()}


def outworn(cursor: Any, planned: Set[str]) -> Iterator[str]:
    """Yield what takes down the walls against changes that an earlier version built otherwise."""
    for name in sorted(standing(cursor) - planned):
        if name.startswith(_GROWS):
            yield f'DROP TRIGGER "{name}"'


def walls_of(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each wall's name and the statement that builds it."""
    for pointer in table.pointers:
        bound = ", ".join(f'"{name}"' for name in (*pointer.shared, pointer.column))
        for event in ("INSERT", f"UPDATE OF workspace_id, {bound}"):
            yield _own_workspace(table, pointer, event)
    for event in ("UPDATE", "DELETE") if table.is_append_only else ():
        yield _only_grows(table, event)


def _only_grows(table: Table, event: str) -> tuple[str, tuple[str, ...]]:
    wall, allowed = f"{_GROWS}{table.name}_{event.lower()}", ""
    if event == "UPDATE" and table.forgettable:
        wall = f"{table.only_grows}_update"
        forgets = _only(table, table.forgettable, "NEW.{0} = ''")
        shortens = _only(table, table.shortened, f"NEW.{{0}} = {NAME}(OLD.{{0}})")
        allowed = f" WHEN NOT ({forgets}{f' OR {shortens}' if table.shortened else ''})"
    return wall, (
        f'CREATE TRIGGER {wall} BEFORE {event} ON "{table.name}"{allowed}'
        f" BEGIN SELECT RAISE(ABORT, '{table.name} only grows'); END",
    )


def _only(table: Table, changed: tuple[str, ...], how: str) -> str:
    """Return what says that some columns changed like this, and none of the others."""
    same = [f'NEW."{c}" IS OLD."{c}"' for c in table.columns if c not in changed]
    told = [how.format(f'"{column}"') for column in changed]
    return f"({' AND '.join([*same, *told])})"


def _own_workspace(table: Table, pointer: Pointer, event: str) -> tuple[str, tuple[str, ...]]:
    wall = f"ws_{table.name}_{pointer.column}_{event.split()[0].lower()}"
    same = "".join(f' AND "{name}" = NEW."{name}"' for name in pointer.shared)
    return wall, (
        f'CREATE TRIGGER {wall} BEFORE {event} ON "{table.name}"'
        f' WHEN NEW."{pointer.column}" IS NOT NULL AND NOT EXISTS ('
        f'SELECT 1 FROM "{pointer.table}" WHERE id = NEW."{pointer.column}"'
        f" AND workspace_id = NEW.workspace_id{same})"
        f" BEGIN SELECT RAISE(ABORT, '{table.name}.{pointer.column}: other workspace'); END",
    )
