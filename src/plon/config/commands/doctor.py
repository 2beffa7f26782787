"""`plon doctor`: says what is well and what to do about the rest."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from plon.config.commands import ground, mishaps, serving
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

CHECKUP = "plon.config.checkup"  # has tables: wants Django set up
MAIL = "plon.config.mail_checkup"

Data = Annotated[
    Path | None, Option(metavar="FOLDER", help=sentence("Data folder of plon up, if that is used."))
]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=sentence(
        "Look at database, clock, storage, secrets, mail; leave with 1 where something is wrong."
    )
)
def doctor(context: typer.Context, *, data: Data = None) -> None:
    serving.set_up(data)
    ground.check_database(must_be_current=False)
    with mishaps.told():
        findings = [
            *import_module(CHECKUP).examine(now=datetime.now(UTC)),
            import_module(MAIL).examine_mail(),
        ]
    _ = catalogue(str(context.obj)).gettext
    for found in findings:
        mark = _("well") if not found.advice else _("mend") if found.is_grave else _("note")
        detail = f" ({found.detail})" if found.detail else ""
        advice = f": {_(found.advice)}" if found.advice else ""
        typer.echo(f"{mark:>8}  {_(found.name)}{detail}{advice}")
    if any(found.advice and found.is_grave for found in findings):
        raise typer.Exit(1)
