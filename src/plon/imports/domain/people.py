"""What the column of customers in a file of sales holds, and names in one piece."""

import re
from collections.abc import Sequence

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"(?:\+|00)?[0-9][0-9 ()-]{7,16}[0-9]")
_SHARE = 0.9


def identity_kind(heading: str, cells: Sequence[str]) -> str:
    """Return "email", "phone" or "external_id": by what customers are told apart.

    Digits alone are a number of the firm's own unless the heading speaks of a telephone.
    """
    if _mostly(_EMAIL, cells):
        return "email"
    is_named = re.search(r"(?i)tel|phone|kom[oó]rk|mobile", heading) is not None
    if _mostly(_PHONE, cells) and (is_named or all(cell[:1] == "+" for cell in cells)):
        return "phone"
    return "external_id"


def parts_of_name(name: str) -> tuple[str, str]:
    """Return first and last name: "Anna Nowak" and "Nowak, Anna" are the same."""
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and first:
        return first, last
    words = name.replace(",", " ").split()
    return " ".join(words[:-1]), "".join(words[-1:])


def _mostly(pattern: re.Pattern[str], cells: Sequence[str]) -> bool:
    hits = sum(bool(pattern.fullmatch(cell.strip())) for cell in cells)
    return bool(cells) and hits >= _SHARE * len(cells)
