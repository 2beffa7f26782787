"""A power cut in the middle of an import: the next start goes on, nothing doubled, nothing lost."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.acceptance.importing import choices, table
from tests.acceptance.running import Running, up, wait_for
from tests.acceptance.visiting import Page, Visitor

ORDERS, CUSTOMERS, PRODUCTS = 10_100, 2_000, 40  # two lines each; a batch holds 5,000 orders
LINES = [
    f"A{n // 2};k{n // 2 % CUSTOMERS};2024-01-{1 + n // 2 % 28:02};{n % 90},50;P{n % PRODUCTS}"
    for n in range(2 * ORDERS)
]
CONTENT = table("Nr zamówienia;Nr klienta;Data sprzedaży;Kwota;Produkt", LINES)
TOTAL_MINOR = sum(100 * (n % 90) + 50 for n in range(2 * ORDERS))
BATCHES = 4  # one of products, three of orders
KEPT = """
    SELECT (SELECT count(*) FROM customers_customer), (SELECT count(*) FROM customers_identity),
        (SELECT count(*) FROM orders_product),
        (SELECT count(*) FROM orders_order), (SELECT sum(total_minor) FROM orders_order),
        (SELECT count(*) FROM orders_orderline), (SELECT sum(amount_minor) FROM orders_orderline)
"""


def test_a_kill_at_any_stage_of_an_import_leaves_what_an_undisturbed_one_does(
    tmp_path: Path,
) -> None:
    data = tmp_path / "plon-data"
    with up(folder=tmp_path) as running:
        visitor = owner_of(running)
        page = mapped(visitor)
        wait_for(lambda: list(data.rglob("work-*")))
        running.kill_all()
        assert course(data)[0] == "checking"

    with up(folder=tmp_path) as running:
        visitor.address = address_of(running)
        wait_for(lambda: course(data)[0] == "checked")
        assert len(list(data.rglob("work-*"))) == 0
        visitor.post(f"{page.path}start/", {})
        wait_for(lambda: course(data)[1] >= 1)
        running.kill_all()
        assert ("running", 0) < course(data) < ("running", BATCHES - 1)

    with up(folder=tmp_path) as running:
        wait_for(lambda: course(data)[1] >= BATCHES - 1)
        running.kill_all()
        assert course(data) == ("running", BATCHES - 1)

    with up(folder=tmp_path) as running:
        visitor.address = address_of(running)
        wait_for(lambda: course(data)[0] == "done")
        told = visitor.get(page.path).text
        assert "Nowe sprzedaże: 10 100. Nowe produkty: 40. Nowi klienci: 2 000." in told.replace(
            "\N{NO-BREAK SPACE}", " "
        )
    (kept,) = asked(data, KEPT)
    lines = (2 * ORDERS, TOTAL_MINOR)
    assert kept == (CUSTOMERS, CUSTOMERS, PRODUCTS, ORDERS, TOTAL_MINOR, *lines)
    left = [path.name for path in (data / "files").rglob("*") if path.is_file()]
    assert left == ["rejected.parquet"]


def owner_of(running: Running) -> Visitor:
    """Return the browser of somebody who just became the owner of a firm."""
    visitor = Visitor(address_of(running))
    visitor.join(re.findall(r"http\S+/join/\S+", running.said)[0])
    return visitor


def address_of(running: Running) -> str:
    return f"http://127.0.0.1:{running.port}"


def mapped(visitor: Visitor) -> Page:
    """Upload the file, and take its columns as they were guessed; return the import's page."""
    columns = visitor.post("/import/", {}, file=("sales.csv", CONTENT))
    return visitor.post(columns.path, choices(columns.content))


def course(data: Path) -> tuple[str, int]:
    """Return how far the import is: its state, and how many batches are done."""
    (found,) = asked(data, "SELECT state, batches_done FROM imports_import")
    return found[0], int(found[1])


def asked(data: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(data / "plon.sqlite3")) as database:
        return database.execute(query).fetchall()
