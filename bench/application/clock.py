"""CPU time of this process and of the database's process that serves it; memory of this one."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_s() -> float:
    """Return the seconds of CPU spent so far by both."""
    return time.process_time() + _backend_s()


def measured(work: Callable[[], Any]) -> dict[str, float]:
    """Do a piece of work; return its wall and CPU seconds."""
    began, began_cpu = time.perf_counter(), cpu_s()
    work()
    return {"wall_s": time.perf_counter() - began, "cpu_s": cpu_s() - began_cpu}


def peak_mb() -> int:
    """Return the most memory that this process had since the last call."""
    told = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak
    return int(told["VmHWM"].split()[0]) >> 10


def _backend_s() -> float:
    """Return the CPU seconds of PostgreSQL's process of our connection, where it is near."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    if not stat.exists():
        return 0.0
    words = stat.read_text().rpartition(") ")[2].split()
    return (int(words[11]) + int(words[12])) / TICKS
