"""The front door: help, version, unknown words, endings by a signal, defects."""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType
from typing import Any

import pytest
import typer

from plon.config import cli, program
from plon.config.commands import serving, worker
from plon.config.ending import ENDINGS

ENVIRONMENT = {"PLON_DEBUG": "1"}


def run(*arguments: str, language: str = "en") -> int:
    return program.run(arguments, language=language, environment=ENVIRONMENT)


@pytest.fixture(autouse=True)
def _imports_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what the front door keeps from being imported, for the tests that follow."""
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Give a subcommand "try" that does what the test puts under "do"."""
    deed: dict[str, Any] = {}
    app = typer.Typer(add_completion=False, rich_markup_mode=None)

    def attempt() -> None:
        deed["do"]()

    app.command()(attempt)
    module = ModuleType("plon.config.tests.attempt")
    module.app = app  # type: ignore[attr-defined] # a module has what it is given
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(program.COMMANDS, "try", "plon.config.tests.attempt")
    return deed


@pytest.mark.parametrize("arguments", [[], ["--help"]])
def test_help_lists_the_commands(
    capsys: pytest.CaptureFixture[str], arguments: Sequence[str]
) -> None:
    assert run(*arguments) == 0
    assert "value" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("plon ")


@pytest.mark.parametrize(
    ("argument", "fragment"), [("valeu", "no command “valeu”"), ("--boat", "no option --boat")]
)
def test_an_unknown_word_is_refused(
    capsys: pytest.CaptureFixture[str], argument: str, fragment: str
) -> None:
    assert run(argument) == 2
    assert fragment in capsys.readouterr().err


@pytest.mark.parametrize(("ending", "code"), ENDINGS.items())
def test_a_signal_ends_with_its_code_and_gives_its_handler_back(
    command: dict[str, Any], ending: int, code: int
) -> None:
    before = signal.getsignal(ending)
    command["do"] = lambda: os.kill(os.getpid(), ending)

    assert run("try") == code
    assert signal.getsignal(ending) is before


@pytest.mark.parametrize("renamed", [RuntimeError("Query interrupted"), AttributeError("core")])
def test_an_interruption_under_another_name_is_still_one(
    command: dict[str, Any], renamed: Exception
) -> None:
    def interrupted() -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        except KeyboardInterrupt as error:
            raise renamed from error

    command["do"] = interrupted

    assert run("try") == 130


def test_a_worker_whose_library_swallowed_the_stop_ends_all_the_same(
    monkeypatch: pytest.MonkeyPatch, command: dict[str, Any]
) -> None:
    passes: list[int] = []

    def swallow(_now: object) -> float:
        passes.append(1)
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
        return 0.0

    monkeypatch.setattr(serving, "begin_serving", lambda: None)
    monkeypatch.setattr(worker, "_settle", lambda _now: None)
    monkeypatch.setattr(worker, "_once", swallow)
    command["do"] = worker.worker

    assert run("try") == 143
    assert len(passes) == 1


@pytest.mark.parametrize("error", [RuntimeError("ours"), ZeroDivisionError("ours")])
def test_a_defect_is_not_hidden(command: dict[str, Any], error: Exception) -> None:
    def broken() -> None:
        raise error

    command["do"] = broken

    with pytest.raises(type(error), match="ours"):
        run("try")


def test_a_defect_ends_calmly_in_the_readers_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    program.run(["--version"], language="pl", environment={})

    sys.excepthook(ZeroDivisionError, ZeroDivisionError("inside"), None)

    told = capsys.readouterr().err
    assert "ZeroDivisionError" in told
    assert "usterka" in told
    assert "inside" not in told


def test_the_process_leaves_with_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["plon", "valeu"])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)

    with pytest.raises(SystemExit) as ending:
        cli.main()

    assert ending.value.code == 2


@pytest.mark.parametrize("missing", ["django", "rich"])
def test_a_missing_package_of_the_application_is_named(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: dict[str, Any],
    missing: str,
) -> None:
    def absent() -> None:
        raise ModuleNotFoundError(name=missing)

    command["do"] = absent
    monkeypatch.setattr(sys, "argv", ["plon", "try"])

    with pytest.raises(SystemExit) as ending:
        cli.main()

    assert ending.value.code == 2
    assert missing in capsys.readouterr().err


def test_any_other_missing_module_is_a_defect(
    monkeypatch: pytest.MonkeyPatch, command: dict[str, Any]
) -> None:
    def absent() -> None:
        raise ModuleNotFoundError(name="plon.lost")

    command["do"] = absent
    monkeypatch.setattr(sys, "argv", ["plon", "try"])

    with pytest.raises(ModuleNotFoundError):
        cli.main()


@pytest.mark.parametrize("name", ["", *program.COMMANDS])
def test_help_is_of_one_language(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = {}
    for language in ("pl", "en"):
        assert run(*name.split(), "--help", language=language) == 0
        told[language] = capsys.readouterr().out.splitlines()

    assert told["pl"][0].startswith("Użycie: plon")
    is_same = set(told["pl"]) & set(told["en"]) - {""}
    assert not is_same
