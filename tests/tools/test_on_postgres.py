"""Without a server the PostgreSQL half is left out aloud on a laptop, and fails in CI."""

import re
import sys
from pathlib import Path

import pytest

from tools import on_postgres

NOBODY = "postgresql://nobody@127.0.0.1:1/none"


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_a_missing_server_is_said(
    ci: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(on_postgres, "SERVER", NOBODY)
    monkeypatch.setenv("CI", ci)

    assert on_postgres.main([sys.executable, "-c", "raise SystemExit(3)"]) == code
    assert "NOT RUN" in capsys.readouterr().err


def test_the_run_of_ci_cannot_leave_it_out() -> None:
    assert re.search(
        r"^export CI=true\b", Path(".ci/run").read_text(encoding="utf-8"), re.MULTILINE
    )
