"""`plon ledger verify|export`: the books of value, proved here or by somebody else's program."""

from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Argument, Option

from plon.config.commands import ground, mishaps, serving
from plon.lifetime import wording
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

BOOKS = "plon.config.books"  # has tables: wants Django set up
WORDS = ("verify", "export")
FAULTS: Mapping[str, str] = {
    "balance": sentence("kept balances are not the sums of their postings"),
    "unit": sentence("postings mix units or firms"),
    "transfer": sentence("transfers or postings are not as they were written"),
    "reserved": sentence("reserved value is not the sum of open reservations"),
    "reservation": sentence("reservations do not hold the lots they should"),
    "lot": sentence("lots are not what their uses come to"),
    "lots": sentence("accounts do not hold what their lots do"),
    "reversed": sentence("more was taken back of transfers than they moved"),
    "debt": sentence("somebody has a debt and available value at once"),
    "budget": sentence("budgets, open and used, are not their limits"),
    "period": sentence("transfers were posted into a closed month"),
    "seal": sentence("the chain of seals is broken"),
    "unsealed": sentence("transfers were never sealed"),
}

Word = Annotated[str, Argument(metavar="verify|export", help=sentence("What to do."))]
Firm = Annotated[str, Option(metavar="NAME", help=sentence("One firm, by its name or its id."))]
To = Annotated[
    Path | None,
    Option(metavar="FILE", help=sentence("Where the journal goes; else it is printed.")),
]
Data = Annotated[
    Path | None, Option(metavar="FOLDER", help=sentence("Data folder of plon up, if that is used."))
]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help=sentence(
        "Prove every balance, lot, reservation and seal anew, or write the books for hledger. "
        "verify leaves with 0 where all books are sound, with 1 where anything differs."
    )
)
def ledger(
    context: typer.Context, word: Word, *, firm: Firm = "", to: To = None, data: Data = None
) -> None:
    if word not in WORDS:
        advice = sentence("“%(word)s” is nothing to do with the books: write verify or export.")
        raise ground.NotReady(advice, word=word)
    if to is not None:
        ground.check_free(to)
    serving.set_up(data)
    ground.check_current()
    books = import_module(BOOKS)
    with mishaps.told():
        chosen = books.firms(firm)
        if not chosen:
            raise ground.NotReady(sentence("There is no firm “%(firm)s”."), firm=firm)
        if word == "verify":
            _verify(books, chosen, language=str(context.obj))
        else:
            _export(books, chosen, to=to)


def _verify(books: Any, chosen: list[Any], *, language: str) -> None:
    """Say one verdict a firm, and one of all. Leaves with 1 where anything differs."""
    _ = catalogue(language).gettext
    is_sound = True
    for name, verdict in books.verdicts(chosen, now=datetime.now(UTC)):
        facts = {
            "firm": name,
            "transfers": wording.number(verdict.transfers, language=language),
            "postings": wording.number(verdict.postings, language=language),
            "accounts": wording.number(verdict.accounts, language=language),
            "head": verdict.head[:16],
        }
        told = _(
            "%(firm)s: transfers %(transfers)s, postings %(postings)s, accounts %(accounts)s,"
            " last seal %(head)s."
        )
        typer.echo(told % facts)
        for found in verdict.findings:
            is_sound = False
            what = _(FAULTS[found.fault.value])
            some = ", ".join(found.examples)
            typer.echo(f"  {what}: {wording.number(found.count, language=language)} ({some})")
    if not is_sound:
        typer.echo(_("The books are NOT sound: something was changed past the ledger."))
        raise typer.Exit(1)
    typer.echo(_("The books are sound: everything that is kept follows from what was posted."))


def _export(books: Any, chosen: list[Any], *, to: Path | None) -> None:
    if len(chosen) > 1:
        names = ", ".join(name for _id, name in chosen)
        raise ground.NotReady(sentence("Name one firm with --firm: %(names)s."), names=names)
    lines = books.journal(chosen[0][0])
    if to is None:
        for line in lines:
            typer.echo(line)
        return
    with to.open("x", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)
