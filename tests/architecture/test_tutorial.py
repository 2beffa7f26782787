"""The tutorial's blocks run, in order, as a reader would run them."""

import re
from pathlib import Path

import pytest


def test_the_tutorial_runs_from_top_to_bottom(capsys: pytest.CaptureFixture[str]) -> None:
    page = Path("docs/library/tutorial.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    assert len(blocks) > 5

    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "docs/library/tutorial.md", "exec"), names)

    assert "average" in capsys.readouterr().out
