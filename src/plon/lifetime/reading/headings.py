"""Words that owners write above columns, Polish and English, best first."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

# Role -> headings without diacritics, parted words. The order is the rank: an id beats a name.
_SYNONYMS = {
    "customer": (
        "customer id|id klienta|nr klienta|numer klienta|kod klienta|klient id|client id"
        "|customer no|customer number|customer code|household id|household key|member id"
        "|id kontrahenta|nr kontrahenta|kod kontrahenta|user id|id uzytkownika|nr karty"
        "|numer karty|loyalty card|karta|customer|klient|client|kontrahent|nabywca|kupujacy"
        "|odbiorca|nip|pesel|e mail klienta|customer email|e mail|email|adres e mail|login"
        "|uzytkownik|user|member|household|telefon|nr telefonu|phone|nazwa klienta|customer name"
        "|imie i nazwisko|nazwisko|nazwa kontrahenta"
    ),
    "date": (
        "data sprzedazy|data transakcji|data zakupu|data zamowienia|data zlozenia zamowienia"
        "|order date|invoice date|purchase date|transaction date|sale date|sales date"
        "|transaction timestamp|data wystawienia|data faktury|data paragonu|data dokumentu"
        "|data i godzina|data|date|datetime|timestamp|data platnosci|payment date|ordered at"
        "|purchased at|paid at|created at|created|day|dzien|czas|time"
    ),
    "amount": (
        "kwota brutto|wartosc brutto|kwota sprzedazy|wartosc sprzedazy|wartosc zamowienia"
        "|kwota zamowienia|kwota transakcji|wartosc transakcji|kwota|wartosc|brutto|suma|razem"
        "|do zaplaty|zaplacono|total amount|order total|grand total|line total|total price"
        "|order value|sales amount|sales value|total sales|total|amount|gross amount|gross"
        "|revenue|przychod|obrot|sprzedaz|sales|spend|value|payment|kwota netto|wartosc netto"
        "|netto|net amount|net"
    ),
    "unit_price": (
        "cena jednostkowa brutto|cena jednostkowa|unit price|cena brutto|item price|cena|price"
        "|cena netto|cena jednostkowa netto"
    ),
    "quantity": (
        "ilosc|quantity|qty|liczba sztuk|ilosc sztuk|sztuk|sztuki|szt|liczba|units|pieces|pcs"
    ),
    "order": (
        "nr zamowienia|numer zamowienia|id zamowienia|order id|order no|order number|nr faktury"
        "|numer faktury|invoice no|invoice number|invoice id|nr dokumentu|numer dokumentu"
        "|nr paragonu|numer paragonu|transaction id|id transakcji|nr transakcji|basket id"
        "|receipt id|receipt no|receipt|zamowienie|order|faktura|invoice|paragon|dokument"
        "|transakcja|numer"
    ),
    "product": (
        "kod produktu|id produktu|sku|stock code|product id|product code|indeks|kod towaru|ean"
        "|item id|produkt|product|towar|usluga|nazwa produktu|nazwa towaru|nazwa uslugi"
        "|product name|item name|item|asortyment|description|opis|nazwa"
    ),
    "channel": (
        "kanal sprzedazy|kanal|sales channel|channel|zrodlo|zrodlo zamowienia|source|utm source"
        "|marketplace|platforma|sklep|punkt sprzedazy|placowka|store|store id"
    ),
    "margin": (
        "marza kwotowa|kwota marzy|marza|gross margin|margin amount|margin|zysk brutto|zysk"
        "|gross profit|profit|contribution"
    ),
    "currency": "waluta|kod waluty|currency|currency code|ccy",
    "document_type": (
        "typ dokumentu|rodzaj dokumentu|document type|doc type|typ transakcji|transaction type"
        "|rodzaj|typ|type"
    ),
}
SYNONYMS: Mapping[str, Sequence[str]] = {
    role: words.split("|") for role, words in _SYNONYMS.items()
}
# A heading with one of these is not the column meant, however well it fits.
_FOREIGN = {
    "date": "urodzenia birth birthday termin due rejestracji registration rejestracja",
    "margin": "proc procent percent pct rate",
    "amount": "vat podatek tax rabat discount shipping wysylki dostawy",
    "product": "klienta kontrahenta customer client",
    "order": "klienta kontrahenta customer client telefonu karty nip produktu konta",
    "customer": "sprzedawca seller typ type grupa group segment wiek age since",
}


def words_of(heading: str) -> str:
    """Return a heading in lower-case words without diacritics: "InvoiceDate" is "invoice date"."""
    text = re.sub(r"([a-ząćęłńóśźż0-9])([A-Z])", r"\1 \2", heading)
    text = text.replace("ł", "l").replace("Ł", "L").replace("%", " proc ")
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", letters.lower()))


def heading_score(role: str, heading: str) -> float:
    """Return how well a heading names a role: 2 to 3 for a synonym, 1 to 2 where it holds one.

    Within a rank the earlier synonym is better; 0 where nothing fits.
    """
    return score(heading, SYNONYMS[role], foreign=_FOREIGN.get(role, ""))


def score(heading: str, synonyms: Sequence[str], *, foreign: str = "") -> float:
    """Return the same for any list of synonyms, best first; `foreign`: words that forbid it."""
    words = words_of(heading)
    if not words or set(words.split()) & set(foreign.split()):
        return 0.0
    for rank, synonym in enumerate(synonyms):
        if words == synonym:
            return 3 - rank / len(synonyms)
    padded = f" {words} "
    for rank, synonym in enumerate(synonyms):
        if f" {synonym} " in padded:
            return 2 - rank / len(synonyms)
    return 0.0
