"""What is asked of this room, and the sales it was asked about."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from plon.lifetime.answer.analyse_options import AnalyseOptions
from plon.lifetime.days import CustomerDays
from plon.lifetime.reading import ReadOptions
from plon.lifetime.sales import Sales

EMBEDDED = "duckdb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to make a report of.

    today: later rows are rejected. now: stamped on the report. engine: "duckdb", or a cluster's
    "spark://host:port", which adds up the days of Parquet files.
    """

    files: tuple[Path, ...]
    reading: ReadOptions
    analysing: AnalyseOptions
    today: date
    now: datetime
    engine: str = EMBEDDED

    @property
    def language(self) -> str:
        """Return the language of the report and of the sentences in its tables."""
        return self.analysing.language


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taken:
    """Sales taken in. days: where a cluster has added them up."""

    sales: Sales
    days: CustomerDays | None
    read_s: float
