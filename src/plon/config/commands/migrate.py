"""`plon migrate`: bring the database to this version."""

import typer

from plon.config.commands import erasing, ground, serving
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=sentence("Bring the database to this version and build its walls. Safe to repeat.")
)
def migrate(context: typer.Context) -> None:
    serving.set_up()
    ground.check_database(must_be_current=False)
    is_moved = serving.migrate()
    language = str(context.obj)
    _ = catalogue(language).gettext
    typer.echo(_("The database is of this version."))
    if count := erasing.repeat():
        typer.echo(erasing.words(count, language=language))
    if is_moved:
        typer.echo(
            _("It has moved to another server: nothing is sent until you write plon sending on.")
        )
