"""How time and memory grow with the rows: python -m bench.growth [ROWS …]

Transactions to summary by the kernel, each size in a fresh process on the file of bench/data.py,
which is made if missing. Prints the table of docs/performance.md. CPU seconds bear a machine that
other work shares; the page says which of the two columns to read.
"""

import sys
from collections.abc import Iterable
from typing import Any

from bench.__main__ import OURS, run
from bench.cells import sales
from bench.data import make_transactions

SIZES = (10**5, 10**6, 10**7, 5 * 10**7)
RUNS = {10**5: 15, 10**6: 9, 10**7: 5, 5 * 10**7: 3}
HEAD = """| rows | customers | wall s | CPU s | CPU s per 10 M rows | peak MiB |
|---|---|---|---|---|---|"""


def measured(rows: int) -> dict[str, Any]:
    """Return the medians of one size."""
    path = sales(rows)
    if not path.exists():
        make_transactions(rows, path)
    return run([*OURS, "summary", str(path), str(RUNS.get(rows, 1))])


def growth(sizes: Iterable[int]) -> Iterable[str]:
    """Yield a row of the table for each size."""
    for rows in sizes:
        found = measured(rows)
        cpu_s = found["cpu_s"]
        yield (
            f"| {rows / 10**6:g} M | {found['facts']['customers']:,} | {found['median_s']:.3f} "
            f"| {cpu_s:.3f} | {cpu_s * 10**7 / rows:.2f} | {found['peak_mib']:,} |"
        )


if __name__ == "__main__":
    print(HEAD)
    for line in growth([int(word) for word in sys.argv[1:]] or SIZES):
        print(line, flush=True)
