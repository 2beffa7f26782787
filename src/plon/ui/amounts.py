"""Amounts as people write them: comma or dot, spaces or none, the currency or none. Pure."""

import re

_BLANKS = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}']")
_AMOUNT = re.compile(r"([+-]?)(\d+)(?:[.,](\d{1,2}))?")
_DIGITS_MAX = 30  # of whole units; nobody has more, and a longer row of them cannot be read
_GROUPED = re.compile(r"([+-]?)(\d{1,3}(?:([.,])\d{3})+)(?:(?!\3)[.,](\d{1,2}))?")


class AmountUnreadable(ValueError):
    """A text is not an amount with at most two decimals."""


def minor_units(text: str, *, currency: str) -> int:
    """Return grosz or cents of "1 234,50 zł", "PLN 1,234.50", "1234.5". Raises AmountUnreadable.

    One dot or comma before three digits parts thousands: nobody writes tenths of a grosz.
    """
    bare = _BLANKS.sub("", text).replace("\N{MINUS SIGN}", "-").casefold()
    for mark in (currency.casefold(), "zł", "€", "$"):
        bare = bare.removeprefix(mark).removesuffix(mark)
    if found := _GROUPED.fullmatch(bare):
        sign, whole, _, cents = found.groups()
    elif found := _AMOUNT.fullmatch(bare):
        sign, whole, cents = found.groups()
    else:
        raise AmountUnreadable(text)
    digits = re.sub(r"\D", "", whole)
    if len(digits) > _DIGITS_MAX:
        raise AmountUnreadable(text)
    minor = int(digits) * 100 + int((cents or "0").ljust(2, "0"))
    return -minor if sign == "-" else minor


def written(minor: int, *, language: str) -> str:
    """Return the amount as it stands in a field: 1234,50 in Polish, 1234.50 in English."""
    whole, cents = divmod(abs(minor), 100)
    sign, mark = "-" if minor < 0 else "", "," if language == "pl" else "."
    return f"{sign}{whole}{mark}{cents:02d}" if cents else f"{sign}{whole}"
