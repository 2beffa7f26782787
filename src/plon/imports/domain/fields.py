"""Fields that a column may be taken for, with the words that owners write above them."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

from plon.lifetime.reading.headings import SYNONYMS, heading_score, score, words_of


class Kind(StrEnum):
    """What a file is a list of."""

    ORDERS = "orders"
    CUSTOMERS = "customers"
    PRODUCTS = "products"
    RECORDS = "records"  # of our own archive: what was said of customers and written down


MAPPED = (Kind.ORDERS, Kind.CUSTOMERS, Kind.PRODUCTS)  # whose columns people say


# Roles of the reader of sales; it guesses them itself.
SALES_ROLES = (
    "customer",
    "date",
    "amount",
    "order",
    "product",
    "quantity",
    "unit_price",
    "margin",
    "channel",
    "currency_column",
    "document_type",
)
_READ = tuple("currency" if role == "currency_column" else role for role in SALES_ROLES)

_PERSON = {
    "email": "email klienta|e mail klienta|customer email|adres e mail|e mail|email|mail",
    "phone": "telefon klienta|nr telefonu|numer telefonu|telefon|tel|komorka|phone number|phone"
    "|mobile",
    "first_name": "imie|first name|given name|forename",
    "last_name": "nazwisko|last name|surname|family name",
    "name": "imie i nazwisko|nazwisko i imie|nazwa klienta|klient|customer name|full name|osoba",
    "company_name": "nazwa firmy|firma|kontrahent|nazwa kontrahenta|company name|company",
    "tax_id": "nip|numer nip|nr nip|tax id|vat id|vat number",
    "city": "miejscowosc|miasto|city|town",
    "postcode": "kod pocztowy|postcode|postal code|zip code|zip",
}
EXTRA_FIELDS: Mapping[str, Sequence[str]] = {  # of a file of sales, beside the reader's roles
    name: words.split("|")
    for name, words in (
        _PERSON
        | {
            "product_name": "nazwa produktu|nazwa towaru|nazwa uslugi|product name|item name",
            "status": "status zamowienia|status transakcji|order status|status",
            "commission": "prowizja|kwota prowizji|commission",
            "renewal_date": "data odnowienia|data wznowienia|koniec umowy|renewal date",
            "place": "miejsce sprzedazy|place",
            "origin": "pochodzenie|rodzaj sprzedazy|origin",
            "order_total": "razem zamowienie|wartosc calego zamowienia|order total amount",
            "order_margin": "marza calego zamowienia|order margin",
            "refund_id": "nr zwrotu|numer zwrotu|refund number|refund id",
            "reason": "powod zwrotu|przyczyna zwrotu|reason for return|refund reason",
        }
    ).items()
}
CUSTOMER_FIELDS: Mapping[str, Sequence[str]] = {
    name: words.split("|")
    for name, words in (
        {
            "external_id": "id klienta|nr klienta|numer klienta|kod klienta|customer id"
            "|customer number|customer code|client id|id kontrahenta|nr karty|numer karty|id|nr"
            "|lp"
        }
        | _PERSON
        | {
            "kind": "rodzaj klienta|typ klienta|customer kind|customer type|rodzaj|kind",
            "street": "ulica i numer|ulica|adres|street address|street|address",
            "country": "kraj|country code|country",
            "region": "wojewodztwo|region|state|province",
            "language": "jezyk|language",
            "birthday": "data urodzenia|urodziny|date of birth|birth date|birthday",
            "company_birthday": "data zalozenia firmy|rocznica firmy|company birthday",
            "first_visit_date": "pierwsza wizyta|data pierwszej wizyty|first visit date"
            "|first visit",
            "acquisition_channel": "kanal pozyskania|zrodlo klienta|acquisition channel|kanal"
            "|zrodlo|channel|source",
            "campaign": "kampania|campaign",
            "preferred_channel": "preferowany kanal|preferowany kontakt|preferred channel",
            "data_source": "zrodlo danych|data source",
            "favourite_product": "ulubiony produkt|favourite product|favorite product",
            "needs": "potrzeby|needs",
            "preferences": "preferencje|preferences",
            "tags": "tagi|etykiety|tags|labels|grupa",
        }
    ).items()
}
PRODUCT_FIELDS: Mapping[str, Sequence[str]] = {
    name: words.split("|")
    for name, words in {
        "code": "kod produktu|id produktu|sku|indeks|kod towaru|ean|product code|product id|kod"
        "|code|id|symbol",
        "name": "nazwa produktu|nazwa towaru|nazwa uslugi|nazwa|produkt|usluga|towar|product name"
        "|product|name",
        "category": "kategoria|grupa|category|group",
        "price": "cena brutto|cena|price|cena sprzedazy|gross price",
        "unit_cost": "koszt|cena zakupu|koszt jednostkowy|unit cost|cost|purchase price",
        "margin_percent": "marza proc|marza|margin percent|margin proc|margin",
        "commission_model": "model prowizji|commission model",
        "commission_amount": "kwota prowizji|prowizja kwota|commission amount",
        "commission_percent": "prowizja proc|prowizja|commission percent|commission",
        "is_counted_yearly": "prowizja za kazdy rok|commission every year",
        "term_months": "okres umowy|okres w miesiacach|term months",
        "renewal_months": "odnowienie co miesiecy|renewal months",
        "pace": "tempo|pace",
        "eligibility": "warunki|dla kogo|eligibility",
        "note": "uwagi|notatka|uwaga|notes|note",
        "is_active": "aktywny|w sprzedazy|is active|active",
        "launch_date": "data wprowadzenia|launch date",
    }.items()
}
_FOREIGN = {  # of people's fields: words of products and orders
    "name": "produktu towaru uslugi product item",
    "external_id": "zamowienia telefonu order phone produktu product nip",
    "first_name": "nazwisko",
    "last_name": "imie",
    "email": "zgoda consent",
    "phone": "zgoda consent",
}
_TABLES = {
    Kind.ORDERS: EXTRA_FIELDS,
    Kind.CUSTOMERS: CUSTOMER_FIELDS,
    Kind.PRODUCTS: PRODUCT_FIELDS,
}
_IDENTIFYING = ("external_id", "email", "phone")
_NEEDED = {
    Kind.ORDERS: (("customer",), ("date",), ("amount", "unit_price")),
    Kind.CUSTOMERS: (_IDENTIFYING,),
    Kind.PRODUCTS: (("name", "code"),),
}


def fields_of(kind: Kind) -> tuple[str, ...]:
    """Return every field of a kind of file, in the order in which people look for them."""
    return (SALES_ROLES if kind is Kind.ORDERS else ()) + tuple(_TABLES[kind])


def missing_fields(kind: Kind, mapping: Collection[str]) -> list[tuple[str, ...]]:
    """Return the groups of which one field is needed and none is mapped."""
    return [group for group in _NEEDED[kind] if not set(group) & set(mapping)]


def match_fields(kind: Kind, headings: Sequence[str]) -> dict[str, int]:
    """Return the column (from 0) of each field that a heading names, the best pair first.

    Of sales only the fields beside the reader's roles; there a column may have both.
    """
    foreign = {} if kind is Kind.PRODUCTS else _FOREIGN
    pairs = [
        (score(heading, words, foreign=foreign.get(field, "")), field, index)
        for field, words in _TABLES[kind].items()
        for index, heading in enumerate(headings)
    ]
    found: dict[str, int] = {}
    for worth, field, index in sorted(pairs, key=lambda pair: -pair[0]):
        if worth > _least(kind) and field not in found and index not in found.values():
            found[field] = index
    return found


def guess_kind(headings: Sequence[str]) -> Kind:
    """Return what a file is a list of, by its headings; sales where they do not tell."""
    told = {kind: _told(kind, headings) for kind in MAPPED}
    is_dated = any(heading_score("date", heading) for heading in headings)
    lists = (Kind.CUSTOMERS, Kind.PRODUCTS)
    best = max(lists, key=lambda kind: told[kind])
    is_list = told[best] >= 2 and (not is_dated or told[best] > told[Kind.ORDERS])
    return best if is_list else Kind.ORDERS


def _told(kind: Kind, headings: Sequence[str]) -> int:
    """Return how many headings are exactly a field's of that kind."""
    roles = [SYNONYMS[role] for role in _READ] if kind is Kind.ORDERS else []
    words = {word for field in (*roles, *_TABLES[kind].values()) for word in field}
    return sum(words_of(heading) in words for heading in headings)


def shape_of(headings: Sequence[str]) -> str:
    """Return the fingerprint of a file's headings: files of one shape are mapped alike."""
    return hashlib.sha256("\n".join(map(words_of, headings)).encode()).hexdigest()


def _least(kind: Kind) -> float:
    """Return how well a heading must fit: exactly, in a file of sales, where roles come first."""
    return 2.0 if kind is Kind.ORDERS else 0.0
