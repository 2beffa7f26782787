"""Time a piece of work inside a fresh process, the same way for us and for peers.

One warm-up, then several timed calls; peak memory is the process's own high-water mark. Only the
standard library is imported here, so that every environment can use it.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any


def measure(
    work: Callable[[], Any], *, repeats: int = 5, warm_up: bool = True, facts: Any = None
) -> dict[str, Any]:
    """Return wall and CPU seconds of the calls, peak memory in MiB, and what `facts` says."""
    if warm_up:
        work()
    walls, cpus, last = [], [], None
    for _ in range(repeats):
        began, began_cpu = time.perf_counter(), time.process_time()
        last = work()
        walls.append(time.perf_counter() - began)
        cpus.append(time.process_time() - began_cpu)
    peak_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "median_s": statistics.median(walls),
        "min_s": min(walls),
        "max_s": max(walls),
        "cpu_s": statistics.median(cpus),
        "runs": repeats,
        "peak_mib": round(peak_kib / 1024),
        "facts": facts(last) if facts else {},
    }


def main(works: dict[str, Callable[..., dict[str, Any]]]) -> None:
    """Run the work named on the command line with its arguments; print one JSON line."""
    name, *arguments = sys.argv[1:]
    print(json.dumps(works[name](*arguments)))
