"""`plon restore`: data out of a backup; nothing is sent from them by itself."""

from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer import Argument, Option

from plon.config.commands import erasing, ground, mishaps, serving
from plon.config.environment import text
from plon.config.refusals import BACKUP
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

ERASURES = "plon.config.erasures"  # want Django set up
KEEPING = "plon.config.keeping"
ON_POSTGRESQL = "plon.config.keeping_postgresql"
SENDING = "plon.runtime.sending"

Data = Annotated[Path | None, Option(metavar="FOLDER", help=sentence("A new folder for the data."))]
Replace = Annotated[
    bool, Option("--replace", help=sentence("PostgreSQL: lose what the database holds now."))
]
Erasures = Annotated[
    list[Path] | None,
    Option(
        metavar="FILE",
        help=sentence("Record of who was erased since: erasures.log of the earlier data folder."),
    ),
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
    context: typer.Context,
    source: Source,
    *,
    data: Data = None,
    replace: Replace = False,
    erasures: Erasures = None,
) -> None:
    ground.check_there(source)
    is_embedded = not text("DATABASE_URL")
    folder = data or (Path(serving.FOLDER) if is_embedded else serving.folder_of(None))
    read = erasing.records(erasures or [], folder=folder)
    if is_embedded:
        count = _into_folder(source, folder, read)
    else:
        count = _into_database(source, folder, read, replaces=replace)
    language = str(context.obj)
    _ = catalogue(language).gettext
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
    typer.echo(erasing.restored(count, read=read, language=language))


def _into_folder(source: Path, folder: Path, records: list[Path]) -> int:
    """Restore a backup of SQLite; return how many people were erased again."""
    if import_module(KEEPING).is_dump(source):
        advice = sentence(
            "%(file)s is of PostgreSQL: name an empty database in DATABASE_URL to restore into."
        )
        raise ground.NotReady(advice, file=str(source))
    with mishaps.told(), import_module(KEEPING).restoring(source, folder=folder) as shelf:
        serving.set_up(shelf)
        ground.check_database(must_be_current=False)
        import_module(ERASURES).gather(records)
        return _made_ours()


def _into_database(source: Path, folder: Path, records: list[Path], *, replaces: bool) -> int:
    """Restore a backup of PostgreSQL; return how many people were erased again.

    What is known of erasures lies in the folder before the database is touched: whoever is stopped
    in between finds it repeated by the next plon migrate, or worker.
    """
    if not import_module(KEEPING).is_dump(source):
        advice = sentence(
            "%(file)s is no backup of PostgreSQL: choose another, or unset DATABASE_URL to restore"
            " into a folder."
        )
        raise ground.NotReady(advice, file=str(source))
    serving.set_up(folder)
    ground.check_database(must_be_current=False)
    with mishaps.told():
        if replaces:
            records += erasing.note_replaced()
        import_module(ERASURES).gather(records)
        import_module(ON_POSTGRESQL).load_dump(source, folder=folder, replaces=replaces)
        ground.check_database(must_be_current=False)
        return _made_ours()


def _made_ours() -> int:
    """Bring what was restored to this version, silent; return how many were erased again."""
    serving.migrate()
    import_module(SENDING).switch_off(why="restored", now=datetime.now(UTC))
    return erasing.repeat()
