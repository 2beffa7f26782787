"""Which engine computes: the kernel where it was built, NumPy, DuckDB, or a Spark cluster."""

import tempfile
from functools import partial
from importlib import import_module
from typing import Any

from plon.lifetime.engines import plain
from plon.lifetime.engines.duckdb import DuckEngine
from plon.lifetime.engines.plain_cohorts import PlainCounter, can_count, plain_batches
from plon.lifetime.engines.tallying import Tally, tallied
from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.history.batches import TypedSales
from plon.lifetime.history.figures import Figures
from plon.lifetime.kernel.coding import CodedSales, direct_limit
from plon.lifetime.kernel.cohorts import KernelCounter
from plon.lifetime.kernel.daybook import CodedDays, coded_days
from plon.lifetime.kernel.library import load
from plon.lifetime.kernel.summarise import summarise

_UNKNOWN = sentence(
    '"%(engine)s" is no engine: choose "auto", "kernel", "duckdb", or the address of a Spark '
    'cluster, for example "spark://host:7077" or "local[2]".'
)
_NO_KERNEL = sentence('The kernel was not built on this machine: choose the engine "duckdb".')
_NO_SPARK = sentence("Spark is not installed: install plon with the extra [spark], and Java 17.")


def figures_by(engine: str, sales: TypedSales, *, zone: str, until: int | None) -> Figures:
    """Return the customers' figures by an engine's name. Raises InputUnusable."""
    name = _resolved(engine)
    if engine == "auto" and name == "duckdb" and plain.can_compute(sales):
        return plain.figures(sales, until=until)
    if name == "kernel":
        return summarise(sales, zone=zone, until=until)
    if name == "duckdb":
        with tempfile.TemporaryDirectory() as folder:
            return DuckEngine(sales, zone=zone, until=until, folder=folder).figures()
    figures: Figures = _spark().figures(sales, zone=zone, until=until, master=name)
    return figures


def days_by(engine: str, sales: TypedSales, *, zone: str, until: int | None) -> CodedDays:
    """Return the customers' gross days by an engine's name. Raises InputUnusable."""
    name = _resolved(engine)
    if engine == "auto" and name == "duckdb" and plain.can_compute(sales):
        return plain.coded_days(sales, until=until)
    if name == "kernel":
        return coded_days(sales, zone=zone, until=until)
    if name == "duckdb":
        with tempfile.TemporaryDirectory() as folder:
            return DuckEngine(sales, zone=zone, until=until, folder=folder).customer_days()
    days: CodedDays = _spark().customer_days(sales, zone=zone, until=until, master=name)
    return days


def tally_by(
    engine: str, sales: TypedSales, *, zone: str, until: int | None, months: int
) -> Tally | None:
    """Return the cohort table in the making by an engine's name; None where one pass is no way.

    Raises InputUnusable.
    """
    name = _resolved(engine)
    if name == "kernel":
        coded = CodedSales(sales, zone=zone, until=until)
        return tallied(partial(KernelCounter, coded), coded.batches, months=months)
    if engine == "auto" and can_count(sales):
        make = partial(PlainCounter, direct_limit(sales) or 0)
        return tallied(make, partial(plain_batches, sales, until=until), months=months)
    return None


def _resolved(engine: str) -> str:
    if engine == "auto":
        return "duckdb" if load() is None else "kernel"
    if engine == "kernel" and load() is None:
        raise InputUnusable(_NO_KERNEL)
    if engine in {"kernel", "duckdb"} or engine.startswith(("spark://", "local[")):
        return engine
    raise InputUnusable(_UNKNOWN, engine=engine)


def _spark() -> Any:
    try:  # loaded by name: Ibis and Spark are an extra, and slow to import
        return import_module("plon.lifetime.engines.spark")
    except ImportError as error:
        raise InputUnusable(_NO_SPARK) from error
