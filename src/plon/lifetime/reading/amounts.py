"""Amounts written by people: which sign is decimal, and the SQL that reads a column exactly.

The decimal sign is decided on the column, never on the cell. Text becomes whole minor units through
DECIMAL, never through binary floats; beyond two decimals halves go away from zero.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plon.lifetime.reading.currencies import EDGE_MARK, marks_in_cells

BLANKS = " \t\u00a0\u202f\u2009"
_GROUP = "[" + BLANKS + "'’]"  # thousands separators that are never decimal
_EDGES = f"^[{BLANKS}']+|[{BLANKS}]+$"  # the apostrophe keeps a spreadsheet from a formula
_CORE = re.compile(r"[+-]?[0-9][0-9 .,'’\u00a0\u202f\u2009]*(?:[eE][+-]?[0-9]+)?|[+-]?[.,][0-9]+")
_MONEY = "DECIMAL(15,2)"  # times 100 it still fits 64 bits: the fast kind
_EXACT = "DECIMAL(18,6)"
_WIDEST = "DECIMAL(38,2)"
BEYOND = "1e13"  # major units that DECIMAL(15,2) does not hold
_OTHER = {".": ",", ",": "."}


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """The decimal sign of a column, "." or ",", and what told it (a code of Guess.evidence).

    has_marks: currencies stand in the cells; where the sample has none, a cell with one is bad.
    """

    decimal: str = "."
    has_marks: bool = False
    evidence: str = "default"
    runner_up: str = ""

    @property
    def pattern(self) -> str:
        """Return the regular expression of a whole number in this format, marks taken off."""
        group = f"(?:{_GROUP}|{re.escape('.' if self.decimal == ',' else ',')})"
        whole = f"(?:[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+)"
        point = re.escape(self.decimal)
        return f"[+-]?(?:{whole}(?:{point}[0-9]*)?|{point}[0-9]+)"


def core(cell: str) -> str:
    """Return the cell without blanks at its edges and currency, negative in the plain way."""
    if cell.isascii() and cell[:1].isdigit() and cell[-1:].isdigit():
        return cell
    text = re.sub(_EDGES, "", re.sub(EDGE_MARK, r"\1\2", cell)).replace("\N{MINUS SIGN}", "-")
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    if text.endswith("-") and not text.startswith("-"):
        text = "-" + text[:-1]
    return re.sub(f"^([+-])[{BLANKS}]+", r"\1", text)


def is_number(cell: str) -> bool:
    """Say whether a cell looks like a number in some format, currency allowed."""
    return bool(_CORE.fullmatch(core(cell)))


def guess_number_format(
    cells: Sequence[str], *, prefer: str = ".", given: str | None = None
) -> NumberFormat:
    """Decide the decimal sign of a column. `prefer` is taken when nothing in it tells.

    given: the owner's sign; taken unless no cell with a sign can be read by it.
    """
    votes = {".": 0, ",": 0}
    grouped = {".": 0, ",": 0}  # signs that stand only as before thousands
    for text in map(core, cells):
        signs = [sign for sign in text if sign in ".,"]
        if not signs or not _CORE.fullmatch(text):
            continue
        is_group = len(set(signs)) == 1 and _stands_as_group(text, signs[-1])
        (grouped if is_group else votes)[signs[-1]] += 1
    has_marks = any(mark for mark in marks_in_cells(cells))
    if given is not None and _reads(cells, given):
        return NumberFormat(decimal=given, has_marks=has_marks, evidence="given")
    decimal = _leader(votes) or _OTHER.get(_leader(grouped), "")  # "1,234", never "1,5": it groups
    return NumberFormat(
        decimal=decimal or prefer,
        has_marks=has_marks,
        evidence="content" if decimal else "default",
        runner_up=_OTHER[decimal or prefer],
    )


def _reads(cells: Sequence[str], decimal: str) -> bool:
    """Say whether the sign reads a cell with a point or a comma, or there is no such cell."""
    texts = [text for text in map(core, cells) if _CORE.fullmatch(text) and set(text) & set(".,")]
    pattern = re.compile(NumberFormat(decimal=decimal).pattern)
    return not texts or any(pattern.fullmatch(text) for text in texts)


def _leader(votes: Mapping[str, int]) -> str:
    return "" if votes["."] == votes[","] else max(votes, key=lambda sign: votes[sign])


def _stands_as_group(text: str, sign: str) -> bool:
    """Say whether every `sign` stands before three digits, as in 1,234 or 12.345.678."""
    return bool(re.fullmatch(rf"[+-]?[1-9][0-9]{{0,2}}(?:{re.escape(sign)}[0-9]{{3}})+", text))


def minor_sql(column: str, number: NumberFormat) -> str:
    """Return SQL of a text column's whole minor units; NULL where it is no such number."""
    return f"CAST({_decimal_sql(column, number, _MONEY)} * 100 AS BIGINT)"


def exact_sql(column: str, number: NumberFormat) -> str:
    """Return SQL of a text column as a decimal of six places; NULL where it is no number."""
    return _decimal_sql(column, number, _EXACT)


def product_minor_sql(quantity: str, price: str) -> str:
    """Return SQL of quantity times unit price (decimals of six places) in whole minor units."""
    wide = f"CAST({quantity} AS DECIMAL(19,3))"  # above 18 digits the product is 128 bits wide
    product = f"round({wide} * {price}, 2)"
    return f"CAST(TRY_CAST({product} AS {_MONEY}) * 100 AS BIGINT)"


def size_sql(column: str, number: NumberFormat) -> str:
    """Return SQL of the rough size of a text, also of one that no minor units hold; NULL for words.

    To be asked `NOT size < BEYOND`: NaN is larger than everything.
    """
    wide = f"CAST({_decimal_sql(column, number, _WIDEST)} AS DOUBLE)"
    return f"abs(COALESCE(TRY_CAST(replace({column}, ',', '.') AS DOUBLE), {wide}))"


def _decimal_sql(column: str, number: NumberFormat, kind: str) -> str:
    """Return SQL that tries the cheap cast first and the thorough one only on what it missed.

    COALESCE and CASE are lazy in DuckDB: the regular expressions see the odd cells only.
    """
    if number.decimal == ".":
        fast = f"TRY_CAST({column} AS {kind})"
    else:  # a point groups thousands here: the thorough way must look at it
        plain = f"TRY_CAST(replace({column}, ',', '.') AS {kind})"
        fast = f"CASE WHEN contains({column}, '.') THEN NULL ELSE {plain} END"
    return f"COALESCE({fast}, {_thorough_sql(column, number, kind)})"


def _thorough_sql(column: str, number: NumberFormat, kind: str) -> str:
    """Return SQL of the cast with marks and groups taken off.

    Each step holds the last one once: what stood twice would be computed for every row.
    """
    bare = rf"regexp_replace({column}, {_quoted(EDGE_MARK)}, '\1\2', 'g')"
    edges = f"regexp_replace({bare if number.has_marks else column}, {_quoted(_EDGES)}, '', 'g')"
    minus = rf"regexp_replace(replace({edges}, '−', '-'), '^\((.*)\)$', '-\1')"
    signed = rf"regexp_replace({minus}, '^([^-].*)-$', '-\1')"
    text = rf"regexp_replace({signed}, '^([+-])[{BLANKS}]+', '\1')"
    whole = f"regexp_extract({text}, {_quoted(f'^{number.pattern}$')})"  # blank where it fails
    dropped = BLANKS + "''’" + ("." if number.decimal == "," else ",")
    digits = f"replace(translate({whole}, '{dropped}', ''), '{number.decimal}', '.')"
    return f"TRY_CAST({digits} AS {kind})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
