"""What is read from one file and how: each role's column with its format, as SQL."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from plon.lifetime.reading.amounts import (
    BLANKS,
    NumberFormat,
    exact_sql,
    guess_number_format,
    minor_sql,
    product_minor_sql,
)
from plon.lifetime.reading.columns import Column
from plon.lifetime.reading.currencies import iso_sql, mark_sql
from plon.lifetime.reading.dates import DateFormat
from plon.lifetime.reading.moments import kind_of, moment_sql
from plon.lifetime.reading.sources import Source

OPTIONAL = {
    "amount_minor": "BIGINT",
    "margin_minor": "BIGINT",
    "quantity": "DECIMAL(18,6)",
    "order_id": "VARCHAR",
    "product": "VARCHAR",
    "channel": "VARCHAR",
    "currency": "VARCHAR",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One file's source with the column and the format of every role."""

    number: int
    source: Source
    columns: Mapping[str, Column]
    dates: DateFormat
    numbers: Mapping[str, NumberFormat]
    zone: str
    today: date
    as_of: date | None
    currency: str | None  # keep this one only
    extras: Mapping[str, Column] = field(default_factory=dict)  # kept as text, by name
    keeps_cells: bool = False

    @property
    def table(self) -> str:
        """Return the name of the table that the file is loaded into."""
        return f"file_{self.number}"

    @property
    def has_amount(self) -> bool:
        """Say whether the file tells amounts, as such or as quantity times price."""
        return "amount" in self.columns or "unit_price" in self.columns

    @property
    def amount_name(self) -> str:
        """Return the heading of the amount, or of its two factors."""
        if "amount" in self.columns:
            return self.columns["amount"].name
        names = [self.columns[role].name for role in ("quantity", "unit_price") if self.has_amount]
        return " × ".join(names)


def number_formats(
    columns: Mapping[str, Column], separator: str, *, given: str | None = None
) -> dict[str, NumberFormat]:
    """Return the number format of every numeric role; a comma between cells speaks for a point.

    given: the owner's decimal sign, for every column that it can read.
    """
    prefer = "," if separator == ";" else "."
    numeric = {"amount", "unit_price", "quantity", "margin"} & set(columns)
    found = {
        role: guess_number_format(columns[role].looked_at, prefer=prefer, given=given)
        for role in sorted(numeric)
        if columns[role].kind == "text"
    }
    return {role: found.get(role, NumberFormat()) for role in numeric}


def stored_columns(plan: Plan) -> dict[str, str]:
    """Return the optional columns a file's table has, with their SQL over the source.

    Others are NULL in every line and take no room: see OPTIONAL for the types.
    """
    found = {
        "amount_minor": _amount(plan) if plan.has_amount else None,
        "margin_minor": _minor(plan, "margin") if "margin" in plan.columns else None,
        "quantity": _exact(plan, "quantity") if "quantity" in plan.columns else None,
        "order_id": name_sql(plan, "order"),
        "product": name_sql(plan, "product"),
        "channel": name_sql(plan, "channel"),
        "currency": _currency(plan),
    }
    kept = {name: sql for name, sql in found.items() if sql is not None}
    return kept | {f"extra_{name}": _kept(plan, name) for name in plan.extras}


def kinds(plan: Plan) -> dict[str, str]:
    """Return the SQL type of every column beside those that each line has."""
    return OPTIONAL | {f"extra_{name}": "VARCHAR" for name in plan.extras}


def cells_sql(plan: Plan) -> str:
    """Return SQL of the file's rows: customer, moment, the optional columns, and to judge them
    document_type, date_text, amount_text; line_no where the source has it.
    """
    stored = stored_columns(plan)
    parts = [
        f"{name_sql(plan, 'customer')} AS customer",
        f"{_moment(plan)} AS moment",
        *(
            f"{stored.get(name, f'CAST(NULL AS {kind})')} AS {name}"
            for name, kind in kinds(plan).items()
        ),
        f"{name_sql(plan, 'document_type') or 'NULL'} AS document_type",
        f"{text_sql(plan.columns['date'])} AS date_text",
        f"{_amount_text(plan)} AS amount_text",
    ]
    if plan.keeps_cells:
        parts.append(f"{own_sql(plan.source)} AS own")
    numbers = "line_no, " if plan.source.has_lines else ""
    return f"SELECT {numbers}{', '.join(parts)} FROM {plan.source.relation}"


def own_sql(source: Source) -> str:
    """Return SQL of every cell of a row as it was written, in the file's order."""
    return f"[{', '.join(map(text_sql, source.columns))}]"


def text_sql(column: Column) -> str:
    """Return SQL of a column as text; whole floats lose their point, as an id 17850.0 should."""
    cell = f"c{column.index}"
    if column.kind == "text":
        return cell
    if column.kind == "float":
        whole = f"CAST(TRY_CAST({cell} AS BIGINT) AS VARCHAR)"
        return f"CASE WHEN {cell} = trunc({cell}) THEN {whole} ELSE CAST({cell} AS VARCHAR) END"
    return f"CAST({cell} AS VARCHAR)"


def name_sql(plan: Plan, role: str) -> str | None:
    """Return SQL of a role's text, trimmed, NULL where blank; None where there is no column."""
    if role not in plan.columns:
        return None
    column = plan.columns[role]
    text = _trimmed(column, is_csv=plan.source.text is not None)
    if role == "customer" and went_through_float(column):
        text = rf"regexp_replace({text}, '\.0$', '')"
    return text


def _kept(plan: Plan, name: str) -> str:
    """Return SQL of an extra column's text."""
    return _trimmed(plan.extras[name], is_csv=plan.source.text is not None)


def _trimmed(column: Column, *, is_csv: bool) -> str:
    """Return SQL without blanks at the edges; looking for a blank first is the cheap way.

    An empty cell of a CSV is NULL already.
    """
    text = text_sql(column)
    if column.has_odd_blanks:
        return f"nullif(trim({text}, '{BLANKS}'), '')"
    if not is_csv:
        return f"nullif(trim({text}), '')"
    return f"CASE WHEN contains({text}, ' ') THEN nullif(trim({text}), '') ELSE {text} END"


def went_through_float(column: Column) -> bool:
    """Say whether ids are written 17850.0, as a float column on their way makes them."""
    parts = [cell.partition(".0") for cell in column.cells]
    is_whole = (head.isdecimal() and dot and not tail for head, dot, tail in parts)
    return column.kind == "text" and bool(parts) and all(is_whole)


def _moment(plan: Plan) -> str:
    column = plan.columns["date"]
    is_typed = plan.dates.kind in {"day", "moment", "instant"}
    cell = f"c{column.index}" if is_typed else text_sql(column)
    return moment_sql(cell, plan.dates, plan.zone)


def day_sql(plan: Plan) -> str:
    """Return SQL of the day of a loaded row."""
    return "moment" if kind_of(plan.dates) == "DATE" else "CAST(moment AS DATE)"


def _number_text(column: Column) -> str:
    """Return SQL of a numeric column as text: a float as its shortest decimal, hence exact."""
    return f"c{column.index}" if column.kind == "text" else f"CAST(c{column.index} AS VARCHAR)"


def _minor(plan: Plan, role: str) -> str:
    return minor_sql(_number_text(plan.columns[role]), plan.numbers[role])


def _exact(plan: Plan, role: str) -> str:
    return exact_sql(_number_text(plan.columns[role]), plan.numbers[role])


def _amount(plan: Plan) -> str:
    if "unit_price" in plan.columns:
        return product_minor_sql(_exact(plan, "quantity"), _exact(plan, "unit_price"))
    return _minor(plan, "amount")


def _amount_text(plan: Plan) -> str:
    if "unit_price" in plan.columns:
        factors = [_number_text(plan.columns[role]) for role in ("quantity", "unit_price")]
        return f"{factors[0]} || ' × ' || {factors[1]}"
    return _number_text(plan.columns["amount"]) if plan.has_amount else "NULL"


def _currency(plan: Plan) -> str | None:
    if "currency" in plan.columns:
        return iso_sql(text_sql(plan.columns["currency"]))
    role = "amount" if "amount" in plan.columns else "unit_price"
    if role in plan.columns and plan.numbers[role].has_marks:
        return mark_sql(f"c{plan.columns[role].index}")
    return None
