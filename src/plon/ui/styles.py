"""The style sheet as one text, for a document that carries everything with it."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "ui"
FILES = ("layers", "tokens", "base", "document", "chart", "table", "facts", "people", "print")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def inline(*, running_head: str) -> str:
    """Return all styles, comments and indents left out, and the text that heads each page."""
    sheets = (f"{FOLDER}/{name}.css" for name in FILES)
    text = "\n".join(Path(sheet).read_text(encoding="utf-8") for sheet in sheets)
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join([*filter(None, lines), page_boxes(running_head)])


def page_boxes(running_head: str) -> str:
    """Return what stands in the margins of a printed page: the text, and the page's number."""
    return (
        "@page { font: 9pt system-ui, sans-serif; color: #52605A; "
        f"@top-left {{ content: {quoted(running_head)} }} "
        '@bottom-right { content: counter(page) " / " counter(pages) } }'
    )


def quoted(text: str) -> str:
    """Return a CSS string; whatever is not a plain letter or digit is written by its number."""
    plain = (c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return '"' + "".join(plain) + '"'
