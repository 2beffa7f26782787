"""Currencies as people write them: codes, signs, and words in headings and cells."""

import re
from collections import Counter
from collections.abc import Iterable

DEFAULT = "PLN"
SIGNS = {
    "ZŁ": "PLN",
    "ZL": "PLN",
    "ZŁOTYCH": "PLN",
    "€": "EUR",
    "$": "USD",
    "£": "GBP",
    "KČ": "CZK",
}
_CODES = (
    "PLN EUR USD GBP CHF CZK SEK NOK DKK HUF UAH RON BGN ISK TRY CAD AUD NZD JPY CNY INR BRL MXN "
    "ZAR ILS SGD HKD KRW THB AED GEL RSD MDL"
)
CODES = _CODES.split()
_WORDS = "|".join(["zł", "zl", "kč", "[€$£]", *CODES])
MARK = f"(?i)({_WORDS})"
_BLANKS = "[ \t\u00a0\u202f\u2009]*"
# A mark at an edge of a number, its sign or bracket kept as groups 1 and 2; a dot may end "zł."
EDGE_MARK = (
    rf"(?i)^{_BLANKS}([(+−-]?){_BLANKS}(?:{_WORDS})\.?"
    rf"|{_BLANKS}(?:{_WORDS})\.?{_BLANKS}([)-]?){_BLANKS}$"
)


def iso_code(text: str) -> str:
    """Return the ISO code of a code or a sign, or the text in capitals."""
    mark = text.strip().rstrip(".").upper()
    return SIGNS.get(mark, mark)


def is_code(text: str) -> bool:
    """Say whether a cell is a currency's code or sign."""
    return iso_code(text) in CODES


def mark_in_heading(heading: str) -> str:
    """Return the currency a heading names, as in "kwota [zł]" or amount_eur, or nothing."""
    words = re.split(r"[^a-złč€$£]+", heading.lower())
    return next((iso_code(word) for word in words if word and is_code(word)), "")


def marks_in_cells(cells: Iterable[str]) -> Counter[str]:
    """Return how often each currency stands beside the numbers; "" counts the bare ones."""
    found = (re.search(MARK, cell) for cell in cells)
    return Counter(iso_code(match[1]) if match else "" for match in found)


def iso_sql(text: str) -> str:
    """Return SQL of the ISO code of a text expression; NULL where it is blank."""
    upper = f"upper(rtrim(trim({text}), '.'))"
    cases = " ".join(f"WHEN '{sign}' THEN '{code}'" for sign, code in SIGNS.items())
    return f"CASE {upper} {cases} ELSE nullif({upper}, '') END"


def mark_sql(column: str) -> str:
    """Return SQL of the currency marked in an amount's cell; NULL where there is none."""
    return iso_sql(f"regexp_extract({column}, '{MARK}', 1)")
