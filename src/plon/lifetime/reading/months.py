"""Names of months in Polish and English, told by their first three letters."""

_POLISH = "sty lut mar kwi maj cze lip sie wrz paź lis gru"
_PLAIN = "sty lut mar kwi maj cze lip sie wrz paz lis gru"
_ENGLISH = "jan feb mar apr may jun jul aug sep oct nov dec"
_STEMS = f"{_POLISH} {_PLAIN} {_ENGLISH}".split(" ")  # a stem's place modulo 12 is its month
NAME = "[a-ząćęłńóśźż]{3,12}"


def is_month(word: str) -> bool:
    """Say whether a word is a month's name or its short form."""
    return word[:3].lower() in _STEMS


def month_sql(column: str) -> str:
    """Return SQL that writes a month's name in a date as two digits, parts parted by one blank."""
    text = f"lower(trim({column}))"
    word = f"regexp_extract({text}, '{NAME}')"
    stems = "[" + ", ".join(f"'{stem}'" for stem in _STEMS) + "]"
    place = f"(list_position({stems}, left({word}, 3)) - 1) % 12 + 1"
    number = f"lpad(CAST({place} AS VARCHAR), 2, '0')"
    return rf"regexp_replace(replace({text}, {word}, {number}), '[ .,/-]+', ' ', 'g')"
