"""What good type needs and no author should have to remember."""

import re

NBSP = "\N{NO-BREAK SPACE}"
_NOT_TEXT = re.compile(r"(<style\b.*?</style>|<[^>]*>)", re.DOTALL)
_SHORT_WORD = re.compile(r"(?<![^\s(„–])([aiouwzAIOUWZ]) (?=\S)")


def bind_short_words(html: str) -> str:
    """Tie Polish one-letter words to the word after them; tags and styles stay as they are.

    Needs markup whose texts and attributes are escaped, as templates make it.
    """
    pieces = _NOT_TEXT.split(html)
    pieces[::2] = [_bound(text) for text in pieces[::2]]
    return "".join(pieces)


def _bound(text: str) -> str:
    return _SHORT_WORD.sub(rf"\1{NBSP}", text)
