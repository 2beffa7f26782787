"""A list of sales through the import, beside a bare load of the same rows in the same run.

Bare: rows ready in memory into tables of the same columns, indexes, checks and foreign keys,
without triggers and row-level security: COPY on PostgreSQL, one prepared statement on SQLite. What
is left of COPY without the foreign keys is told beside.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from bench.application.asking import today
from bench.application.clock import measured, peak_mb
from bench.application.filling import enter
from bench.application.life import CHANNELS, moment_of, sales_of
from plon.accounts.domain import RIGHTS, Role
from plon.accounts.queries import Caller
from plon.accounts.services import open_workspace
from plon.imports import services as imports
from plon.imports import tasks
from plon.imports.domain import Kind
from plon.imports.models import Import
from plon.runtime.tenancy import inside

HEADINGS = "numer zamówienia;klient;data;kwota;kanał;produkt\n"
TABLES = ("customers_customer", "customers_identity", "orders_order", "orders_orderline")


def importing_work(name: str, rows: str) -> dict[str, Any]:
    """Import about so many orders into a new firm; load what came of them bare."""
    now = today()
    workspace_id = open_workspace(name=f"import of {rows}", now=now)
    caller = _caller(workspace_id)
    with inside(workspace_id):
        import_id = imports.begin(caller, chunks=_file(int(rows)), name="sales.csv", now=now)
        row = Import.objects.get(id=import_id)
        seen = imports.glance(
            imports.file_of(workspace_id, row.folder), options={}, kind=Kind.ORDERS
        )
        mapping = {field: found.column for field, found in seen.suggestions.items()}
        imports.map_columns(
            caller, import_id=import_id, kind=Kind.ORDERS, mapping=mapping, options={}, now=now
        )
    given = {"workspace_id": workspace_id, "subject": str(import_id), "now": now}
    peak_mb()  # of what made the file
    checked = measured(lambda: tasks.check(**given)) | {"peak_mb": peak_mb()}
    with inside(workspace_id):
        imports.start(caller, import_id=import_id, now=now)
    loaded = measured(lambda: _run(given)) | {"peak_mb": peak_mb()}
    with inside(workspace_id):
        results = Import.objects.get(id=import_id).results
        bare = _bare(workspace_id)
    return {"results": results, "mapping": mapping, "check": checked, "load": loaded, "bare": bare}


def _run(given: dict[str, Any]) -> None:
    while tasks.run(**given) is not None:
        pass


def _caller(workspace_id: UUID) -> Caller:
    owner = enter([workspace_id], now=today())
    return Caller(
        workspace_id=workspace_id,
        actor=f"user:{owner.id}",
        name="Bench",
        rights=RIGHTS[Role.OWNER],
        user_id=owner.id,
        role=Role.OWNER,
    )


def _file(rows: int) -> Iterator[bytes]:
    end, sales = today() - timedelta(days=1), sales_of(rows // 10)
    lines = [HEADINGS]
    for number, (who, days_ago, minor, channel) in enumerate(
        zip(
            *(
                each.tolist()
                for each in (sales.customer, sales.days_ago, sales.minor, sales.channel)
            ),
            strict=True,
        )
    ):
        at = moment_of(days_ago, end=end)
        lines.append(
            f"Z{number};K{who};{at:%Y-%m-%d %H:%M:%S};{minor / 100:.2f}".replace(".", ",")
            + f";{CHANNELS[channel]};chleb\n"
        )
        if len(lines) > 50_000:
            yield "".join(lines).encode()
            lines = []
    yield "".join(lines).encode()


def _bare(workspace_id: UUID) -> dict[str, Any]:
    """Load the firm's rows bare; return the time of it. Nothing of it stays."""
    if connection.vendor == "sqlite":
        return _bare_sqlite(workspace_id)
    copied: dict[str, bytes] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            query = f"COPY (SELECT * FROM {table} WHERE workspace_id = '{workspace_id}') TO STDOUT"
            with cursor.copy(query) as out:
                copied[table] = b"".join(bytes(part) for part in out)
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
        for table in TABLES:
            _point(cursor, table)

        def copy() -> None:
            for table in TABLES:
                with cursor.copy(f"COPY bare_{table} FROM STDIN") as into:
                    into.write(copied[table])

        def check_keys() -> None:
            for table in TABLES:
                cursor.execute(f"ANALYZE bare_{table}")  # else it looks keys up by reading all
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        told, keys = measured(copy), measured(check_keys)
        transaction.set_rollback(True)
    return {name: told[name] + keys[name] for name in told} | {"without_keys": told}


def _point(cursor: Any, table: str) -> None:
    """Give a bare table the foreign keys of its model, among the bare ones."""
    cursor.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'f'",
        [table],
    )
    for (told,) in cursor.fetchall():
        head, _, target = told.partition(" REFERENCES ")
        name = target.partition("(")[0]
        bare = f"bare_{target}" if name in TABLES else target
        cursor.execute(f"ALTER TABLE bare_{table} ADD {head} REFERENCES {bare}")


def _bare_sqlite(workspace_id: UUID) -> dict[str, float]:
    with transaction.atomic(), connection.cursor() as cursor:
        rows, statements = {}, {}
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} WHERE workspace_id = %s", [workspace_id.hex])
            rows[table] = cursor.fetchall()
            marks = ", ".join(["%s"] * len(rows[table][0]))
            statements[table] = f"INSERT INTO bare_{table} VALUES ({marks})"
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('table', 'index')"
                " AND sql IS NOT NULL ORDER BY type DESC",
                [table],
            )
            for (sql,) in cursor.fetchall():
                kind = "TABLE" if sql.startswith("CREATE TABLE") else "INDEX"
                made = sql.replace(f'"{table}"', f'"bare_{table}"')
                if kind == "INDEX":
                    head, _, rest = made.partition(" ON ")
                    made = head.rstrip('"') + '_bare" ON ' + rest
                cursor.execute(made)
        told = measured(
            lambda: [cursor.executemany(statements[table], rows[table]) for table in TABLES]
        )
        transaction.set_rollback(True)
    return told
