"""Exact numbers for business formulas: decimals in, decimals out, rounded only to be shown."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from plon.lifetime.errors import InputUnusable, sentence

Amount = Decimal | int | str  # never float: 0.1 is not a tenth


def exact(value: Amount) -> Decimal:
    """Return the number itself. Raises InputUnusable for floats, words, NaN and infinity."""
    if isinstance(value, float | bool):
        raise InputUnusable(
            sentence("%(value)s is not exact: write it as a decimal, for example '0.1'"),
            value=value,
        )
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise InputUnusable(sentence("“%(value)s” is not a number"), value=value) from None
    if not number.is_finite():
        raise InputUnusable(sentence("“%(value)s” is not a number"), value=value)
    return number


def total(values: Iterable[Decimal]) -> Decimal:
    """Return the sum; 0 of nothing."""
    return sum(values, start=Decimal(0))


def not_negative(value: Amount, *, name: str) -> Decimal:
    """Return the number. Raises InputUnusable below zero."""
    number = exact(value)
    if number < 0:
        raise InputUnusable(
            sentence("%(name)s cannot be below zero, and is %(value)s"), name=name, value=value
        )
    return number


def above_zero(value: Amount, *, name: str) -> Decimal:
    """Return the number. Raises InputUnusable at zero and below."""
    number = exact(value)
    if number <= 0:
        raise InputUnusable(
            sentence("%(name)s must be above zero, and is %(value)s"), name=name, value=value
        )
    return number


def share_of_one(value: Amount, *, name: str) -> Decimal:
    """Return the number. Raises InputUnusable outside 0 … 1."""
    number = exact(value)
    if not 0 <= number <= 1:
        raise InputUnusable(
            sentence("%(name)s is a share between 0 and 1, not %(value)s"), name=name, value=value
        )
    return number


def rounded(value: Amount, *, decimals: int = 1) -> Decimal:
    """Return the number as a page shows it: halves away from zero."""
    return exact(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def to_grosz(value: Amount) -> Decimal:
    """Return an amount with two decimals, halves away from zero; for display, never in between."""
    return rounded(value, decimals=2)
