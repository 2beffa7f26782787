"""Every action that a room records has its sentence on the page of the audit log."""

import ast
from collections.abc import Iterator
from pathlib import Path

from plon.accounts.forms.actions import ACTIONS
from tests.architecture.house import ROOT


def test_every_action_recorded_has_words() -> None:
    recorded = {action for path in ROOT.rglob("*.py") for action in actions(path)}

    assert recorded - set(ACTIONS) == set()
    assert {"member.invited", "key.made", "member.signed_in", "workspace.changed"} <= recorded


def actions(path: Path) -> Iterator[str]:
    """Yield what a file records: the second argument of `record(caller, "…")`."""
    if "tests" in path.parts:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node.func) == "record" and len(node.args) > 1:
            action = node.args[1]
            if isinstance(action, ast.Constant):
                yield str(action.value)


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""
