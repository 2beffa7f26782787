"""`plon restore`: data out of a backup; nothing is sent from them by itself."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from plon.config.commands import ground, mishaps, serving
from plon.config.environment import text
from plon.config.refusals import BACKUP
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

KEEPING = "plon.config.keeping"
ON_POSTGRESQL = "plon.config.keeping_postgresql"  # wants Django set up
SENDING = "plon.runtime.sending"  # has a table: wants Django set up

Data = Annotated[Path | None, Option(metavar="FOLDER", help=sentence("A new folder for the data."))]
Replace = Annotated[
    bool, Option("--replace", help=sentence("PostgreSQL: lose what the database holds now."))
]
Source = Annotated[Path, Argument(metavar=BACKUP, help=sentence("The backup."))]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=sentence(
        "Put a backup into a new folder or an empty database, and bring it to this version. "
        "Whole or not at all. Whatever sends starts switched off: what is of yesterday must "
        "not go out again."
    )
)
def restore(
    context: typer.Context, source: Source, *, data: Data = None, replace: Replace = False
) -> None:
    ground.check_there(source)
    is_embedded = not text("DATABASE_URL")
    folder = data or (Path(serving.FOLDER) if is_embedded else serving.folder_of(None))
    if is_embedded:
        _into_folder(source, folder)
    else:
        _into_database(source, folder, replaces=replace)
    _ = catalogue(str(context.obj)).gettext
    lines = (
        (
            _("Restored into %(folder)s. Start it with plon up --data %(folder)s."),
            _("Nothing is sent from it until you write plon sending on --data %(folder)s."),
        )
        if is_embedded
        else (
            _("Restored into the database of DATABASE_URL; files and secret key into %(folder)s."),
            _("Nothing is sent from it until you write plon sending on."),
        )
    )
    for line in lines:
        typer.echo(line % {"folder": str(folder)})


def _into_folder(source: Path, folder: Path) -> None:
    if import_module(KEEPING).is_dump(source):
        advice = sentence(
            "%(file)s is of PostgreSQL: name an empty database in DATABASE_URL to restore into."
        )
        raise ground.NotReady(advice, file=str(source))
    with mishaps.told(), import_module(KEEPING).restoring(source, folder=folder) as shelf:
        serving.set_up(shelf)
        ground.check_database(must_be_current=False)
        serving.migrate()
        import_module(SENDING).switch_off(why="restored", now=datetime.now(UTC))
        serving.leave_database()


def _into_database(source: Path, folder: Path, *, replaces: bool) -> None:
    if not import_module(KEEPING).is_dump(source):
        advice = sentence(
            "%(file)s is no backup of PostgreSQL: choose another, or unset DATABASE_URL to restore"
            " into a folder."
        )
        raise ground.NotReady(advice, file=str(source))
    serving.set_up(folder)
    ground.check_database(must_be_current=False)
    with mishaps.told():
        import_module(ON_POSTGRESQL).load_dump(source, folder=folder, replaces=replaces)
        ground.check_database(must_be_current=False)
        serving.migrate()
        import_module(SENDING).switch_off(why="restored", now=datetime.now(UTC))
        serving.leave_database()
