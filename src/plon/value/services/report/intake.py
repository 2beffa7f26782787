"""What was read: rows that close, and every guess with how to change it."""

from dataclasses import dataclass
from typing import ClassVar

from plon.lifetime.analysis import Analysis
from plon.lifetime.sales import Guess
from plon.ui.charts import Shares, Table
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value.services.report.section import Section
from plon.value.services.words import (
    evidence_label,
    guess_value,
    override_of,
    rejection_reason,
    role_label,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuessRow:
    """A guess in words, with the option that changes it."""

    role: str
    value: str
    evidence: str
    runner_up: str
    samples: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake(Section):
    """Files, rows, guesses."""

    template: ClassVar[str] = "value/report/intake.html"

    files: tuple[str, ...]
    chart: Shares
    reasons: Table | None
    guesses: tuple[GuessRow, ...]


def intake(analysis: Analysis, speech: Speech) -> Intake:
    """Return the part on what was read."""
    return Intake(
        anchor="intake",
        menu=_("What was read"),
        question=_("What was read?"),
        answer=answer(analysis, speech),
        files=analysis.files,
        chart=chart(analysis, speech),
        reasons=reasons(analysis, speech),
        guesses=tuple(guess_row(guess) for guess in analysis.guesses),
    )


def answer(analysis: Analysis, speech: Speech) -> str:
    """Return the account of rows in a sentence."""
    rows = analysis.rows
    read = ngettext("%(count)s row was read", "%(count)s rows were read", rows.read)
    return _("%(read)s: %(used)s used, %(returned)s returns, %(rejected)s set aside.") % {
        "read": read % {"count": speech.number(rows.read)},
        "used": speech.number(rows.used),
        "returned": speech.number(rows.returned),
        "rejected": speech.number(rows.rejected),
    }


def chart(analysis: Analysis, speech: Speech) -> Shares:
    """Return the rows by what became of them."""
    rows = analysis.rows
    parts = (
        ("1", _("used"), rows.used),
        ("5", _("returns"), rows.returned),
        ("watch", _("set aside"), rows.rejected),
    )
    return Shares(
        title=_("Rows of all files"),
        summary=answer(analysis, speech),
        table=Table(
            caption=_("Rows of all files"),
            headings=[_("Rows"), _("Number")],
            rows=[
                *([name, speech.number(count)] for _tone, name, count in parts),
                [_("read"), speech.number(rows.read)],
            ],
        ),
        legend=[(tone, f"{name}: {speech.number(count)}") for tone, name, count in parts],
        parts=[(tone, count) for tone, _name, count in parts],
    )


def reasons(analysis: Analysis, speech: Speech) -> Table | None:
    """Return why rows were set aside; None where none was."""
    counted = sorted(analysis.rows.by_reason.items(), key=lambda each: (-each[1], each[0]))
    rows = [[rejection_reason(code), speech.number(count)] for code, count in counted if count]
    if not rows:
        return None
    return Table(
        caption=_("Rows set aside, by reason"), headings=[_("Reason"), _("Rows")], rows=rows
    )


def guess_row(guess: Guess) -> GuessRow:
    """Return a guess in words."""
    return GuessRow(
        role=role_label(guess.role),
        value=guess_value(guess),
        evidence=evidence_label(guess.evidence),
        runner_up=guess.runner_up,
        samples=" · ".join(guess.samples),
        option=override_of(guess.role),
    )
