"""`plon` and its subcommands, each imported only when called."""

import importlib
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from types import FrameType, TracebackType
from typing import Annotated, Any, NoReturn

import typer
from typer.main import get_command

import plon
from plon.config.refusals import REFUSALS, UnknownCommand, sentence_for
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

COMMANDS = {"value": "plon.config.commands.value"}
ABOUT = sentence(
    "Customer value for small firms: who is worth what, who slips away, whom to contact."
)
HELP = {"value": sentence("Turn lists of sales into customer value: a report, tables, figures.")}
DONE, UNUSABLE = 0, 2
ENDINGS: Mapping[int, int] = {signal.SIGINT: 130, signal.SIGTERM: 143}


def _show_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"plon {plon.__version__}")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", callback=_show_version, help=sentence("Show the version and leave.")),
]


def run(arguments: Sequence[str], *, language: str, environment: Mapping[str, str]) -> int:
    """Run the command line and return its exit code: 0 done, 2 unusable, 130 interrupted.

    A defect ends the process with code 1 and a calm sentence; PLON_DEBUG=1 shows the traceback.
    """
    if not environment.get("PLON_DEBUG"):
        sys.excepthook = _calm_end(language)
    code, ending = DONE, _Ending()
    try:
        with ending:
            code = _dispatch(arguments, language=language)
        return code if ending.code is None else ending.code
    except BrokenPipeError:  # the reader of our output has left: `plon … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except REFUSALS as refusal:
        typer.echo(sentence_for(refusal, language=language), err=True)
        return UNUSABLE


def _dispatch(arguments: Sequence[str], *, language: str) -> int:
    name = arguments[0] if arguments else "--help"
    if name in COMMANDS:
        app = importlib.import_module(COMMANDS[name]).app
        return _run_app(app, arguments[1:], program=f"plon {name}", language=language)
    if not name.startswith("-"):
        raise UnknownCommand(name)
    return _run_app(_front(), [name], program="plon", language=language)


def _run_app(app: typer.Typer, arguments: Sequence[str], *, program: str, language: str) -> int:
    command = get_command(app)
    translate_help(command, language=language)
    code = command.main(
        args=list(arguments), prog_name=program, standalone_mode=False, obj=language
    )
    return int(code or DONE)


def translate_help(command: Any, *, language: str) -> None:
    """Put the command's and its options' help into the language."""
    _ = catalogue(language).gettext
    for part in (command, *command.params, *getattr(command, "commands", {}).values()):
        source = " ".join((getattr(part, "help", None) or "").split())
        if source:
            part.help = _(source)


def _front() -> typer.Typer:
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.callback(help=ABOUT)(_plon)
    for name, text in HELP.items():
        app.command(name, help=text)(_plon)
    return app


def _plon(*, version: Version = False) -> None:
    """Only say what there is; every subcommand has a module of its own."""


class _Ending:
    """How the process was asked to stop, so that every open context still cleans up.

    A stop may surface as any error: DuckDB has one of its own, a module cut off in the middle of
    its import another. So whatever ends the block after a stop was asked for is that stop.
    """

    def __init__(self) -> None:
        self.code: int | None = None

    def __enter__(self) -> None:
        self._before = {number: signal.signal(number, self._stop) for number in ENDINGS}

    def __exit__(self, *_error: object) -> bool:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        return self.code is not None

    def _stop(self, number: int, _frame: FrameType | None) -> NoReturn:
        self.code = ENDINGS[number]
        raise KeyboardInterrupt


def _calm_end(language: str) -> Callable[..., None]:
    _ = catalogue(language).gettext

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sentence = _(
            "Something in plon is broken (%(kind)s), nothing was written; your files are as they"
            " were. Please report it with what PLON_DEBUG=1 prints."
        )
        typer.echo(sentence % {"kind": kind.__name__}, err=True)

    return hook
