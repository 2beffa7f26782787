"""What `plon value` says when it is done: what was guessed, the main figures, where the report is.

A terminal gets tables; a pipe or a file gets plain lines, "label: value".
"""

import math
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from plon.lifetime.analysis import Analysis
from plon.lifetime.sales import Guess
from plon.lifetime.wording import catalogue
from plon.ui.speech import Speech
from plon.value.services import REPORT, guess_words

Line = tuple[str, str]

OVERRIDES = {  # role of a guess -> the option that overrides it
    "customer": "--customer",
    "date": "--date",
    "amount": "--amount",
    "quantity": "--quantity",
    "order": "--order",
    "product": "--product",
    "channel": "--channel",
    "margin": "--margin",
    "currency": "--currency",
    "date_format": "--date-format",
    "encoding": "--encoding",
}


def show(analysis: Analysis, *, folder: Path, console: Console, language: str) -> None:
    """Print the guesses, the figures and the place of the report."""
    _ = catalogue(language).gettext
    _print(console, _("Read as"), list(_guesses(analysis, language)))
    _print(console, _("Main figures"), list(_figures(analysis, language)))
    _print(console, _("Report"), [(_("Report"), str(folder / REPORT))])


def _print(console: Console, title: str, lines: list[Line]) -> None:
    if not console.is_terminal:
        for label, value in lines:
            console.print(f"{label}: {value}", markup=False, highlight=False, soft_wrap=True)
        return
    table = Table(title=title, title_justify="left", show_header=False, box=None)
    for label, value in lines:
        table.add_row(label, value)
    console.print(table, markup=False, highlight=False)
    console.print()


def _guesses(analysis: Analysis, language: str) -> Iterator[Line]:
    for guess in analysis.guesses:
        if guess.value:
            label, evidence = guess_words(guess, language=language)
            yield label, _guess_text(guess, evidence, language)


def _guess_text(guess: Guess, evidence: str, language: str) -> str:
    _ = catalogue(language).gettext
    text = f"{guess.value} ({evidence})"
    if guess.runner_up:
        text += _("; second: %(value)s") % {"value": guess.runner_up}
    option = OVERRIDES.get(guess.role, "")
    if option and guess.evidence != "given":
        text += _("; change with %(option)s") % {"option": option}
    return text


def _figures(analysis: Analysis, language: str) -> Iterator[Line]:
    _ = catalogue(language).gettext
    say = Speech(language=language, currency=analysis.currency)
    rows, totals = analysis.rows, analysis.totals
    yield (
        _("Rows"),
        _("%(read)s read = %(used)s used + %(returned)s returns + %(rejected)s rejected")
        % {
            "read": say.number(rows.read),
            "used": say.number(rows.used),
            "returned": say.number(rows.returned),
            "rejected": say.number(rows.rejected),
        },
    )
    yield _("Period"), f"{say.day(analysis.first_day)} – {say.day(analysis.as_of)}"
    yield _("Customers"), say.number(totals.customers)
    if analysis.has_amount:
        yield _("Sales so far"), say.money(totals.revenue_minor)
    if math.isfinite(totals.alive):
        yield _("Still with you, by expectation"), say.count(totals.alive)
    yield from _ahead(analysis, say, language)


def _ahead(analysis: Analysis, say: Speech, language: str) -> Iterator[Line]:
    _ = catalogue(language).gettext
    totals = analysis.totals
    value = totals.value_12m_minor
    if analysis.has_amount and math.isfinite(value.value):
        label = (
            _("Margin ahead, 12 months")
            if analysis.value_is_margin
            else _("Sales ahead, 12 months")
        )
        span = say.money_span(value.low, value.high)
        level = say.share(value.level)
        yield label, f"{say.estimate(value.value)} ({level}: {span})"
    if totals.slipping_customers:
        count = say.number(totals.slipping_customers)
        worth = f" ({say.estimate(totals.slipping_value_minor)})" if analysis.has_amount else ""
        yield _("Slipping away"), count + worth
    if analysis.choice.verdict == "too_thin":
        yield _("Forecast"), _("there is too little history to choose a model; see the report")
