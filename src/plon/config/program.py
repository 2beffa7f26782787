"""`plon` and its subcommands, each imported only when called."""

import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Annotated, Any

import typer
from typer.main import get_command

import plon
from plon.config.ending import Ending
from plon.config.refusals import REFUSALS, UnknownCommand, sentence_for
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

COMMANDS = {
    "value": "plon.config.commands.value",
    "up": "plon.config.commands.up",
    "web": "plon.config.commands.web",
    "worker": "plon.config.commands.worker",
    "migrate": "plon.config.commands.migrate",
    "owner": "plon.config.commands.owner",
    "doctor": "plon.config.commands.doctor",
    "backup": "plon.config.commands.backup",
    "restore": "plon.config.commands.restore",
    "sending": "plon.config.commands.sending",
    "ledger": "plon.config.commands.ledger",
}
ABOUT = sentence(
    "Customer value for small firms: who is worth what, who slips away, whom to contact."
)
HELP = {
    "value": sentence("Turn lists of sales into customer value: a report, tables, figures."),
    "up": sentence("Start the application on this machine."),
    "web": sentence("Serve the pages (production)."),
    "worker": sentence("Do what is due (production)."),
    "migrate": sentence("Bring the database to this version."),
    "owner": sentence("Print the link that makes the first owner (production)."),
    "doctor": sentence("Look whether all is well, and say what to do."),
    "backup": sentence("Write all data of plon up into one file."),
    "restore": sentence("Put a backup into a new folder."),
    "sending": sentence("Switch everything that leaves the house off or on."),
    "ledger": sentence("Prove the books of value, or write them as a plain-text journal."),
}
FRAME = (  # what Typer writes around our words
    sentence("Usage:"),
    sentence("Options:"),
    sentence("Arguments:"),
    sentence("Commands:"),
    sentence("Show this message and exit."),
    sentence("[OPTIONS]"),
    sentence("COMMAND [ARGS]..."),
    sentence("[default: "),
    sentence("[required]"),
)
SERVERS = {"up", "web", "worker"}  # run until told to stop: that is no interruption
DONE, UNUSABLE, AWAY = 0, 2, 3


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

    To stop is how a server is done: 0. A database that cannot be used may be back soon: 3.
    A defect ends the process with code 1 and a calm sentence; PLON_DEBUG=1 shows the traceback.
    """
    if not environment.get("PLON_DEBUG"):
        sys.excepthook = _calm_end(language)
    code, ending = DONE, Ending()
    try:
        with ending:
            code = _dispatch(arguments, language=language)
        is_served = bool(arguments) and arguments[0] in SERVERS
        if ending.code is None:
            return code
        return DONE if is_served else ending.code
    except BrokenPipeError:  # the reader of our output has left: `plon … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except REFUSALS as refusal:
        command = " ".join(["plon", *(name for name in arguments[:1] if name in COMMANDS)])
        typer.echo(sentence_for(refusal, language=language, command=command), err=True)
        is_away = getattr(refusal, "code", "") == "database_unusable"
        return AWAY if is_away else UNUSABLE


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
    """Put the command's and its options' help, and what stands around it, into the language."""
    _ = catalogue(language).gettext
    plain = command.get_help

    def spoken(context: typer.Context) -> str:
        text = str(plain(context))
        for part in FRAME:
            text = text.replace(part, _(part))
        return text

    command.get_help = spoken
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


def _calm_end(language: str) -> Callable[..., None]:
    _ = catalogue(language).gettext

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sentence = _(
            "Something in plon is broken (%(kind)s), nothing was written; your files are as they"
            " were. Please report it with what PLON_DEBUG=1 prints."
        )
        typer.echo(sentence % {"kind": kind.__name__}, err=True)

    return hook
