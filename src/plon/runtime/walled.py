"""What a wall needs to know of a table."""

import hashlib
from dataclasses import dataclass

NAME_MAX = 63  # PostgreSQL cuts longer ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """A column that points at the id of a table of rows."""

    column: str
    table: str
    shared: tuple[str, ...] = ()  # columns in which both rows must agree, besides the workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of rows, by its names in the database."""

    name: str
    pointers: tuple[Pointer, ...]
    is_append_only: bool
    columns: tuple[str, ...] = ()
    forgettable: tuple[str, ...] = ()  # may be emptied, though the table only grows
    shortened: tuple[str, ...] = ()  # may be shortened: runtime.addresses

    @property
    def only_grows(self) -> str:
        """Return the name of the wall against changes; another where it guards other columns."""
        if not self.forgettable:
            return f"only_grows_{self.name}"[:NAME_MAX]
        told = " ".join([*self.columns, ">", *self.forgettable])
        if self.shortened:
            told += " ".join([" >", *self.shortened])
        mark = hashlib.sha256(told.encode()).hexdigest()[:8]
        return f"only_grows_or_forgets_{self.name}"[: NAME_MAX - 9] + f"_{mark}"
