"""The ledger: transfers a second beside pgbench, a hot account, batches, the proof."""

import multiprocessing
import os
import re
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import django
from django.db import connection

from bench.application import databases

NOW, TODAY = datetime(2026, 4, 12, 9, tzinfo=UTC), date(2026, 4, 12)
CLIENTS, SECONDS, PEOPLE = 4, 10, 20_000
ONE_BY_ONE, BATCH = 500, 100_000
TPCB = "plon_bench_tpcb"


def books_work(name: str, postings: str = "1000000") -> dict[str, Any]:
    """Measure the ledger on this world's database, emptied of its books by a firm of its own."""
    firm = _firm()
    batch = _batch(firm)
    found = {"one_by_one": _one_by_one(firm), "batch": batch}
    found["batch_times"] = batch["a_second"] / found["one_by_one"]["a_second"]
    if connection.vendor == "postgresql":
        found["beside"] = _beside(firm)
    return found | {"proof": _proof(int(postings))}


def _firm() -> UUID:
    from plon.accounts import services as accounts
    from plon.ledger import services as ledger
    from plon.runtime.tenancy import inside

    firm = accounts.open_workspace(name="Books", now=NOW)
    with inside(firm):
        ledger.open_unit(
            workspace_id=firm, code="PLN", kind=ledger.UnitKind.MONEY, exponent=2, now=NOW
        )
    return firm


def _grant(number: int, *, who: int, key: str) -> Any:
    from plon.ledger.services import AccountName, Kind, Line, NewTransfer

    cost = AccountName(unit="PLN", kind=Kind.EXPENSE, owner_type="programme", owner_id="p1")
    pending = AccountName(unit="PLN", kind=Kind.PENDING, owner_type="customer", owner_id=f"c{who}")
    return NewTransfer(
        key=f"{key}:{number}",
        kind="grant",
        cause_type="bench",
        cause_id=f"{number}",
        lines=[Line(debit=cost, credit=pending, amount_minor=500)],
        occurred_at=NOW,
        accounting_date=TODAY,
    )


def _timed(times: int, work: Callable[[], object]) -> dict[str, float]:
    began = time.perf_counter()
    work()
    seconds = time.perf_counter() - began
    return {"count": times, "seconds": seconds, "a_second": times / seconds}


def _batch(firm: UUID, *, size: int = BATCH) -> dict[str, float]:
    from plon.ledger import services as ledger

    key = uuid4().hex
    news = [_grant(number, who=number % PEOPLE, key=key) for number in range(size)]
    return _timed(size, lambda: ledger.post_transfers(workspace_id=firm, transfers=news, now=NOW))


def _one_by_one(firm: UUID) -> dict[str, float]:
    from plon.ledger import services as ledger

    key = uuid4().hex
    news = [_grant(number, who=number, key=key) for number in range(ONE_BY_ONE)]
    return _timed(
        ONE_BY_ONE,
        lambda: [ledger.post_transfer(workspace_id=firm, transfer=n, now=NOW) for n in news],
    )


def _beside(firm: UUID) -> dict[str, Any]:
    """Take turns with pgbench, so that what else the machine does falls on all."""
    _make_tpcb()
    rounds = [
        {"tpcb": _tpcb(), "apart": _many(firm, is_hot=False), "hot": _many(firm, is_hot=True)}
        for _ in range(3)
    ]
    middle = {name: sorted(each[name] for each in rounds)[1] for name in rounds[0]}
    return {
        "clients": CLIENTS,
        "rounds": rounds,
        **middle,
        "share": middle["apart"] / middle["tpcb"],
        "hot_share": middle["hot"] / middle["apart"],
    }


def _many(firm: UUID, *, is_hot: bool) -> float:
    """Return how many transfers a second so many processes post, each with its connection."""
    connection.close()
    context = multiprocessing.get_context("spawn")
    start, told = context.Event(), context.Queue()
    ready = context.Semaphore(0)
    workers = [
        context.Process(target=_post_on, args=(firm, is_hot, ready, start, told))
        for _ in range(CLIENTS)
    ]
    for worker in workers:
        worker.start()
    for _ in workers:
        ready.acquire()
    start.set()
    done = sum(told.get() for _ in workers)
    for worker in workers:
        worker.join()
    return done / SECONDS


def _post_on(firm: UUID, is_hot: bool, ready: Any, start: Any, told: Any) -> None:
    django.setup()
    from plon.ledger import services as ledger

    key, own = uuid4().hex, os.getpid()
    ledger.post_transfer(workspace_id=firm, transfer=_grant(-1, who=0, key=key), now=NOW)
    ready.release()
    start.wait()
    until, done = time.perf_counter() + SECONDS, 0
    for number in count():
        if time.perf_counter() >= until:
            break
        who = 0 if is_hot else (own * 7919 + number * 104_729) % PEOPLE
        ledger.post_transfer(workspace_id=firm, transfer=_grant(number, who=who, key=key), now=NOW)
        done += 1
    told.put(done)


def _make_tpcb() -> None:
    place = urlsplit(databases.server())
    there = ["-h", place.hostname or "", "-p", str(place.port or 5432), "-U", place.username or ""]
    subprocess.run(["dropdb", "--if-exists", *there, TPCB], check=True)
    subprocess.run(["createdb", *there, TPCB], check=True)
    made = ["pgbench", "-i", "-q", "-s", "10", *there, TPCB]
    subprocess.run(made, check=True, capture_output=True)


def _tpcb() -> float:
    place = urlsplit(databases.server())
    there = ["-h", place.hostname or "", "-p", str(place.port or 5432), "-U", place.username or ""]
    words = ["pgbench", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS), *there, TPCB]
    said = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return float(re.findall(r"tps = ([\d.]+)", said)[0])


def _proof(postings: int) -> dict[str, Any]:
    """Prove books of so many postings, beside reading these alone, row by row."""
    from plon.ledger import queries, services
    from plon.runtime.tenancy import inside

    firm = _firm()
    for _ in range(postings // BATCH):
        _batch(firm)
    while services.seal(workspace_id=firm, now=NOW):
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    read, prove = [], []
    with inside(firm):
        for _ in range(2):
            read.append(_timed(postings, _read)["seconds"])
            prove.append(_timed(postings, lambda: _sound(queries.verify(now=NOW)))["seconds"])
    return {
        "postings": postings,
        "read_s": min(read),
        "prove_s": min(prove),
        "times": min(prove) / min(read),
    }


def _read() -> int:
    """Read the postings row by row, and do nothing with them."""
    statement = "SELECT transfer_id, line_no, debit_id, credit_id, amount_minor FROM ledger_posting"
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        return sum(len(part) for part in iter(lambda: cursor.fetchmany(10_000), []))


def _sound(verdict: Any) -> None:
    if not verdict.is_sound:
        raise RuntimeError(str(verdict.findings))
