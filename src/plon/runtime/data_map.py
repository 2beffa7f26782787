"""What a table holds of people: each table of rows says it beside its columns.

tests/architecture/test_data_map.py fails for a new text column that is on no map.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DataMap:
    """What one table holds about customers.

    people: paths to the ids of those whom a row is about; none for a table that is about nobody.
    emptied: columns that are emptied when the person is forgotten.
    shortened: network addresses among these, of which the network alone is kept when they are old.
    kept: text columns that stay, since without the rest they tell nothing of who it was.
    is_deleted: the rows go whole. staff: columns about those who work here, left out of an export.
    told: paths that an export adds, "tag__name". is_exported: whether the rows are for an export.
    """

    people: tuple[str, ...] = ()
    emptied: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    is_deleted: bool = False
    staff: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    is_exported: bool = True
