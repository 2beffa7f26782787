"""`plon sending on|off`: the main switch of everything that leaves the house."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from plon.config.commands import ground, mishaps, serving
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

SENDING = "plon.runtime.sending"  # has a table: wants Django set up
WORDS = ("", "on", "off")

Word = Annotated[str, Argument(metavar="on|off", help=sentence("What it shall be; else say it."))]
Data = Annotated[
    Path | None, Option(metavar="FOLDER", help=sentence("Data folder of plon up, if that is used."))
]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=sentence(
        "Let nothing leave, or let it leave again; without a word only say how it stands."
    )
)
def sending(context: typer.Context, word: Word = "", *, data: Data = None) -> None:
    if word not in WORDS:
        advice = sentence("“%(word)s” is no state of the switch: write on or off.")
        raise ground.NotReady(advice, word=word)
    serving.set_up(data)
    ground.check_current()
    switch = import_module(SENDING)
    with mishaps.told():
        if word == "on":
            switch.switch_on()
        if word == "off":
            switch.switch_off(why="asked", now=datetime.now(UTC))
        is_off = switch.is_off()
    _ = catalogue(str(context.obj)).gettext
    typer.echo(_("Sending is off: nothing leaves.") if is_off else _("Sending is on."))
