"""Run the cells and write docs/performance.md: python -m bench [WORD …] [--page]

With words only the cells whose names hold one of them are measured again; --page measures none.
Results are kept as JSON lines in bench/results.jsonl, one a cell.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.cells import Cell, cells
from bench.page import write_page
from bench.prepare import prepare

RESULTS = Path("bench/results.jsonl")
OURS = [sys.executable, "-m", "bench.ours"]
PEERS = [".venv-peers/bin/python", "-m", "bench.peers"]


def run(command: list[str], *, plain: bool = False) -> dict[str, Any]:
    """Run one work in a fresh process; a failure is a result with its last line."""
    env = os.environ | ({"PLON_NO_KERNEL": "1"} if plain else {})
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode or not lines:
        return {"failed": (done.stderr.strip().splitlines() or ["no output"])[-1][-300:]}
    return json.loads(lines[-1])


def measure_cell(cell: Cell) -> dict[str, Any]:
    ours = {path: run([*OURS, *cell.ours], plain=path == "plain") for path in cell.paths}
    peers = {name: run([*PEERS, *words]) for name, words in cell.peers.items()}
    return {
        "cell": cell.name,
        "when": time.strftime("%Y-%m-%d"),
        "load": round(os.getloadavg()[0], 2),
        "ours": ours,
        "peers": peers,
    }


def kept() -> dict[str, Any]:
    if not RESULTS.exists():
        return {}
    rows = [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines()]
    return {row["cell"]: row for row in rows}


def main() -> None:
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    chosen = [c for c in cells() if not words or any(word in c.name for word in words)]
    results = kept()
    if "--page" not in sys.argv:
        prepare()
        for cell in chosen:
            results[cell.name] = measure_cell(cell)
            print(json.dumps(results[cell.name]), flush=True)
            rows = [results[c.name] for c in cells() if c.name in results]
            RESULTS.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    write_page(results)


if __name__ == "__main__":
    main()
