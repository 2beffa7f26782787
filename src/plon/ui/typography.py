"""What good type needs and no author should have to remember."""

import re

NBSP = "\N{NO-BREAK SPACE}"
_NOT_TEXT = re.compile(r"(<style\b.*?</style>|<[^>]*>)", re.DOTALL)
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")
_SHORT_WORD = re.compile(r"(?<![^\s(„–])([aiouwzAIOUWZ]) (?=\S)")


def options_as_code(html: str) -> str:
    """Set options of the command (--season) as code, so that no line breaks inside them.

    Needs the same markup; what stands as code already stays.
    """
    pieces = _NOT_TEXT.split(html)
    for i in range(0, len(pieces), 2):
        if not pieces[i - 1].startswith("<code"):
            pieces[i] = _OPTION.sub(r"<code>\g<0></code>", pieces[i])
    return "".join(pieces)


def bind_short_words(html: str) -> str:
    """Tie Polish one-letter words to the word after them; tags and styles stay as they are.

    Needs markup whose texts and attributes are escaped, as templates make it.
    """
    pieces = _NOT_TEXT.split(html)
    pieces[::2] = [_bound(text) for text in pieces[::2]]
    return "".join(pieces)


def _bound(text: str) -> str:
    return _SHORT_WORD.sub(rf"\1{NBSP}", text)
