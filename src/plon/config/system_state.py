"""Whether everything runs, in plain words, each with what to do where it does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from plon.config import checkup, keeping
from plon.ledger import queries as ledger
from plon.lifetime.answer.why import days_phrase
from plon.lifetime.wording import catalogue, day, number
from plon.runtime import pulse
from plon.runtime.sending import Stop
from plon.ui.language import active_language, ngettext
from plon.ui.language import gettext as _
from plon.value import queries as value

LATE = timedelta(minutes=10)  # work that is due for longer is stuck
BACKUP_DAYS = 2
PROOF_OLD = timedelta(days=2)
MINUTES_TOLD = 120  # longer is told in hours


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One thing looked at: its light ("good", "watch", "bad", "unknown"), how it is, what to do."""

    what: str
    level: str
    word: str
    advice: str = ""
    href: str = ""
    href_word: str = ""


def states(*, workspace_id: UUID, stop: Stop | None, now: datetime) -> Iterator[State]:
    """Yield the state of everything that a firm depends on, its own work first."""
    seen = pulse.look(workspace_id=workspace_id, now=now)
    yield _worker(seen)
    yield from _waiting(seen, now)
    yield _figures()
    yield from _margins()
    yield _backup(now)
    yield from _books(now)
    yield from _installation(stop, now)


def _worker(seen: pulse.Pulse) -> State:
    what = _("Work in the background")
    if seen.is_alive:
        return State(what=what, level="good", word=_("is being done"))
    advice = _("Nothing is counted, loaded or sent. Start plon up again, or a plon worker.")
    return State(what=what, level="bad", word=_("stands still"), advice=advice)


def _waiting(found: pulse.Pulse, now: datetime) -> Iterator[State]:
    what = _("Oldest work that waits")
    if found.oldest_due_at is None:
        yield State(what=what, level="good", word=_("none"))
    else:
        waited = max(now - found.oldest_due_at, timedelta())
        is_late = waited > LATE
        advice = _("If this grows, the worker stands still or has too much to do.")
        yield State(
            what=what,
            level="watch" if is_late else "good",
            word=_since(waited),
            advice=advice if is_late else "",
        )
    what = _("Work that failed for good")
    if not found.given_up:
        yield State(what=what, level="good", word=_("none"))
        return
    failed = ngettext("%(count)s time", "%(count)s times", found.given_up)
    advice = _("It was tried again for a day. Whoever runs the server finds the reason in the log.")
    yield State(what=what, level="bad", word=failed % {"count": found.given_up}, advice=advice)


def _since(waited: timedelta) -> str:
    minutes = int(waited / timedelta(minutes=1))
    if minutes < MINUTES_TOLD:
        text = ngettext("for %(count)s minute", "for %(count)s minutes", minutes)
        return text % {"count": minutes}
    hours = minutes // 60
    return ngettext("for %(count)s hour", "for %(count)s hours", hours) % {"count": hours}


def _figures() -> State:
    fresh, what = value.freshness(), _("Figures of value")
    if fresh.state == "empty":
        word, advice = _("no sales yet"), _("Upload your sales list: 2 minutes.")
        return State(
            what=what,
            level="unknown",
            word=word,
            advice=advice,
            href="/import/",
            href_word=_("Import"),
        )
    if fresh.state == "stale":
        advice = _("They are computed by themselves; at once, if you say so on the page of value.")
        word = _("out of date")
        return State(
            what=what, level="watch", word=word, advice=advice, href="/value/", href_word=_("Value")
        )
    word = _("being computed") if fresh.state == "running" else _("up to date")
    return State(what=what, level="good", word=word)


def _margins() -> Iterator[State]:
    """Yield for how many sales without a margin value is revenue; nothing where there are none."""
    found = value.margins_missing()
    if found is None:
        return
    language = active_language()
    word = ngettext(
        "%(count)s sale has no margin", "%(count)s sales have no margin", found.sales
    ) % {"count": number(found.sales, language=language)}
    advice = _(
        "The first of them is of %(day)s. While there is one, all value is counted from revenue."
        " Say your usual margin: it will count for these sales."
    ) % {"day": day(found.since, language=language)}
    yield State(
        what=_("Margin of sales"),
        level="watch",
        word=word,
        advice=advice,
        href="/value/margin/",
        href_word=_("Say the usual margin"),
    )


def _backup(now: datetime) -> State:
    what = _("Last backup")
    if connection.vendor != "sqlite":
        advice = _("Whoever runs the database makes backups with its own tools.")
        return State(what=what, level="unknown", word=_("not known here"), advice=advice)
    at = keeping.backed_up_at(Path(settings.DATA_FOLDER))
    advice = _("Run plon backup, and keep the file on another machine.")
    if at is None:
        return State(what=what, level="watch", word=_("none yet"), advice=advice)
    days = (now - at).days
    word = days_phrase(days, language=active_language()) if days else _("today")
    is_old = days > BACKUP_DAYS
    return State(
        what=what,
        level="watch" if is_old else "good",
        word=_("%(days)s ago") % {"days": word} if days else word,
        advice=advice if is_old else "",
    )


def _books(now: datetime) -> Iterator[State]:
    """Yield how the last nightly proof of the books ended; nothing where there are none."""
    proved = ledger.last_proof()
    if proved is None:
        return
    what = _("Books of value")
    if proved.faults:
        word = _("do not agree")
        advice = _("Something was changed past the ledger: run plon ledger verify, it says what.")
        yield State(what=what, level="bad", word=word, advice=advice)
    elif now - proved.proved_at > PROOF_OLD:
        advice = _("They are proved every night. Look whether the work in the background is done.")
        yield State(what=what, level="watch", word=_("not proved lately"), advice=advice)
    else:
        yield State(what=what, level="good", word=_("agree, proved last night"))


def _installation(stop: Stop | None, now: datetime) -> Iterator[State]:
    """Yield what plon doctor looks at, without the details of the machine."""
    said = catalogue(active_language()).gettext
    for found in checkup.examine(now=now, stopped=lambda: stop):
        level = "good" if not found.advice else "bad" if found.is_grave else "watch"
        word = {"good": _("well"), "bad": _("needs mending"), "watch": _("worth knowing")}[level]
        advice = said(found.advice) if found.advice else ""
        yield State(what=said(found.name), level=level, word=word, advice=advice)
