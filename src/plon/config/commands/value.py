"""`plon value FILE…`: parse the arguments, make the report, say what came of it."""

import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import current_thread, main_thread
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from typer import Argument, Option

from plon.config.commands import value_options as texts
from plon.config.ending import is_asked
from plon.config.memory import keep_freed_memory
from plon.lifetime.answer.analyse_options import AnalyseOptions
from plon.lifetime.errors import sentence
from plon.lifetime.reading import ReadOptions
from plon.value import services as value_reports

# Slow to import: the screen, with Django set up, is made ready while models are at work, and
# progress only where somebody watches it.
SCREEN = "plon.config.commands.value_screen"
PROGRESS = "plon.config.commands.value_progress"

ZONE = "Europe/Warsaw"  # of a day in a file, and of today
GUESSED = (  # unless the option says it
    "customer",
    "date",
    "amount",
    "quantity",
    "unit_price",
    "order",
    "product",
    "channel",
    "margin",
    "document_type",
    "currency",
    "currency_column",
    "date_format",
    "decimal",
    "encoding",
    "separator",
    "sheet",
)
DEFAULT_FOLDER = Path("plon-value")
Watched = Callable[[str, int, int | None], None]

Files = Annotated[
    list[Path], Argument(metavar="FILE...", help=sentence("Sales: CSV, TSV, XLSX or Parquet."))
]
Customer = Annotated[str, Option(metavar="COLUMN", help=sentence("Column of the customer."))]
Day = Annotated[str, Option(metavar="COLUMN", help=sentence("Column of the date."))]
Amount = Annotated[str, Option(metavar="COLUMN", help=sentence("Column of the amount."))]
Quantity = Annotated[
    str, Option(metavar="COLUMN", help=sentence("Column of the quantity, for unit prices."))
]
UnitPrice = Annotated[
    str,
    Option(
        metavar="COLUMN",
        help=sentence("Column of the price of one piece; times the quantity it is the amount."),
    ),
]
Order = Annotated[str, Option(metavar="COLUMN", help=sentence("Column of the order number."))]
Product = Annotated[str, Option(metavar="COLUMN", help=sentence("Column of the product."))]
Channel = Annotated[
    str, Option(metavar="COLUMN", help=sentence("Column of the acquisition channel."))
]
Margin = Annotated[
    str, Option(metavar="COLUMN", help=sentence("Column of the margin; value is margin then."))
]
DocumentType = Annotated[
    str,
    Option(
        metavar="COLUMN", help=sentence("Column that tells returns from sales, such as FV or KOR.")
    ),
]
Currency = Annotated[
    str,
    Option(
        metavar="CODE",
        help=sentence("Currency of the amounts, such as PLN; other rows are rejected."),
    ),
]
CurrencyColumn = Annotated[
    str, Option(metavar="COLUMN", help=sentence("Column of the currency of each amount."))
]
DateFormat = Annotated[
    str, Option(metavar="FORMAT", help=sentence("How dates are written: DD.MM.YYYY."))
]
Decimal = Annotated[
    str, Option(metavar="SIGN", help=sentence("Decimal sign of the numbers: a comma or a point."))
]
AsOf = Annotated[
    str, Option(metavar="DATE", help=sentence("End of observation; later rows are set aside."))
]
HorizonText = Annotated[
    str,
    Option(
        metavar="PERIOD",
        help=sentence("How far to look ahead: 24 months, 6 weeks, 90 days; 12 months if not said."),
    ),
]
Unit = Annotated[
    str, Option(metavar="UNIT", help=sentence("Time unit of the models: day, week, month, year."))
]
Season = Annotated[
    str,
    Option(
        metavar="NAME|12 NUMBERS",
        help=sentence("Season: a trade, or turnover of 12 months by commas."),
    ),
]
Encoding = Annotated[
    str, Option(metavar="NAME", help=sentence("Encoding of text files, such as windows-1250."))
]
Separator = Annotated[
    str,
    Option(
        metavar="SIGN",
        help=sentence('What parts the cells of a text file: ";", ",", "|", tab or blank.'),
    ),
]
Sheet = Annotated[
    str, Option(metavar="SHEET", help=sentence("Sheet of a workbook: its name, or its number."))
]
HeadingRow = Annotated[
    str,
    Option(
        metavar="NUMBER", help=sentence("Row of the headings; 0 for a file that has no headings.")
    ),
]
Once = Annotated[
    bool, Option("--drop-duplicates", help=sentence("Count lines that repeat another once."))
]
Language = Annotated[
    str, Option(metavar="pl|en", help=sentence("Language of the report and of this command."))
]
Out = Annotated[
    Path | None, Option(metavar="FOLDER", help=sentence("Where the report goes: plon-value."))
]
Engine = Annotated[
    str, Option(metavar="ENGINE", help=sentence("duckdb, or spark://host:port on Parquet."))
]
Json = Annotated[
    bool,
    Option(
        "--json", help=sentence("Print summary.json only; writes no folder unless --out names one.")
    ),
]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def value(  # noqa: PLR0913 - the options of a command are its arguments; `_request` reads them
    context: typer.Context,
    files: Files,
    *,
    customer: Customer = "",
    date: Day = "",
    amount: Amount = "",
    quantity: Quantity = "",
    unit_price: UnitPrice = "",
    order: Order = "",
    product: Product = "",
    channel: Channel = "",
    margin: Margin = "",
    document_type: DocumentType = "",
    currency: Currency = "",
    currency_column: CurrencyColumn = "",
    date_format: DateFormat = "",
    decimal: Decimal = "",
    encoding: Encoding = "",
    separator: Separator = "",
    sheet: Sheet = "",
    heading_row: HeadingRow = "",
    as_of: AsOf = "",
    horizon: HorizonText = "12 months",
    time_unit: Unit = "week",
    season: Season = "",
    drop_duplicates: Once = False,
    lang: Language = "",
    out: Out = None,
    engine: Engine = texts.DUCKDB,
    json: Json = False,
) -> None:
    """Turn lists of sales into customer value: a report, tables, figures."""
    keep_freed_memory()
    texts.check_language(lang)
    texts.check_engine(engine)
    language = lang or str(context.obj)
    request = _request(context.params, language=language, now=datetime.now(ZoneInfo(ZONE)))
    folder = None if json and out is None else out or DEFAULT_FOLDER
    _answer(request, folder=folder, is_json=json, language=language)


def _request(options: Mapping[str, Any], *, language: str, now: datetime) -> value_reports.Request:
    """Return what to do; `options` are the command's parameters by their names above."""
    guessed: dict[str, Any] = {name: options[name] or None for name in GUESSED}
    return value_reports.Request(
        files=tuple(map(Path, options["files"])),
        reading=ReadOptions(
            **guessed,
            heading_row=texts.heading_row(options["heading_row"]),
            as_of=texts.as_of_date(options["as_of"]),
            drop_duplicates=options["drop_duplicates"],
            zone=ZONE,
        ),
        analysing=AnalyseOptions(
            horizon=texts.horizon_of(options["horizon"]),
            unit=texts.unit_of(options["time_unit"]),
            season_weights=texts.season_weights(options["season"]),
            season_preset=texts.season_preset(options["season"]),
            language=language,
            today=now.date(),
        ),
        now=now,
        today=now.date(),
        engine=options["engine"],
    )


def _answer(
    request: value_reports.Request, *, folder: Path | None, is_json: bool, language: str
) -> None:
    with _watched(language) as watched:
        analysis = value_reports.make_report(
            request,
            folder=folder,
            progress=partial(_go_on, watched),
            ready=partial(import_module, SCREEN),
        )
    if is_json:
        typer.echo(value_reports.summary_text(analysis, generated_at=request.now), nl=False)
    elif folder is not None:
        import_module(SCREEN).show(analysis, folder=folder, language=language)


def _go_on(watched: Watched | None, stage: str, done: int, total: int | None) -> None:
    """Tell who watches how far the work is; end it here where a library swallowed the stop."""
    if is_asked() and current_thread() is main_thread():
        raise KeyboardInterrupt
    if watched is not None:
        watched(stage, done, total)


def _watched(language: str) -> AbstractContextManager[Any]:
    """Return a context with what long work reports to; with None where nobody is watching."""
    if not sys.stderr.isatty():
        return nullcontext()
    bar: AbstractContextManager[Any] = import_module(PROGRESS).progress_on(
        sys.stderr, language=language
    )
    return bar
