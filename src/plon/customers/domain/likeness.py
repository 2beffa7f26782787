"""Who looks like whom, and why. Pure.

Blocks keep it from comparing everybody with everybody: only those who share a key are compared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from uuid import UUID

from plon.customers.domain.normal import fold

THRESHOLD = 35
WEIGHTS = {  # how much a shared fact says
    "same_email": 60,
    "same_number": 45,
    "same_tax_id": 60,
    "same_company": 30,
    "same_name": 30,
    "near_name": 20,
    "same_birthday": 30,
    "same_postcode": 10,
    "same_street": 15,
    "same_city": 5,
}
OTHER_BIRTHDAY = OTHER_TAX_ID = 40  # taken off: two who differ in it are hardly one
OTHER_NAME = 25  # a family shares a telephone
STRONG, LIKELY = 75, 50
_NEAR = {3: 0, 6: 1}  # letters of a word: how many may differ; longer ones two
_DOTLESS = {"gmail.com", "googlemail.com"}  # where dots in an address mean nothing
_FORMS = re.compile(
    r"\b(sp\.? ?z ?o\.? ?o\.?|spolka z ograniczona odpowiedzialnoscia|spolka|s\.? ?a\.?"
    r"|s\.? ?c\.?|sp\.? ?[jk]\.?|ltd\.?|gmbh|inc\.?|firma|phu|fhu|pphu)(?=\W|$)"
)
_STREET = re.compile(r"^(ul|al|os|pl|ulica|aleja|osiedle|plac)\.? ")
_WORDS = re.compile(r"\w+")
_VOWELS = str.maketrans("", "", "aeiouy")
_REPEATED_MAX = 100_000  # names, towns and postcodes come again and again


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is compared of a customer, folded. name: words in order of the alphabet."""

    id: UUID
    name: tuple[str, ...] = ()
    company: str = ""
    tax_id: str = ""
    birthday: date | None = None
    postcode: str = ""
    street: str = ""
    city: str = ""
    emails: frozenset[str] = field(default_factory=frozenset)
    numbers: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How much two look like one, and by which facts, the strongest first."""

    score: int
    reasons: tuple[str, ...]


def known(*, customer_id: UUID, told: dict[str, object], addresses: list[tuple[str, str]]) -> Known:
    """Return what is compared of a customer. told: fields; addresses: (kind, normal form)."""

    def text(name: str) -> str:
        return _folded(str(told[name])) if told[name] else ""

    born = told["birthday"]
    return Known(
        id=customer_id,
        name=tuple(sorted((*_words(told["first_name"]), *_words(told["last_name"])))),
        company=_company(text("company_name")) if told["company_name"] else "",
        tax_id=text("tax_id"),
        birthday=born if isinstance(born, date) else None,
        postcode="".join(_words(told["postcode"])),
        street=_STREET.sub("", text("street")),
        city=text("city"),
        emails=frozenset(same_box(value) for kind, value in addresses if kind == "email"),
        numbers=frozenset(value for kind, value in addresses if kind in _TALKING),
    )


_TALKING = {"phone", "whatsapp", "viber"}


def same_box(email: str) -> str:
    """Return an address as its mail box sees it: nothing after "+", dots only where they count."""
    local, _, domain = email.partition("@")
    local = local.split("+", 1)[0]
    if domain in _DOTLESS:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def keys(who: Known) -> Iterator[tuple[object, ...]]:
    """Yield the blocks a customer belongs to; whoever shares none with another is not compared."""
    yield from (("email", value) for value in who.emails)
    yield from (("number", value) for value in who.numbers)
    if who.tax_id:
        yield "tax", who.tax_id
    if who.company:
        yield "company", who.company
    initials = "".join(word[0] for word in who.name)
    facts = (("born", who.birthday), ("city", who.city), ("post", who.postcode))
    if who.name:
        yield from (("name", who.name, kind, fact) for kind, fact in facts if fact)
        skeleton = tuple(word[1:].translate(_VOWELS)[:4] for word in who.name)
        yield from (("near", initials, skeleton, kind, fact) for kind, fact in facts if fact)
        if who.birthday:
            yield "letters", initials, who.birthday
        if who.postcode and who.street:
            yield "letters", initials, who.postcode, who.street


def likeness(one: Known, other: Known) -> Likeness | None:
    """Return how two look like one; None where they hardly do."""
    reasons = [name for name, is_shared in _shared(one, other) if is_shared]
    score = sum(WEIGHTS[name] for name in reasons)
    if one.birthday and other.birthday and one.birthday != other.birthday:
        score -= OTHER_BIRTHDAY
    if one.tax_id and other.tax_id and one.tax_id != other.tax_id:
        score -= OTHER_TAX_ID
    if one.name and other.name and not {"same_name", "near_name"} & set(reasons):
        score -= OTHER_NAME
    if score < THRESHOLD or reasons in (["same_name"], ["near_name"]):
        return None
    reasons.sort(key=lambda name: -WEIGHTS[name])
    return Likeness(score=min(score, 100), reasons=tuple(reasons))


def _shared(one: Known, other: Known) -> Iterator[tuple[str, bool]]:
    is_same = bool(one.name) and one.name == other.name
    yield "same_email", bool(one.emails & other.emails)
    yield "same_number", bool(one.numbers & other.numbers)
    yield "same_tax_id", bool(one.tax_id) and one.tax_id == other.tax_id
    yield "same_company", bool(one.company) and one.company == other.company
    yield "same_name", is_same
    yield "near_name", not is_same and _is_near(one.name, other.name)
    yield "same_birthday", one.birthday is not None and one.birthday == other.birthday
    yield "same_postcode", bool(one.postcode) and one.postcode == other.postcode
    yield "same_street", bool(one.street) and one.street == other.street
    yield "same_city", bool(one.city) and one.city == other.city


def _is_near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Say whether two names are one with a slip of the pen, or one leaves a middle name out."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) < 2:
        return len(one) == len(other) == 1 and _is_slip(one[0], other[0])
    if len(one) < len(other):
        return set(one) < set(other)
    return all(_is_slip(a, b) for a, b in zip(one, other, strict=True))


def _is_slip(one: str, other: str) -> bool:
    """Say whether two words differ by no more than a slip: the longer, the more may differ."""
    shorter = min(len(one), len(other))
    most = next((most for length, most in _NEAR.items() if shorter <= length), 2)
    return distance(one, other, most=most) <= most


def distance(one: str, other: str, *, most: int) -> int:
    """Return how many letters to change, add, leave out or swap; `most` + 1 where it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


@lru_cache(maxsize=_REPEATED_MAX)
def _folded(text: str) -> str:
    return fold(text)


@lru_cache(maxsize=_REPEATED_MAX)
def _words(text: object) -> tuple[str, ...]:
    return tuple(_WORDS.findall(fold(str(text)))) if text else ()


def _company(text: str) -> str:
    """Return a firm's name without its legal form."""
    return " ".join(_WORDS.findall(_FORMS.sub(" ", text)))
