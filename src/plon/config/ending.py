"""How a process is told to stop, and how it learns of it."""

import signal
from collections.abc import Mapping
from types import FrameType
from typing import NoReturn

ENDINGS: Mapping[int, int] = {signal.SIGINT: 130, signal.SIGTERM: 143}

_asked: list[int] = []  # the signals that came


class Ending:
    """How the process was asked to stop, so that every open context still cleans up.

    A stop may surface as any error: DuckDB has one of its own, a module cut off in the middle of
    its import another. So whatever ends the block after a stop was asked for is that stop.
    """

    @property
    def code(self) -> int | None:
        return ENDINGS[_asked[-1]] if _asked else None

    def __enter__(self) -> None:
        _asked.clear()
        self._before = {number: signal.signal(number, self._stop) for number in ENDINGS}

    def __exit__(self, *_error: object) -> bool:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        return is_asked()

    def _stop(self, number: int, _frame: FrameType | None) -> NoReturn:
        _asked.append(number)
        raise KeyboardInterrupt


def is_asked() -> bool:
    """Say whether this process was told to stop, even where a library swallowed the telling."""
    return bool(_asked)
