"""How exact: log-likelihoods beside the peers', and holdout errors on real shops' sales.

python -m bench.accuracy FILE… adds the files named (sales lists that `plon value` reads) to the
bundled sample; each is analysed at its own last day.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.cells import cells

COMMAND = [str(Path(sys.executable).with_name("plon")), "value"]


def likelihoods(results: dict[str, Any]) -> list[str]:
    """Return a row for each fit: ours beside our formula at the peer's parameters."""
    rows = []
    for cell in cells():
        found = results.get(cell.name, {})
        peer = found.get("peers", {}).get("lifetimes", {}).get("facts", {}).get("params")
        if cell.ours[0] != "fit" or not peer:
            continue
        kind, path = cell.ours[1:3]
        theirs = at_parameters(kind, path, peer)
        ours = found["ours"]["plain"]["facts"]["log_likelihood"]
        gap = (ours - theirs) / abs(theirs)
        rows.append(f"| {cell.name} | {ours:.6f} | {theirs:.6f} | {gap:+.1e} |")
    return rows


def at_parameters(kind: str, path: str, params: dict[str, float]) -> float:
    command = [sys.executable, "-m", "bench.ours", "likelihood", kind, path]
    command += [repr(value) for value in params.values()]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(json.loads(run.stdout)["log_likelihood"])


def holdouts(files: dict[str, list[str]]) -> list[str]:
    """Return a row for each list of sales: the chosen model beside the best and the best rule."""
    rows = []
    for name, words in files.items():
        with tempfile.TemporaryDirectory() as folder:
            out = str(Path(folder) / "out")
            subprocess.run([*COMMAND, *words, "--out", out], check=True, capture_output=True)
            summary = json.loads((Path(out) / "summary.json").read_text(encoding="utf-8"))
        rows.append(row_of(name, summary))
    return rows


def row_of(name: str, summary: dict[str, Any]) -> str:
    tried = {m["name"]: m for m in summary["models"] if m["holdout"]}
    rules = {m["name"]: m["holdout"]["mae"] for m in summary["baselines"] if m["holdout"]}
    chosen = next(m for m in tried.values() if m["chosen"])
    singles = {k: m["holdout"]["mae"] for k, m in tried.items() if k != "mean"}
    best, rule = min(singles, key=singles.__getitem__), min(rules, key=rules.__getitem__)
    mae = chosen["holdout"]["mae"]
    return (
        f"| {name} | {summary['totals']['customers']:,} | {len(summary['choice']['cuts'])} "
        f"| {chosen['name']} {mae:.4f} | {best} {singles[best]:.4f} ({mae / singles[best]:.3f}) "
        f"| {rule} {rules[rule]:.4f} | {summary['choice']['verdict']} "
        f"| {chosen['holdout']['aggregate_error']:+.1%} |"
    )


if __name__ == "__main__":
    print("\n".join(holdouts({Path(file).stem: [file] for file in sys.argv[1:]})))
