"""Words in cells for values of ours: statuses, kinds, yes and no; tags."""

from collections.abc import Mapping
from functools import lru_cache

from plon.lifetime.reading.headings import words_of

_STATUSES = {
    "lead": "lead|zapytanie|kontakt|nowe zapytanie",
    "application": "application|wniosek|zlozony wniosek|nowe|nowy|new|pending|oczekuje",
    "approved": "approved|zatwierdzone|zatwierdzony|zatwierdzona|zaakceptowane|accepted",
    "rejected": "rejected|odrzucone|odrzucony|odrzucona|odmowa|declined",
    "signed": "signed|podpisane|podpisana|podpisany|umowa podpisana|active|aktywna",
    "paid": "paid|oplacone|oplacona|zaplacone|zaplacona|zrealizowane|zrealizowana|wyslane"
    "|zakonczone|completed|complete|delivered|shipped|wyplacone|wyplacona|done",
    "cancelled": "cancelled|canceled|anulowane|anulowana|anulowany|rezygnacja|void",
    "returned": "returned|zwrocone|zwrocona|refunded|zwrot",
}
_PLACES = {
    "online": "online|internet|sklep internetowy|web|www",
    "offline": "offline|stacjonarnie|stacjonarny|sklep|salon|counter|pos",
}
_ORIGINS = {
    "first": "first|pierwszy|pierwsza|pierwsze",
    "cross_sell": "cross sell|sprzedaz dodatkowa",
    "upsell": "upsell|up sell",
    "renewal": "renewal|odnowienie|wznowienie",
    "referral": "referral|polecenie",
    "repeat": "repeat|powtorny|powtorna|kolejny",
}
_KINDS = {
    "person": "person|osoba|osoba prywatna|konsument|prywatny|individual|consumer",
    "company": "company|firma|b2b|business|przedsiebiorca|podmiot",
    "partner": "partner",
    "supplier": "supplier|dostawca",
    "employee": "employee|pracownik",
}
_COMMISSIONS = {
    "none": "none|brak",
    "fixed": "fixed|stala|kwotowa",
    "percent": "percent|procentowa|procent",
    "yearly": "yearly|roczna|co rok",
}
_PACES = {"slow": "slow|wolno|wolny", "fast": "fast|szybko|szybki"}
_YES = {"1", "yes", "tak", "true", "t", "y", "prawda"}
_NO = {"0", "no", "nie", "false", "n", "f", "falsz"}


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, words in table.items() for word in words.split("|")}


CHOICES: Mapping[str, Mapping[str, str]] = {  # field -> word -> value
    "status": _by_word(_STATUSES),
    "place": _by_word(_PLACES),
    "origin": _by_word(_ORIGINS),
    "kind": _by_word(_KINDS),
    "commission_model": _by_word(_COMMISSIONS),
    "pace": _by_word(_PACES),
    "is_active": dict.fromkeys(_YES, "1") | dict.fromkeys(_NO, "0"),
    "is_counted_yearly": dict.fromkeys(_YES, "1") | dict.fromkeys(_NO, "0"),
}


@lru_cache(maxsize=1024)
def choice(field: str, cell: str | None) -> str:
    """Return the value that a cell's word stands for; "" where it is blank or unknown."""
    return CHOICES[field].get(words_of(cell), "") if cell else ""


def tags_of(cell: str | None) -> tuple[str, ...]:
    """Return the tags of a cell, parted by comma, semicolon or bar, each once."""
    parts = (cell or "").replace(";", ",").replace("|", ",").split(",")
    return tuple(dict.fromkeys(part.strip()[:60] for part in parts if part.strip()))
