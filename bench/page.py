"""docs/performance.md, written from the measured results."""

import platform
from pathlib import Path
from typing import Any

from bench.application.table import section
from bench.cells import Cell, cells

PAGE = Path("docs/performance.md")
HAND = Path("bench/performance_notes.md")


MACHINE = f"{platform.machine()}, 2 cores, Python {platform.python_version()}"
HEAD = """# Performance and accuracy

Written by `make bench` from `bench/results.jsonl`; the notes at the end by hand.

Each work runs in a fresh process; imports and loading are outside the timer unless named; one
warm-up where a call is short; medians. Peers run in an environment of their own, on the same data,
in the same run. Absolute times do not carry over to another machine: read the ratios.
*plain*: NumPy and DuckDB only; *kernel*: with the compiled loops. Memory: peak of the process, MiB.
"""
COLUMNS = """| work | Plon | peers | ratio, and what it must be | memory |
|---|---|---|---|---|
"""


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value:.2f} s"


def verdicts(cell: Cell, row: dict[str, Any]) -> list[str]:
    """Return "18.7 x lifetimes (floor 12)" for each gate, with a mark where it is missed."""
    found = []
    for gate in cell.gates:
        ours, peer = row["ours"].get(gate.path, {}), row["peers"].get(gate.peer, {})
        if "median_s" not in ours or "median_s" not in peer:
            found.append(f"{gate.peer}: not measured")
            continue
        ratio = peer["median_s"] / ours["median_s"]
        mark = "" if ratio >= gate.times else " **missed**"
        if gate.times < 1:
            most = f"at most {1 / gate.times:.0f}"
            found.append(f"{gate.path}: {1 / ratio:.1f} of {gate.peer}'s time ({most}){mark}")
        else:
            found.append(f"{gate.path}: {ratio:.1f} × {gate.peer} (at least {gate.times:g}){mark}")
    return found


def row_of(cell: Cell, row: dict[str, Any]) -> str:
    ours = ", ".join(
        f"{path} {seconds(r['median_s'])}" if "median_s" in r else f"{path}: {r['failed']}"
        for path, r in row["ours"].items()
    )
    peers = ", ".join(
        f"{name} {seconds(r['median_s'])}" if "median_s" in r else f"{name}: failed"
        for name, r in row["peers"].items()
    )
    peak = max((r.get("peak_mib", 0) for r in row["ours"].values()), default=0)
    limit = f" of {cell.memory_mib}" if cell.memory_mib else ""
    return (
        f"| {cell.name} | {ours} | {peers} | {'<br>'.join(verdicts(cell, row))} | {peak}{limit} |"
    )


def write_page(results: dict[str, Any]) -> None:
    known = [cell for cell in cells() if cell.name in results]
    dates = sorted({results[c.name]["when"] for c in known})
    table = COLUMNS + "\n".join(row_of(cell, results[cell.name]) for cell in known)
    notes = HAND.read_text(encoding="utf-8") if HAND.exists() else ""
    PAGE.write_text(
        f"{HEAD}\nMeasured {', '.join(dates)} on {MACHINE}.\n\n{table}\n\n{section()}\n{notes}"
    )
