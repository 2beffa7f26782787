"""`plon owner`: the link that makes the first owner, and one for an owner who forgot."""

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from typer import Argument, Option

from plon.config.commands import ground, mishaps, running, serving
from plon.config.environment import text
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

LINKS = "plon.config.demo.doors"  # has tables: wants Django set up

Data = Annotated[
    Path | None, Option(metavar="FOLDER", help=sentence("Data folder of plon up, if that is used."))
]

Address = Annotated[str, Argument(metavar="E-MAIL", help=sentence("Whose password is forgotten."))]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=sentence(
        "Print the link that makes the first owner; an earlier link ends. With an e-mail, the link"
        " by which whoever has it chooses a new password."
    )
)
def owner(context: typer.Context, address: Address = "", *, data: Data = None) -> None:
    serving.set_up(data, wants_secret=True)
    ground.check_current()
    _ = catalogue(str(context.obj)).gettext
    there = text("PLON_URL") or running.address_of(serving.folder_of(data))
    ours = there.rstrip("/") or str(settings.PUBLIC_URL)
    if address:
        link = {"link": f"{ours}/reset/{_reset_of(address)}"}
        typer.echo(_("Open this once, within an hour, to choose a new password: %(link)s") % link)
        _warn(_, is_known=bool(there), address=ours)
        return
    with mishaps.told():
        token = import_module(LINKS).first_owner_link(now=datetime.now(UTC))
    if token is None:
        advice = sentence(
            "There is an owner already, who invites others under Settings: sign in at %(address)s."
            " Password forgotten: plon owner E-MAIL."
        )
        raise ground.NotReady(advice, address=ours)
    link = {"link": f"{ours}/join/{token}"}
    typer.echo(_("Open this once to become the owner: %(link)s") % link)
    _warn(_, is_known=bool(there), address=ours)


def _warn(_: Callable[[str], str], *, is_known: bool, address: str) -> None:
    """Say what to put in front where nobody told us how people reach Plon."""
    if not is_known:
        words = _(
            "Plon does not run on this folder now. Where people reach it otherwise than at"
            " %(address)s, put that in front, or set PLON_URL."
        )
        typer.echo(words % {"address": address}, err=True)


def _reset_of(address: str) -> str:
    with mishaps.told():
        token = import_module(LINKS).reset_of(address)
    if token is None:
        raise ground.NotReady(sentence("Nobody signs in with “%(address)s”."), address=address)
    return str(token)
