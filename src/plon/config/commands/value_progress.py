"""Progress on a terminal, on stderr; silence anywhere else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from plon.lifetime.wording import catalogue, number

Report = Callable[[str, int, int | None], None]


@contextmanager
def progress_on(stream: TextIO, *, language: str) -> Iterator[Report | None]:
    """Yield what long work reports to, (stage, done, total); None when nobody is watching."""
    if not stream.isatty():
        yield None
        return
    columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()]
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task = bar.add_task("", total=None)

        def report(stage: str, done: int, total: int | None) -> None:
            text = stage_text(stage, done, language=language)
            bar.update(task, description=text, completed=done, total=total)

        yield report


def stage_text(stage: str, done: int, *, language: str) -> str:
    """Return what is going on: "Reading rows: 120,000"."""
    _ = catalogue(language).gettext
    texts = {
        "read": _("Reading rows: %(count)s"),
        "days": _("Adding up purchase days of customers"),
        "fit": _("Fitting and testing models, customers: %(count)s"),
        "forecast": _("Looking ahead, with intervals"),
        "tables": _("Scoring, grouping, finding whom to contact"),
        "write": _("Writing the report"),
    }
    template = texts.get(stage, "%(count)s")
    return template % {"count": number(done, language=language)}
