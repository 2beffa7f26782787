"""A real Spark cluster on the loopback: a master and two workers, started and ended by the test."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # no long warming up for seconds of work
_CONFIGURATION = f"""
spark.driver.bindAddress 127.0.0.1
spark.driver.host 127.0.0.1
spark.driver.memory 512m
spark.executor.memory 512m
spark.executor.cores 1
spark.driver.extraJavaOptions {_QUICK_START}
spark.executor.extraJavaOptions {_QUICK_START}
"""
START_S = 60


def missing() -> str:
    """Return why no cluster can run here; "" where it can."""
    if shutil.which("java") is None:
        return "Java 17 is not installed"
    return "" if find_spec("pyspark") else "pyspark is not installed: it is the extra [spark]"


def environment(folder: Path) -> Mapping[str, str]:
    """Return what the driver and the workers have to know: little memory, the loopback only."""
    (folder / "spark-defaults.conf").write_text(_CONFIGURATION)
    return {
        **os.environ,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_CONF_DIR": str(folder),
        "SPARK_DAEMON_MEMORY": "256m",
        "SPARK_DAEMON_JAVA_OPTS": _QUICK_START,
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
    }


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Give the address of a cluster of two workers; only what was started here is ended."""
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    master = ["master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    worker = ["worker.Worker", address, "--host", "127.0.0.1", "--webui-port", "0"]
    worker += ["--cores", "1", "--memory", "600M", "--work-dir", str(folder / "work")]
    started: list[subprocess.Popen[bytes]] = []
    try:
        started.append(_start(master, folder))
        _wait_for(port, started[0])
        started += [_start(worker, folder), _start(worker, folder)]
        yield address
    finally:
        for process in reversed(started):
            os.killpg(process.pid, signal.SIGTERM)
        for process in started:
            process.wait(timeout=START_S)


def _start(arguments: list[str], folder: Path) -> subprocess.Popen[bytes]:
    spec = find_spec("pyspark")
    assert spec is not None
    assert spec.origin is not None
    program = Path(spec.origin).parent / "bin" / "spark-class"
    role, *options = arguments
    command = [str(program), f"org.apache.spark.deploy.{role}", *options]
    with (folder / "cluster.log").open("ab") as log:
        return subprocess.Popen(
            command, env=environment(folder), stdout=log, stderr=log, start_new_session=True
        )


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the Spark master did not start")
