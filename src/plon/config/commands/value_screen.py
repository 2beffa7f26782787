"""What `plon value` says when it is done: what was guessed, the main figures, where the report is.

A terminal gets tables; a pipe or a file gets plain lines, "label: value".
"""

import math
import os
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from rich.console import Console
from rich.table import Table

from plon.lifetime.analysis import Analysis
from plon.lifetime.sales import Guess
from plon.lifetime.wording import catalogue
from plon.ui.speech import Speech
from plon.value.services import REPORT
from plon.value.services.guess_words import guess_words

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plon.config.settings")
apps.populate(settings.INSTALLED_APPS)  # of django.setup() what templates and words need

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


def show(
    analysis: Analysis, *, folder: Path, language: str, console: Console | None = None
) -> None:
    """Print the guesses, the figures and the place of the report."""
    _, console = catalogue(language).gettext, console or Console()
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
            label, value, evidence = guess_words(guess, language=language)
            yield label, _guess_text(guess, f"{value} ({evidence})", language)


def _guess_text(guess: Guess, text: str, language: str) -> str:
    _ = catalogue(language).gettext
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
        _("read %(read)s = used %(used)s + returns %(returned)s + rejected %(rejected)s")
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
    messages, totals, months = catalogue(language), analysis.totals, analysis.horizon_months
    _ = messages.gettext
    asked = (told.value_minor for told in analysis.forecasts if told.months == months)
    value = next(asked, totals.value_12m_minor)
    if analysis.has_amount and math.isfinite(value.value):
        sales = messages.ngettext(
            "Sales in the next %(months)s month", "Sales in the next %(months)s months", months
        )
        margin = messages.ngettext(
            "Margin of the next %(months)s month", "Margin of the next %(months)s months", months
        )
        label = (margin if analysis.value_is_margin else sales) % {"months": months}
        span = say.money_span(value.low, value.high)
        level = say.share(value.level)
        yield label, f"{say.estimate(value.value)} ({level}: {span})"
    if totals.slipping_customers:
        count = say.number(totals.slipping_customers)
        worth = f" ({say.estimate(totals.slipping_value_minor)})" if analysis.has_amount else ""
        yield _("Slipping away"), count + worth
    if analysis.choice.verdict == "too_thin":
        yield _("Forecast"), _("there is too little history to choose a model; see the report")
