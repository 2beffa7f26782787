"""Walls on PostgreSQL: policies, composite foreign keys, a trigger against changes."""

from collections.abc import Iterator, Set
from typing import Any

from plon.runtime.addresses import BITS_4, BITS_6, NAME
from plon.runtime.walled import Pointer, Table

_HERE = "workspace_id = NULLIF(current_setting('app.workspace', true), '')::uuid"
_REFUSE = """
    CREATE OR REPLACE FUNCTION plon_refuse_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$
"""
_REFUSE_BUT_FORGET = """
    CREATE OR REPLACE FUNCTION plon_refuse_all_but_forgetting() RETURNS trigger LANGUAGE plpgsql AS
    $$ DECLARE said jsonb; kept jsonb; BEGIN
      IF TG_OP = 'UPDATE' THEN
        said := to_jsonb(NEW); kept := to_jsonb(OLD);
        IF said - TG_ARGV = kept - TG_ARGV
          AND NOT EXISTS (SELECT 1 FROM unnest(TG_ARGV) AS name WHERE said ->> name <> '')
        THEN RETURN NEW; END IF;
      END IF;
      RAISE EXCEPTION '% only grows', TG_TABLE_NAME;
    END $$
"""
_OCTET = "(0|[1-9][0-9]*)"
_FOUR, _SIX = rf"({_OCTET}\.){{3}}{_OCTET}", "[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*"
_SHORTENED = rf"""
    CREATE OR REPLACE FUNCTION {NAME}(address text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
    $$ DECLARE told text := split_part(address, '/', 1); found inet; BEGIN
      IF told !~ '^({_FOUR}|{_SIX})$' THEN RETURN ''; END IF;
      found := told::inet;
      IF found <<= '::ffff:0:0/96'::inet THEN
        found := ('0.0.0.0'::inet + (found - '::ffff:0:0'::inet));
      END IF;
      RETURN network(
        set_masklen(found, CASE family(found) WHEN 4 THEN {BITS_4} ELSE {BITS_6} END));
    EXCEPTION WHEN invalid_text_representation THEN RETURN '';
    END $$
"""
_REFUSE_BUT_SHORTEN = """
    CREATE OR REPLACE FUNCTION plon_refuse_all_but_forgetting_and_shortening() RETURNS trigger
    LANGUAGE plpgsql AS
    $$ DECLARE said jsonb; kept jsonb;
      blank text[] := string_to_array(TG_ARGV[0], ',');
      short text[] := string_to_array(TG_ARGV[1], ',');
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        said := to_jsonb(NEW); kept := to_jsonb(OLD);
        IF said - blank = kept - blank
          AND NOT EXISTS (SELECT 1 FROM unnest(blank) AS name WHERE said ->> name <> '')
        THEN RETURN NEW; END IF;
        IF said - short = kept - short AND NOT EXISTS (
          SELECT 1 FROM unnest(short) AS name
          WHERE said ->> name IS DISTINCT FROM plon_shortened(kept ->> name))
        THEN RETURN NEW; END IF;
      END IF;
      RAISE EXCEPTION '% only grows', TG_TABLE_NAME;
    END $$
"""
_STANDING = """
    SELECT conname FROM pg_constraint WHERE conname LIKE 'ws\\_%%'
    UNION SELECT tgname FROM pg_trigger WHERE tgname LIKE 'only_grows\\_%%'
    UNION SELECT 'policy_' || tablename FROM pg_policies
      JOIN pg_class ON relname = tablename AND relrowsecurity AND relforcerowsecurity
      WHERE policyname = 'one_workspace'
"""

_GROWING = """
    SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'only\\_grows\\_%%'
"""


def standing(cursor: Any) -> set[str]:
    """Return the names of the walls that stand."""
    cursor.execute(_STANDING)
    return {name for (name,) in cursor.fetchall()}


def outworn(cursor: Any, planned: Set[str]) -> Iterator[str]:
    """Yield what takes down the walls against changes that an earlier version built otherwise."""
    cursor.execute(_GROWING)
    for name, table in cursor.fetchall():
        if name not in planned:
            yield f'DROP TRIGGER "{name}" ON {table}'


def walls_of(table: Table) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each wall's name and the statements that build it."""
    name = table.name
    yield (
        f"policy_{name}",
        (
            f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY',
            f'DROP POLICY IF EXISTS one_workspace ON "{name}"',
            f'CREATE POLICY one_workspace ON "{name}" USING ({_HERE}) WITH CHECK ({_HERE})',
        ),
    )
    for pointer in table.pointers:
        yield _composite_key(table, pointer)
    if table.is_append_only:
        yield _only_grows(table)


def _only_grows(table: Table) -> tuple[str, tuple[str, ...]]:
    wall, function, does = table.only_grows, _REFUSE, "plon_refuse_change()"
    if table.forgettable:
        function = _REFUSE_BUT_FORGET
        names = ", ".join(f"'{column}'" for column in table.forgettable)
        does = f"plon_refuse_all_but_forgetting({names})"
    helpers: tuple[str, ...] = ()
    if table.shortened:
        helpers, function = (_SHORTENED,), _REFUSE_BUT_SHORTEN
        told = f"'{','.join(table.forgettable)}', '{','.join(table.shortened)}'"
        does = f"plon_refuse_all_but_forgetting_and_shortening({told})"
    return wall, (
        *helpers,
        function,
        f'CREATE TRIGGER {wall} BEFORE UPDATE OR DELETE ON "{table.name}"'
        f" FOR EACH ROW EXECUTE FUNCTION {does}",
    )


def _composite_key(table: Table, pointer: Pointer) -> tuple[str, tuple[str, ...]]:
    wall = f"ws_{table.name}_{pointer.column}"[:63]
    target = "_".join(["whole", pointer.table, *pointer.shared])[:63]
    ours = ", ".join(f'"{name}"' for name in ("workspace_id", *pointer.shared, pointer.column))
    theirs = ", ".join(f'"{name}"' for name in ("workspace_id", *pointer.shared, "id"))
    return wall, (
        f'CREATE UNIQUE INDEX IF NOT EXISTS {target} ON "{pointer.table}" ({theirs})',
        f'ALTER TABLE "{table.name}" ADD CONSTRAINT {wall} FOREIGN KEY ({ours})'
        f' REFERENCES "{pointer.table}" ({theirs}) DEFERRABLE INITIALLY DEFERRED',
    )
