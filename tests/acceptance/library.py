"""The library as a person meets it: a file of sales in, everything that is known of it out."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse import AnalyseOptions, analyse
from plon.lifetime.reading import ReadOptions, read
from tests.acceptance.command import CDNOW

LATER = date(2026, 11, 23)


def written(path: Path, heading: str, lines: Iterable[str]) -> Path:
    """Write a file of sales and return its place."""
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    return path


def analysed(*files: Path, as_of: date | None = None, today: date | None = None) -> Analysis:
    """Return the analysis of files of sales; copies go beside the first."""
    sales = read(files, ReadOptions(as_of=as_of), today=today or LATER, work_folder=files[0].parent)
    try:
        return analyse(sales, options=AnalyseOptions(language="en", today=today))
    finally:
        sales.connection.close()


def cdnow_lines() -> list[tuple[str, str, str]]:
    """Return (customer, ISO day, dollars) of each sale of the CDNOW sample."""
    rows = [line.split() for line in CDNOW.read_text().splitlines()]
    return [(who, f"{day[:4]}-{day[4:6]}-{day[6:]}", paid) for _, who, day, _, paid in rows]
