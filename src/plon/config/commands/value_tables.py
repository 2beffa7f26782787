"""Labelled lines as tables on a terminal."""

from collections.abc import Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table


def print_tables(out: TextIO, parts: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> None:
    """Print each title with its lines of label and value."""
    console = Console(file=out)
    for title, lines in parts:
        table = Table(title=title, title_justify="left", show_header=False, box=None)
        for label, value in lines:
            table.add_row(label, value)
        console.print(table, markup=False, highlight=False)
        console.print()
