"""What commands do about erasures: a backup put back does not bring back who was erased since."""

from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from django.db import Error

from plon.config import erasure_record
from plon.config.commands import ground, mishaps, serving
from plon.config.keeping import RECORD
from plon.lifetime.errors import sentence
from plon.lifetime.wording import catalogue

ERASURES = "plon.config.erasures"  # want Django set up
EVENTS = "plon.customers.events"
WIRING = "plon.config.wiring"
WORKER = "plon.runtime.worker"


def records(named: Sequence[Path], *, folder: Path) -> list[Path]:
    """Return the records to hold a backup against: those named, else those that lie in the folder
    to restore into, beside it, and in the usual one. Raises NotReady for what is no record.
    """
    for file in named:
        ground.check_there(file)
        if not erasure_record.is_record(file):
            advice = sentence(
                "%(file)s is no record of erasures: name a file that Plon calls %(name)s."
            )
            raise ground.NotReady(advice, file=str(file), name=RECORD)
    if named:
        return list(named)
    beside = sorted(folder.resolve().parent.glob(f"*/{RECORD}"))
    usual = serving.folder_of(None).resolve() / RECORD
    return list(dict.fromkeys([*beside, *([usual] if usual.is_file() else [])]))


def note_replaced() -> list[Path]:
    """Note whom the database that is about to go knows to be erased, where it is one of ours.

    Return our record, should nobody have read it yet.
    """
    erasures = import_module(ERASURES)
    try:
        erasure_record.add(erasures.place(), erasures.known_erasures())
    except Error:  # it holds something else
        return []
    return [erasures.place()]


def repeat() -> int:
    """Erase again, in every room and before anybody looks, whom the record names; say how many."""
    now = datetime.now(UTC)
    with mishaps.told():
        count = int(import_module(ERASURES).repeat_erasures(now=now))
        if count:
            _let_rooms_follow(now)
    serving.leave_database()
    return count


def _let_rooms_follow(now: datetime) -> None:
    told, every = import_module(EVENTS), import_module(WIRING).REACTIONS
    kinds = (told.CustomersMerged, told.CustomersParted, told.CustomerForgotten)
    reactions = {kind: every[kind] for kind in kinds}
    while import_module(WORKER).run_once(reactions, {}, now=now):
        pass


def words(count: int, *, language: str) -> str:
    """Return how many were erased again, in words."""
    text = catalogue(language).ngettext(
        "%(count)s person whom the backup brought back was erased again: they had been erased"
        " before.",
        "%(count)s people whom the backup brought back were erased again: they had been erased"
        " before.",
        count,
    )
    return text % {"count": count}


def restored(count: int, *, read: Sequence[Path], language: str) -> str:
    """Return what became of erasures in a restore, and what cannot be known."""
    _ = catalogue(language).gettext
    if not read:
        return _(
            "No record of erasures was found: whoever was erased after the backup was made is in"
            " it again. Name the record of the earlier folder, %(name)s, with --erasures, or erase"
            " them again."
        ) % {"name": RECORD}
    said = (
        words(count, language=language)
        if count
        else _("Nobody in the backup had been erased since.")
    )
    files = ", ".join(dict.fromkeys(map(str, read)))
    return " ".join([said, _("Record of erasures: %(files)s.") % {"files": files}])
