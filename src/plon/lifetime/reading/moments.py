"""SQL that reads a date column in its one format, in the business time zone."""

import re
from collections.abc import Sequence

from plon.lifetime.reading.dates import EXCEL, DateFormat
from plon.lifetime.reading.months import month_sql
from plon.lifetime.reading.shapes import YEAR_WORD

_EPOCHS = dict(zip(EXCEL, ("1899-12-30", "1904-01-01"), strict=True))


def moment_sql(column: str, fmt: DateFormat, zone: str) -> str:
    """Return SQL of a column's local moments, DATE or TIMESTAMP as `fmt.has_time` says.

    NULL where a cell is not in the format. The connection's zone must be `zone`: moments without
    an offset are local.
    """
    kind = kind_of(fmt)
    moment = f"CAST({_timestamp_sql(column, fmt, zone)} AS {kind})"
    if fmt.kind != "text" or fmt.has_offset or not fmt.forms[0].startswith("%Y-%m-%d"):
        return moment
    # A cell that the cast gives back as it was written is ISO's: three times as fast as by form.
    iso = f"TRY_CAST({column} AS {kind})"
    is_iso = f"{column} < ':' AND CAST({iso} AS VARCHAR) = {column}"  # not "infinity"
    return f"COALESCE(CASE WHEN {is_iso} THEN {iso} END, {moment})"


def kind_of(fmt: DateFormat) -> str:
    """Return the SQL type of a column in this format."""
    return "TIMESTAMP" if fmt.has_time else "DATE"


def _timestamp_sql(column: str, fmt: DateFormat, zone: str) -> str:
    if fmt.kind in {"day", "moment"}:
        return column
    if fmt.kind == "instant":
        return f"({column} AT TIME ZONE {_quoted(zone)})"
    if fmt.kind in _EPOCHS:
        return _serial_sql(column, _EPOCHS[fmt.kind])
    if fmt.has_offset:
        return f"({_offset_sql(column, fmt)} AT TIME ZONE {_quoted(zone)})"
    forms = _list(fmt.forms)
    if fmt.kind == "named":
        bare = f"regexp_replace({column}, {_quoted(YEAR_WORD)}, '')"
        named = [re.sub("[ .,/-]+", " ", form).replace("%b", "%m") for form in fmt.forms]
        return f"try_strptime({month_sql(bare)}, {_list(named)})"
    again = f"regexp_replace(trim({column}), {_quoted(YEAR_WORD)}, '')"
    # strptime would read "epoch" and "infinity" as 1900.
    tried = f"COALESCE(try_strptime({column}, {forms}), try_strptime({again}, {forms}))"
    return f"CASE WHEN ltrim({column}) BETWEEN '0' AND ':' THEN {tried} END"


def _serial_sql(column: str, epoch: str) -> str:
    """Return SQL of Excel's day numbers; the fraction is the time, rounded to whole seconds."""
    days = f"TRY_CAST({column} AS DOUBLE)"
    whole = f"CASE WHEN {days} BETWEEN 1 AND 2958465 THEN {days} END"
    return f"(TIMESTAMP '{epoch}' + to_seconds(CAST(round({whole} * 86400) AS BIGINT)))"


def _offset_sql(column: str, fmt: DateFormat) -> str:
    """Return SQL of instants; ISO's cast also takes a moment without an offset."""
    text = f"replace(replace(trim({column}), ' UTC', 'Z'), ' +', '+')"
    forms = _list([form + "%z" for form in fmt.forms])
    by_form = f"try_strptime(replace({text}, 'Z', '+00'), {forms})"
    if fmt.forms[0].startswith("%Y-%m-%d"):
        return f"COALESCE(TRY_CAST({text} AS TIMESTAMPTZ), {by_form})"
    return by_form


def _list(forms: Sequence[str]) -> str:
    """Return one form as text, several as a list: the single one is faster."""
    if len(forms) == 1:
        return _quoted(forms[0])
    return "[" + ", ".join(_quoted(form) for form in forms) + "]"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
