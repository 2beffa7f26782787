"""Packages that others would import for our command line without need."""

import sys
from collections.abc import Sequence
from types import ModuleType

PANDAS = "pandas"
SPARK = "spark://"


class _NotThere:
    """Says of pandas that it is not installed."""

    def find_spec(
        self, name: str, _path: Sequence[str] | None, _target: ModuleType | None = None
    ) -> None:
        if name == PANDAS:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)


def leave_out_pandas(arguments: Sequence[str]) -> None:
    """Keep Arrow from importing pandas, where it is installed, in this process.

    Arrow looks for it at its first scalar, to know frames when it sees them: a quarter of a second
    for a command that has none. Spark's bridge does need it.
    """
    if not any(SPARK in argument for argument in arguments):
        sys.meta_path.insert(0, _NotThere())
