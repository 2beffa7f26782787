"""Normal forms of names and addresses: one spelling for one thing. Pure."""

import re
import unicodedata

import phonenumbers

from plon.core.tax import is_nip

_UNSEEN = {0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_EMAIL_MAX = 254
_CODE_LENGTH = 2
_LETTERS = str.maketrans("łŁøØđĐǾǿ", "lLoOdDOo")  # those that Unicode does not take apart


def tidy(text: str) -> str:
    """Return text as one would write it: NFC, no unseen signs, single blanks, none at the edges."""
    if text.isascii():  # most is
        return " ".join(text.replace("\0", "").split())
    seen = (sign for sign in text if ord(sign) not in _UNSEEN and sign != "\0")
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())


def fold(text: str) -> str:
    """Return text for searching: lower case, without diacritics; "Łódź" and "lodz" are one."""
    if text.isascii():  # most is, and has nothing to take apart
        return tidy(text.lower())
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return tidy(unicodedata.normalize("NFKC", plain.casefold()))


def spellings(text: str) -> list[str]:
    """Return for each word a regular expression that finds it in text that was not folded.

    For tables without a folded column. Every spelling is named, so that no database has to know
    letters: SQLite knows those of ASCII alone.
    """
    return ["".join(map(_either, word)) for word in fold(text).split()]


def _either(sign: str) -> str:
    ways = {sign, *_SPELT.get(sign, ""), *(way for way in [sign.upper()] if len(way) == 1)}
    return re.escape(sign) if len(ways) == 1 else f"[{''.join(sorted(ways))}]"


def normal_email(text: str) -> str | None:
    """Return the address in lower case, its domain as browsers send it; None if it is none."""
    address = tidy(text).strip(".,;<> ")
    if not _EMAIL.fullmatch(address) or len(address) > _EMAIL_MAX:
        return None
    local, _, domain = address.rpartition("@")
    try:
        ascii_domain = domain.rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return f"{local.lower()}@{ascii_domain.lower()}"


def normal_phone(text: str, *, country: str = "PL") -> str | None:
    """Return the number in E.164, "+48600100200"; None if no number of that length exists."""
    try:
        number = phonenumbers.parse(tidy(text), country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def normal_tax_id(text: str) -> str | None:
    """Return the ten digits of a Polish NIP; None if the check digit is wrong."""
    digits = re.sub(r"\D", "", text)
    return digits if is_nip(digits) else None


def normal_code(text: str, *, is_upper: bool) -> str | None:
    """Return a code of two letters, of a country or a language; None for a word in its place."""
    code = tidy(text)
    is_code = len(code) == _CODE_LENGTH and code.isascii() and code.isalpha()
    return (code.upper() if is_upper else code.lower()) if is_code else None


def normal_identity(kind: str, text: str) -> str | None:
    """Return an address of that kind in its normal form; None if it is none."""
    if kind == "email":
        return normal_email(text)
    if kind in {"phone", "whatsapp", "viber"}:
        return normal_phone(text)
    return fold(text).lstrip("@") if kind != "external" else tidy(text) or None


def _latin() -> dict[str, str]:
    """Return for each plain letter those that fold to it, small and capital."""
    spelt: dict[str, str] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = fold(chr(code))
        spelt[plain] = spelt.get(plain, "") + chr(code)
    return spelt


_SPELT = _latin()
