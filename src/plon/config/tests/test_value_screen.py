"""What the command says: guesses with their options, figures, the place of the report."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from typer.main import get_command

from plon.config.commands.value import app
from plon.config.commands.value_progress import progress_on, stage_text
from plon.config.commands.value_screen import show
from plon.lifetime.analysis import Analysis
from plon.lifetime.reading.headings import SYNONYMS
from plon.lifetime.sales import Guess
from plon.lifetime.units import Horizon
from plon.value.services.words import OVERRIDES
from plon.value.tests import sample
from plon.value.tests.horizons import asked


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(analysis: Analysis, *, language: str = "en", is_terminal: bool = False) -> str:
    stream = Terminal() if is_terminal else io.StringIO()
    show(analysis, folder=Path("plon-value"), stream=stream, language=language)
    return stream.getvalue().replace("\N{NO-BREAK SPACE}", " ")


def test_a_guess_is_told_with_its_evidence_second_choice_and_option() -> None:
    guess = Guess(role="customer", value="klient", evidence="heading", runner_up="firma")

    text = told(replace(sample.full(), guesses=(guess,)))

    assert text.splitlines()[0] == (
        "Customer: klient (by its heading); second: firma; change with --customer"
    )


@pytest.mark.parametrize("role", ["customer", "separator"])
def test_what_was_given_names_no_option(role: str) -> None:
    guess = Guess(role=role, value="klient", evidence="given")

    assert "change with" not in told(replace(sample.full(), guesses=(guess,)))


def test_every_option_that_is_told_is_one_of_the_command() -> None:
    options = {option for parameter in get_command(app).params for option in parameter.opts}

    assert set(OVERRIDES.values()) <= options


def test_every_role_that_is_guessed_has_an_option() -> None:
    properties = {"encoding", "separator", "header", "sheet", "decimal", "date_format", "currency"}

    assert set(OVERRIDES) == properties | ({*SYNONYMS} - {"currency"}) | {"currency_column"}


def test_what_is_not_there_is_not_told() -> None:
    guess = Guess(role="channel", value="", evidence="default")

    assert "Channel" not in told(replace(sample.full(), guesses=(guess,)))


def test_figures_and_the_place_of_the_report_follow() -> None:
    lines = told(sample.full()).splitlines()

    assert "Rows: read 11,879 = used 11,698 + returns 144 + rejected 37" in lines
    assert "Customers: 2,462" in lines
    assert "Sales in the next 12 months: PLN 412,000 (80%: PLN 346,000–478,000)" in lines
    assert "Slipping away: 214 (PLN 96,300)" in lines
    assert lines[-1] == "Report: plon-value/report.html"


@pytest.mark.parametrize(
    ("horizon", "english", "polish"),
    [
        (Horizon(months=24), "next 24 months", "najbliższe 24 miesiące"),
        (Horizon(weeks=6), "next 6 weeks", "najbliższe 6 tygodni"),
        (Horizon(days=1), "next day", "najbliższy dzień"),
    ],
)
def test_the_horizon_asked_for_is_told(horizon: Horizon, english: str, polish: str) -> None:
    shop = asked(horizon, 2.0)

    assert f"Sales in the {english}: PLN 825,000" in told(shop)
    assert f"Sprzedaż na {polish}: 825 000 zł" in told(shop, language="pl")


def test_margin_is_called_margin() -> None:
    assert "Margin of the next" in told(sample.with_margin())


def test_without_amounts_no_money_is_told() -> None:
    text = told(replace(sample.without_amounts(), guesses=()))

    assert "PLN" not in text
    assert "Slipping away: 214" in text


def test_too_little_history_is_said() -> None:
    text = told(sample.too_thin())

    assert "too little history" in text
    assert "Sales in the next" not in text


def test_polish_is_polish() -> None:
    text = told(sample.full(), language="pl")

    assert "Wiersze: odczytane 11 879" in text
    assert "Customers" not in text


def test_a_terminal_gets_titles() -> None:
    text = told(sample.full(), is_terminal=True)

    assert "Main figures" in text
    assert "Main figures" not in told(sample.full())


def test_brackets_of_a_heading_are_no_markup() -> None:
    guess = Guess(role="amount", value="[red]kwota[/red]", evidence="heading")

    for is_terminal in (True, False):
        shop = replace(sample.full(), guesses=(guess,))
        assert "[red]kwota[/red]" in told(shop, is_terminal=is_terminal)


def test_progress_is_silent_where_nobody_watches() -> None:
    stream = io.StringIO()

    with progress_on(stream, language="en") as progress:
        assert progress is None

    assert stream.getvalue() == ""


def test_progress_on_a_terminal_tells_the_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()

    with progress_on(stream, language="en") as progress:
        assert progress is not None
        progress("read", 120_000, None)

    assert "Reading rows: 120,000" in stream.getvalue()


def test_an_unknown_stage_is_only_counted() -> None:
    assert stage_text("new", 5, language="en") == "5"
