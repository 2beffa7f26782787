"""`plon up`: the whole application on this machine, with nothing else installed."""

import os
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer import Option

from plon.config.commands import erasing, ground, mishaps, running, serving
from plon.config.environment import text
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

LINKS = "plon.config.demo.doors"  # have tables: want Django set up
DUTIES = "plon.runtime.duties"
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 - what one may ask for

Data = Annotated[Path, Option(metavar="FOLDER", help=sentence("Where the data live: plon-data."))]
Port = Annotated[int, Option(metavar="NUMBER", help=sentence("Port of the pages: 8000."))]
Host = Annotated[str, Option(metavar="ADDRESS", help=sentence("Address to listen at."))]
Demo = Annotated[
    bool, Option("--demo", help=sentence("Fill three made-up firms with a year of life."))
]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=sentence(
        "Start pages and worker in one go; Ctrl-C stops them, starting again loses nothing."
    )
)
def up(
    context: typer.Context,
    *,
    data: Data = Path("plon-data"),
    port: Port = 8000,
    host: Host = "127.0.0.1",
    demo: Demo = False,
) -> None:
    running.check_alone(data)
    ground.check_address(host, port)
    _name_ourselves(host, port)
    serving.set_up(data, is_new=True)
    with running.alone(data, address=os.environ["PLON_URL"].rstrip("/")):
        _serve(str(context.obj), data=data, port=port, host=host, has_demo=demo)


def _serve(language: str, *, data: Path, port: int, host: str, has_demo: bool) -> None:
    ground.check_database(must_be_current=False)
    ground.check_role(may_own=True)
    serving.migrate()
    if count := erasing.repeat():
        typer.echo(erasing.words(count, language=language))
    with mishaps.told():
        if not text("DATABASE_URL"):  # the folder is ours alone: whoever was at work was killed
            import_module(DUTIES).let_all_go()
        lines = _where(language, data=data, has_demo=has_demo)
    _ = catalogue(language).gettext
    try:
        code = serving.run_together(
            ("web", "--host", host, "--port", str(port)),
            ("worker",),
            is_ready=lambda: ground.answers(host, port),
            tell=lambda: typer.echo("\n".join(lines)),
        )
    except KeyboardInterrupt:
        typer.echo(_("Plon has stopped. Your data are in %(folder)s.") % {"folder": str(data)})
        raise
    typer.echo(_("A part of Plon has ended by itself: start it again, nothing is lost."), err=True)
    raise typer.Exit(code or 1)


def _name_ourselves(host: str, port: int) -> None:
    """Say how people reach us, unless the environment does: pages answer to these names only."""
    name = "localhost" if host in EVERYWHERE else f"[{host}]" if ":" in host else host
    os.environ.setdefault("PLON_URL", f"http://{name}:{port}")
    os.environ.setdefault("PLON_HOSTS", f"localhost,127.0.0.1,[::1],{name}")


def _where(language: str, *, data: Path, has_demo: bool) -> list[str]:
    """Return where to look: the address, the way into the demo, before anybody the owner's link."""
    _ = catalogue(language).gettext
    links, now = import_module(LINKS), datetime.now(UTC)
    address = os.environ["PLON_URL"].rstrip("/")
    facts = {"address": address, "folder": str(data)}
    lines = [_("Plon is at %(address)s") % facts, _("Its data are in %(folder)s.") % facts]
    if has_demo:
        link = {"link": f"{address}/enter/{links.demo_link(now=now)}"}
        lines.append(_("Open this once to look around the demo: %(link)s") % link)
    token = links.first_owner_link(now=now)
    if token is not None:
        link = {"link": f"{address}/join/{token}"}
        lines.append(_("Open this once to become the owner: %(link)s") % link)
    return [*lines, _("Ctrl-C stops it.")]
