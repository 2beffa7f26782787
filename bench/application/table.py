"""The application's part of docs/performance.md: each work on each database in a fresh process.

python -m bench.application.table [WORD …] measures the cells of that name, or whose names hold
the word; all of them without.
Results are kept in bench/application/results.jsonl, one line a cell and database.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

RESULTS = Path("bench/application/results.jsonl")
SIZE = "100000"
LIMITS_MS = {"sqlite": 120, "postgresql": 80}
EMBEDDED = ("sqlite",)
SERVED = ("journey", "phone")  # by `plon` itself, which refuses the bench's role on PostgreSQL
JOURNEY_S = 120
BOOKS_SHARE, BOOKS_HOT, BOOKS_BATCH, BOOKS_PROOF = 0.40, 0.50, 20, 3
QUERIES_MAX, SEGMENT_MS, REFRESH, IMPORT, BESIDE, API, PHONE = 12, 150, 50, 0.25, 0.20, 0.70, 95
CELLS: dict[str, tuple[str, ...]] = {  # name: work, world, arguments
    "pages": ("pages", SIZE),
    "segments": ("segments", SIZE),
    "api": ("api", SIZE),
    "phone": ("phone", SIZE, "1"),
    "refresh": ("refresh", SIZE, "1", "4"),
    "import": ("importing", "import", "1000000"),
    "books": ("books", "books", "1000000"),
    "growth to 10000": ("growing", "10000"),
    "growth to 100000": ("growing", SIZE),
    "growth to 1000000": ("growing", "1000000"),
    "journey": ("journey", "alone", "10000"),
    "small firm alone": ("neighbours", "alone"),
    "small firm beside": ("neighbours", SIZE),
}
HEAD = """## The application

`python -m bench.application.table`, a part of `make bench`. A made-up firm of 100,000 customers and
1,005,372 orders, seeded, on SQLite and on PostgreSQL; each work in a fresh process. Pages are asked
for in that process through the WSGI application with all its middleware, signed in, in turns, so
that what else the machine does falls on all of them: server time, without a client. Queries are all
statements but the marks of transactions, session and workspace included. PostgreSQL is asked as a
plain role, so row-level security is at work; its CPU is in the refresh and the import, not in the
pages' CPU.
"""


def main() -> None:
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    results = kept()
    for cell, (work, world, *arguments) in CELLS.items():
        if words and cell not in words and not any(w in cell for w in words if w not in CELLS):
            continue
        for vendor in EMBEDDED if cell in SERVED else LIMITS_MS:
            results[cell, vendor] = measured(work, vendor, world, arguments) | {"cell": cell}
            print(json.dumps(results[cell, vendor]), flush=True)
            lines = [json.dumps(row) for row in results.values()]
            RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def measured(work: str, vendor: str, world: str, arguments: list[str]) -> dict[str, Any]:
    """Run a work in a fresh process; a failure is a result with its last line."""
    load = os.getloadavg()[0]
    command = [sys.executable, "-m", "bench.application", work, vendor, world, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = {"vendor": vendor, "when": time.strftime("%Y-%m-%d %H:%M"), "load": round(load, 1)}
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        return told | {"failed": (done.stderr.strip().splitlines() or ["no output"])[-1][-300:]}
    return told | {"found": json.loads(lines[-1])}


def kept() -> dict[tuple[str, str], dict[str, Any]]:
    if not RESULTS.exists():
        return {}
    rows = [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines()]
    return {(row["cell"], row["vendor"]): row for row in rows}


def section() -> str:
    """Return the part of the page; "" before anything is measured."""
    results = {key: row for key, row in kept().items() if "found" in row}
    if not results:
        return ""
    loads = sorted(row["load"] for row in results.values())
    span = f"The machine bore a load of {loads[0]:g} to {loads[-1]:g} on its two cores.\n"
    parts = [
        HEAD,
        span,
        *_pages(results),
        *_segments(results),
        *_phone(results),
        *_ratios(results),
        *_growth(results),
    ]
    return "\n".join(parts) + "\n"


def _pages(results: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
    if not any(("pages", vendor) in results for vendor in LIMITS_MS):
        return
    columns = ("page", "database", "queries", "p50 ms", "p95 ms (at most)", "CPU p50, p95 ms")
    yield f"| {' | '.join(columns)} | page, script, CSS kB |"
    yield "|---|---|---|---|---|---|---|"
    for vendor, limit in LIMITS_MS.items():
        for page, row in results.get(("pages", vendor), {"found": {}})["found"].items():
            yield (
                f"| {page} | {vendor} | {row['queries']}{_missed(row['queries'] > QUERIES_MAX)} "
                f"| {row['p50_ms']} | {row['p95_ms']} ({limit}){_missed(row['p95_ms'] > limit)} "
                f"| {row['cpu_p50_ms']}, {row['cpu_p95_ms']} "
                f"| {row['page_kb']:.1f}, {row['script_kb']:.1f}, {row['css_kb']:.1f} |"
            )
    yield ""


def _segments(results: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
    if not any(("segments", vendor) in results for vendor in LIMITS_MS):
        return
    columns = ("count of a segment", "database", "queries", "p50 ms", "p95 ms (at most 150)")
    yield f"| {' | '.join(columns)} | CPU p50, p95 ms |"
    yield "|---|---|---|---|---|---|"
    for vendor in LIMITS_MS:
        for text, row in results.get(("segments", vendor), {"found": {}})["found"].items():
            mark = _missed(row["p95_ms"] > SEGMENT_MS)
            yield (
                f"| {text} | {vendor} | {row['queries']} | {row['p50_ms']} "
                f"| {row['p95_ms']}{mark} | {row['cpu_p50_ms']}, {row['cpu_p95_ms']} |"
            )
    yield ""


def _phone(results: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
    if not any(("phone", vendor) in results for vendor in LIMITS_MS):
        return
    yield "| on a phone, by Lighthouse | database | performance, accessibility (at least 95) |"
    yield "|---|---|---|"
    for vendor in LIMITS_MS:
        for page, row in results.get(("phone", vendor), {"found": {}})["found"].items():
            marks = row["performance"], row["accessibility"]
            told = f"{marks[0]:.0f}, {marks[1]:.0f}{_missed(min(marks) < PHONE)}"
            yield f"| {page} | {vendor} | {told} |"
    yield ""


def _ratios(results: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
    yield "| work | database | found | must be |"
    yield "|---|---|---|---|"
    for vendor in LIMITS_MS:
        if row := results.get(("api", vendor)):
            yield _api(vendor, **row["found"])
        if row := results.get(("refresh", vendor)):
            whole = min(each["cpu_s"] for each in row["found"]["whole"])
            some = max(each["cpu_s"] for each in row["found"]["some"])
            yield (
                f"| figures after 200 of 100,000 customers bought | {vendor} | {some:.2f} s CPU of "
                f"{whole:.1f} s: 1/{whole / some:.0f} "
                f"| at most 1/50{_missed(whole / some < REFRESH)} |"
            )
        if row := results.get(("import", vendor)):
            found = row["found"]
            share = found["bare"]["cpu_s"] / found["load"]["cpu_s"]
            keyless = found["bare"].get("without_keys")
            beside = f" ({keyless['cpu_s'] / found['load']['cpu_s']:.0%} of" if keyless else ""
            beside += " a COPY that checks no foreign keys)" if keyless else ""
            yield (
                f"| import of {found['results']['orders_created']:,} orders | {vendor} "
                f"| {found['load']['cpu_s']:.1f} s CPU (check {found['check']['cpu_s']:.1f} s); "
                f"bare {found['bare']['cpu_s']:.1f} s: {share:.0%}{beside}; at most "
                f"{found['load']['peak_mb']} MB (check {found['check']['peak_mb']} MB) "
                f"| at least 25 %{_missed(share < IMPORT)} |"
            )
        if row := results.get(("journey", vendor)):
            yield from _journey(vendor, row["found"])
        if row := results.get(("books", vendor)):
            yield from _books(vendor, **row["found"])
        hows = ("alone", "beside")
        alone, beside = (results.get((f"small firm {how}", vendor)) for how in hows)
        if alone and beside:
            yield from _beside(vendor, alone["found"], beside["found"])


def _api(vendor: str, ours: dict[str, Any], bare: dict[str, Any]) -> str:
    share = bare["cpu_p50_ms"] / ours["cpu_p50_ms"]
    return (
        f"| API list of 50 customers, with key, firm, rate | {vendor} | p50 {ours['p50_ms']} ms, "
        f"CPU {ours['cpu_p50_ms']}, {ours['queries']} queries; bare endpoint {bare['p50_ms']} ms, "
        f"CPU {bare['cpu_p50_ms']}, {bare['queries']}: {share:.0%} as many a second of CPU "
        f"| at least 70 %{_missed(share < API)} |"
    )


def _books(
    vendor: str,
    one_by_one: dict[str, Any],
    batch: dict[str, Any],
    batch_times: float,
    proof: dict[str, Any],
    beside: dict[str, Any] | None = None,
) -> Iterator[str]:
    if beside:
        share, hot = beside["share"], beside["hot_share"]
        yield (
            f"| transfers by {beside['clients']} clients, all checks, each its own transaction "
            f"| {vendor} | {beside['apart']:.0f} a second; pgbench's TPC-B-like "
            f"{beside['tpcb']:.0f}: {share:.0%} | at least 40 %{_missed(share < BOOKS_SHARE)} |"
        )
        yield (
            f"| the same, all on one account | {vendor} | {beside['hot']:.0f} a second: {hot:.0%} "
            f"of those apart | at least 50 %{_missed(hot < BOOKS_HOT)} |"
        )
    yield (
        f"| {batch['count']:,} grants at once | {vendor} | {batch['a_second']:,.0f} a second; one "
        f"by one {one_by_one['a_second']:,.0f}: {batch_times:.0f} times as many "
        f"| at least 20 times{_missed(batch_times < BOOKS_BATCH)} |"
    )
    yield (
        f"| proof of books of {proof['postings']:,} postings | {vendor} "
        f"| {proof['prove_s']:.1f} s; reading them "
        f"{proof['read_s']:.1f} s: {proof['times']:.1f} times "
        f"| at most 3 times{_missed(proof['times'] > BOOKS_PROOF)} |"
    )


def _journey(vendor: str, found: dict[str, Any]) -> Iterator[str]:
    for file, row in found.items():
        steps = ", ".join(f"{step} {seconds} s" for step, seconds in row["steps_s"].items())
        yield (
            f"| an empty folder to the first customer to call, a file of {file} "
            f"({row['rows']:,} sales) | {vendor} | {row['total_s']:.0f} s by the clock: {steps} "
            f"| under two minutes{_missed(row['total_s'] >= JOURNEY_S)} |"
        )


def _beside(vendor: str, alone: dict[str, Any], beside: dict[str, Any]) -> Iterator[str]:
    for page, row in alone.items():
        change = beside[page]["p95_ms"] / row["p95_ms"] - 1
        yield (
            f"| {page} of a firm of 100 beside one of 100,000 | {vendor} | p95 {row['p95_ms']} → "
            f"{beside[page]['p95_ms']} ms: {change:+.0%}; CPU p50 {row['cpu_p50_ms']} → "
            f"{beside[page]['cpu_p50_ms']} | less than +20 %{_missed(change >= BESIDE)} |"
        )


def _growth(results: dict[tuple[str, str], dict[str, Any]]) -> Iterator[str]:
    """Yield the table of firms of ever more customers."""
    found = [(key[1], row["found"]) for key, row in results.items() if key[0].startswith("growth")]
    if not found:
        return
    shown = list(found[0][1]["pages"])
    titles = ["customers, orders", "database", *(f"{page}, ms" for page in shown)]
    yield f"\n| {' | '.join(titles)} | figures of the next day, s (at most MB) |"
    yield "|" + "---|" * (len(shown) + 3)
    for vendor, row in sorted(found, key=lambda one: (one[0], one[1]["customers"])):
        times = " | ".join(f"{row['pages'][page]['p50_ms']}" for page in shown)
        yield (
            f"| {row['customers']:,}, {row['orders']:,} | {vendor} | {times} "
            f"| {row['figures']['wall_s']:.1f} ({row['figures']['peak_mb']:,}) |"
        )


def _missed(is_so: bool) -> str:
    return " **missed**" if is_so else ""


if __name__ == "__main__":
    main()
