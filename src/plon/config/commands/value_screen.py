"""What `plon value` says when it is done: what was guessed, the main figures, where the report is.

A terminal gets tables; a pipe or a file gets plain lines, "label: value".
"""

import math
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TextIO

from django.apps import apps
from django.conf import settings

from plon.lifetime.analysis import Analysis
from plon.lifetime.sales import Guess
from plon.lifetime.wording import catalogue
from plon.lifetime.words.periods import next_phrase
from plon.ui.speech import Speech
from plon.value.services import REPORT
from plon.value.services.guess_words import guess_words, override_of

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "plon.config.report_settings")
apps.populate(settings.INSTALLED_APPS)  # of django.setup() what templates and words need

TABLES = "plon.config.commands.value_tables"  # slow to import, and only for a terminal
Line = tuple[str, str]


def show(analysis: Analysis, *, folder: Path, language: str, stream: TextIO | None = None) -> None:
    """Print the guesses, the figures and the place of the report."""
    _, out = catalogue(language).gettext, stream or sys.stdout
    parts: list[tuple[str, list[Line]]] = [
        (_("Read as"), list(_guesses(analysis, language))),
        (_("Main figures"), list(_figures(analysis, language))),
        (_("Report"), [(_("Report"), str(folder / REPORT))]),
    ]
    if out.isatty():
        import_module(TABLES).print_tables(out, parts)
    else:
        out.writelines(f"{label}: {value}\n" for _title, lines in parts for label, value in lines)


def _guesses(analysis: Analysis, language: str) -> Iterator[Line]:
    for guess in analysis.guesses:
        if guess.value:
            label, value, evidence = guess_words(guess, language=language)
            yield label, _guess_text(guess, f"{value} ({evidence})", language)


def _guess_text(guess: Guess, text: str, language: str) -> str:
    _ = catalogue(language).gettext
    if guess.runner_up:
        text += _("; second: %(value)s") % {"value": guess.runner_up}
    option = override_of(guess.role)
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
    _, totals, asked = catalogue(language).gettext, analysis.totals, analysis.horizon
    values = (told.value_minor for told in analysis.forecasts if told.horizon == asked)
    value = next(values, totals.value_12m_minor)
    if analysis.has_amount and math.isfinite(value.value):
        sales, margin = _("Sales in the %(period)s"), _("Margin of the %(period)s")
        label = margin if analysis.value_is_margin else sales
        label %= {"period": next_phrase(asked, language)}
        span = say.money_span(value.low, value.high)
        level = say.share(value.level)
        yield label, f"{say.estimate(value.value)} ({level}: {span})"
    if totals.slipping_customers:
        count = say.number(totals.slipping_customers)
        worth = f" ({say.estimate(totals.slipping_value_minor)})" if analysis.has_amount else ""
        yield _("Slipping away"), count + worth
    if analysis.choice.verdict == "too_thin":
        yield _("Forecast"), _("there is too little history to choose a model; see the report")
