"""What a list says of a person goes into the blank fields of a row, and makes it findable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plon.customers import domain
from plon.customers.models import Customer

TEXTS = (
    "first_name",
    "last_name",
    "company_name",
    "tax_id",
    "street",
    "postcode",
    "city",
    "country",
    "region",
    "language",
    "preferred_channel",
    "acquisition_channel",
    "campaign",
    "data_source",
    "favourite_product",
    "needs",
    "preferences",
)
DATES = ("birthday", "company_birthday", "first_visit_date")
_CODES = ("country", "language")  # two letters; a word in their place is none
_LENGTHS = {
    field.name: getattr(field, "max_length", None) for field in Customer._meta.concrete_fields
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a list says of one person or firm; "" and None say nothing.

    external_id: the person's number in that list, as "system:number" where several lists exist.
    """

    external_id: str = ""
    email: str = ""
    phone: str = ""
    kind: str = ""
    first_name: str = ""
    last_name: str = ""
    company_name: str = ""
    tax_id: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    region: str = ""
    language: str = ""
    preferred_channel: str = ""
    acquisition_channel: str = ""
    campaign: str = ""
    data_source: str = ""
    favourite_product: str = ""
    needs: str = ""
    preferences: str = ""
    birthday: date | None = None
    company_birthday: date | None = None
    first_visit_date: date | None = None
    tags: tuple[str, ...] = ()


def says_anything(person: Person) -> bool:
    """Say whether a person comes with more than a number."""
    names = (*TEXTS, *DATES, "email", "phone", "tags")
    return any(getattr(person, name) for name in names)


def fill(row: Customer, people: Sequence[Person]) -> set[str]:
    """Fill a row's blank fields and make it findable; return the names of what changed."""
    names, shut = set[str](), set(row.emptied.split("\n"))
    for person in people:
        for name in (name for name in TEXTS if name not in shut):
            told = getattr(person, name)
            if told and not getattr(row, name) and (text := _normal(name, told)):
                setattr(row, name, text[: _LENGTHS[name]])
                names.add(name)
        for name in (name for name in DATES if name not in shut):
            if getattr(row, name) is None and getattr(person, name) is not None:
                setattr(row, name, getattr(person, name))
                names.add(name)
    found_by = search_text(row, people)
    if found_by != row.search_text:
        row.search_text = found_by
        names.add("search_text")
    return names


def search_text(row: Customer, people: Sequence[Person] = ()) -> str:
    """Return what a search looks through: names and addresses, folded, old and new."""
    words = [row.first_name, row.last_name, row.company_name, row.city, row.tax_id]
    words += [text for p in people for text in (p.email, p.phone, p.external_id)]
    unique = dict.fromkeys(w for text in (row.search_text, *words) for w in _words(text))
    return " ".join(unique)


def _normal(name: str, text: str) -> str:
    """Return a field's text in its normal form; a code that is none is left out."""
    tidied = domain.tidy(text)
    if name in _CODES:
        return domain.normal_code(tidied, is_upper=name == "country") or ""
    return domain.normal_tax_id(tidied) or tidied if name == "tax_id" else tidied


def _words(text: str) -> list[str]:
    return domain.fold(text).split() if text else []
