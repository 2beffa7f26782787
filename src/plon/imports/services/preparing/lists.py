"""SQL over the cells of a list of customers or products: good rows, and rejected with reasons."""

from collections.abc import Iterator

from plon.imports.domain import Kind
from plon.imports.services.preparing.plain import day_sql, key_sql, plain_sql, within_sql
from plon.lifetime.reading import Cells
from plon.lifetime.reading.amounts import exact_sql, guess_number_format, minor_sql
from plon.lifetime.reading.columns import Column
from plon.lifetime.reading.formats import column_format
from plon.lifetime.reading.moments import moment_sql
from plon.lifetime.reading.sources import quoted

_DATES = {"birthday", "company_birthday", "first_visit_date", "launch_date"}
_MONEY = {"price", "unit_cost", "commission_amount"}
_NUMBERS = {  # with what the tables hold
    "margin_percent": ("-20000000", "20000000"),
    "commission_percent": ("-20000000", "20000000"),
    "term_months": ("0", "32767"),
    "renewal_months": ("0", "32767"),
}
_CALLED = ("code", "name")  # of a product: what it goes by
_ZONE = "UTC"  # days without a time know no zone

REJECTED = "SELECT line_no, column_name, value, reason, cells FROM rejected ORDER BY line_no"


def statements(kind: Kind, cells: Cells, *, date_format: str | None) -> Iterator[str]:
    """Yield what makes the tables `judged` (typed rows with their fault) and `rejected`."""
    typed = {name: _typed(name, column, date_format) for name, column in cells.columns.items()}
    shown = [f"{sql} AS {name}" for name, sql in typed.items()]
    faults = [_nobody(kind, cells)] + [
        (f"{name} IS NOT NULL AND {sql} IS NULL", _reason(name), name)
        for name, sql in typed.items()
        if name in {*_DATES, *_MONEY, *_NUMBERS}
    ]
    yield f"""
        CREATE TABLE judged AS SELECT line_no, own, {", ".join(shown)},
            {_case(faults, [quoted(reason) for _, reason, _ in faults])} AS fault,
            {_case(faults, [quoted(_heading(cells, name)) for _, _, name in faults])}
                AS fault_column,
            {_case(faults, [name or "''" for _, _, name in faults])} AS fault_text
        FROM cells"""
    parted = f"string_split(line, {quoted(cells.separator)})"
    yield f"""
        CREATE TABLE rejected AS
        SELECT line_no, fault_column AS column_name, COALESCE(fault_text, '') AS value,
            fault AS reason, own AS cells FROM judged WHERE fault IS NOT NULL
        UNION ALL SELECT line_no, '', line, 'row_malformed',
            list_resize({parted}, {len(cells.headings)}) FROM malformed"""


def good(kind: Kind, cells: Cells) -> str:
    """Return SQL of the rows to load; a product without a code goes by its name."""
    names = [name for name in cells.columns if kind is Kind.CUSTOMERS or name not in _CALLED]
    shown = ["line_no", *names]
    if kind is Kind.PRODUCTS:
        called = [name for name in _CALLED if name in cells.columns]
        code, name = (f"COALESCE({', '.join(order)})" for order in (called, called[::-1]))
        shown += [f"{key_sql(code)} AS code", f"{name} AS name"]
    return f"SELECT {', '.join(shown)} FROM judged WHERE fault IS NULL ORDER BY line_no"


def _nobody(kind: Kind, cells: Cells) -> tuple[str, str, str]:
    needed = ("external_id", "email", "phone") if kind is Kind.CUSTOMERS else _CALLED
    there = [name for name in needed if name in cells.columns]
    reason = "no_customer" if kind is Kind.CUSTOMERS else "no_product"
    return f"COALESCE({', '.join([*there, 'NULL'])}) IS NULL", reason, ""


def _typed(name: str, column: Column, date_format: str | None) -> str:
    if name in _DATES:
        return day_sql(_day(name, column, date_format))
    if name in _MONEY:
        return minor_sql(name, guess_number_format(column.looked_at))
    if name in _NUMBERS:
        bare = f"replace({name}, '%', '')"
        told = guess_number_format([cell.replace("%", "") for cell in column.looked_at])
        return within_sql(exact_sql(bare, told), *_NUMBERS[name])
    return plain_sql(name)


def _day(name: str, column: Column, date_format: str | None) -> str:
    if not column.cells:
        return f"CAST({name} AS DATE)"
    if column.kind in {"day", "moment", "instant"}:
        return f"CAST(TRY_CAST({name} AS TIMESTAMP) AS DATE)"
    # An ambiguous format takes the day first, as in Poland.
    fmt = column_format(column, date_format)
    return f"CAST({moment_sql(name, fmt, _ZONE)} AS DATE)"


def _reason(name: str) -> str:
    return "date_unreadable" if name in _DATES else "number_unreadable"


def _heading(cells: Cells, name: str) -> str:
    return cells.columns[name].name if name else ""


def _case(faults: list[tuple[str, str, str]], answers: list[str]) -> str:
    whens = [
        f"WHEN {test} THEN {answer}" for (test, _, _), answer in zip(faults, answers, strict=True)
    ]
    return f"CASE {' '.join(whens)} END"
