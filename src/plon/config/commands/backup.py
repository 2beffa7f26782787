"""`plon backup`: database, files and key in one file, while the application goes on."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from plon.config.commands import ground, mishaps, serving
from plon.config.environment import text
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

KEEPING = "plon.config.keeping"  # want Django set up
ON_POSTGRESQL = "plon.config.keeping_postgresql"

Data = Annotated[
    Path | None, Option(metavar="FOLDER", help=sentence("Where the data live: plon-data."))
]
Target = Annotated[
    Path | None, Argument(metavar="FILE", help=sentence("The file to write; a new one by default."))
]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=sentence("Write database and files into one ZIP, whole or not at all."))
def backup(context: typer.Context, target: Target = None, *, data: Data = None) -> None:
    file = target or Path(f"plon-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip")
    folder = serving.folder_of(data)
    ground.check_free(file)
    serving.set_up(folder, wants_secret=True)
    ground.check_database(must_be_current=False)
    key = text("PLON_SECRET_KEY")
    with mishaps.told():
        if text("DATABASE_URL"):
            import_module(ON_POSTGRESQL).write_dump(file, folder=folder, key=key)
        else:
            import_module(KEEPING).write_backup(file, folder=folder, key=key)
    _ = catalogue(str(context.obj)).gettext
    typer.echo(_("Backup written: %(file)s.") % {"file": str(file)})
    typer.echo(_("It holds the secret key, too: keep it where others cannot read."))
    record = str(folder / import_module(KEEPING).RECORD)
    typer.echo(
        _(
            "Whoever is erased from now on is noted in %(file)s: keep its newest copy beside the"
            " backups, and a restore erases them again."
        )
        % {"file": record}
    )
