import ctypes
import threading

import numpy as np
import pytest

from plon.lifetime.kernel import library


def test_the_environment_turns_the_kernels_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLON_NO_KERNEL", "1")

    assert library.load() is None


def test_a_library_that_was_not_built_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLON_NO_KERNEL", raising=False)
    monkeypatch.setattr(library, "LIBRARY", library.LIBRARY.with_name("no-such-library.so"))
    library._open.cache_clear()

    assert library.load() is None

    library._open.cache_clear()


@pytest.mark.parametrize("threads", ["1", "3"])
def test_chunks_come_in_order_whoever_computes_them(
    threads: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLON_THREADS", threads)

    found = library.in_chunks(lambda start, stop: (start, stop), 1003, chunk=100)

    assert found == [(i, min(i + 100, 1003)) for i in range(0, 1003, 100)]


def test_few_chunks_stay_on_the_callers_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLON_THREADS", "4")

    found = library.in_chunks(lambda *_: threading.get_ident(), 300, chunk=100)

    assert set(found) == {threading.get_ident()}


def test_no_rows_are_no_chunks() -> None:
    assert library.in_chunks(lambda *_: 1, 0) == []


def test_threads_are_as_told_or_as_the_machine_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLON_THREADS", "3")
    assert library.threads() == 3
    monkeypatch.setenv("PLON_THREADS", "many")
    assert library.threads() >= 1


def test_an_address_is_of_whole_rows() -> None:
    values = np.arange(6.0)

    assert ctypes.cast(library.address(values), ctypes.POINTER(ctypes.c_double))[5] == 5
    with pytest.raises(ValueError, match="contiguous"):
        library.address(values[::2])
