"""Cells as they were meant, and as the tables can keep them."""

KEY_MAX = 120  # signs of an order's number, a refund's, a product's code
_KEY_KEPT = 80  # of a longer one; its fingerprint tells it apart
_SIGNS = r"^'([=+\-@\t\r\n])"


def plain_sql(column: str) -> str:
    """Return SQL of a text column without the apostrophe that keeps a spreadsheet from seeing a
    formula; looking for one first is cheap.
    """
    pattern = _SIGNS.replace("'", "''")
    bare = rf"regexp_replace({column}, '{pattern}', '\1')"
    return f"CASE WHEN starts_with({column}, '''') THEN {bare} ELSE {column} END"


def key_sql(column: str, *, most: int = KEY_MAX) -> str:
    """Return SQL of a text that a key can hold; the same text is shortened alike everywhere."""
    short = f"left({column}, {_KEY_KEPT}) || '#' || left(sha256({column}), 16)"
    return f"CASE WHEN length({column}) > {most} THEN {short} ELSE {column} END"


def within_sql(value: str, least: str, most: str) -> str:
    """Return SQL of a value between bounds; NULL beyond them."""
    return f"CASE WHEN {value} BETWEEN {least} AND {most} THEN {value} END"


def day_sql(day: str) -> str:
    """Return SQL of a day in the years that a calendar counts; NULL beyond them."""
    return within_sql(day, "DATE '0001-01-01'", "DATE '9999-12-31'")
