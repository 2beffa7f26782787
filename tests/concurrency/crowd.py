"""Many at once: real threads, each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from django.db import connection

_Answer = TypeVar("_Answer")


def crowd(count: int, act: Callable[[int], _Answer]) -> list[_Answer | Exception]:
    """Let `count` threads act at the same moment; return what each got, its exception, too."""
    gate = Barrier(count)

    def one(number: int) -> _Answer | Exception:
        try:
            gate.wait()
            return act(number)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))
