"""The trial of `make run` fails where a person would be let down."""

import sys
from pathlib import Path

import pytest

from tools import try_run

STAND_IN = """
import signal, sys, time
signal.signal(signal.SIGINT, lambda *_: sys.exit({code}))
print({said!r}, flush=True)
time.sleep({lasts_s})
"""


def stand_in(folder: Path, *, said: str, lasts_s: float = 30, code: int = 0) -> list[str]:
    """Return a command that only says something."""
    script = folder / "stand_in.py"
    script.write_text(STAND_IN.format(said=said, lasts_s=lasts_s, code=code))
    return [sys.executable, str(script)]


def test_one_that_ends_by_itself_has_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert try_run.main(stand_in(tmp_path, said="Port 8765 is taken.", lasts_s=0)) == 1
    assert "is taken" in capsys.readouterr().err


def test_one_without_a_way_in_has_failed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert try_run.main(stand_in(tmp_path, said="http://127.0.0.1:1\nCtrl-C stops it.")) == 1
    assert "no link to /enter/" in capsys.readouterr().err


def test_a_breakdown_at_the_end_is_seen(tmp_path: Path) -> None:
    command = stand_in(tmp_path, said="Traceback (most recent call last)\nCtrl-C stops it.")

    with (
        pytest.raises(try_run.Failed, match="it broke"),
        try_run.running(command, log=tmp_path / "log"),
    ):
        pass
