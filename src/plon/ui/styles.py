"""The style sheets as one text: for a document that carries all with it, and for the pages."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "ui"
_BOTH = ("layers", "tokens", "base", "document", "chart", "table", "facts", "people")
_SHELL = ("shell", "form", "button", "menu", "topbar", "paper")
_COMPONENTS = (
    "bulk", "chip", "command", "data_table", "dialog", "drop", "file_drop", "filter_bar",
    "gallery", "help", "mapper", "menu_badge", "number_tile", "pager", "person", "progress",
    "share", "skeleton", "state", "switch", "tabs", "task", "timeline", "toast", "wizard",
)  # fmt: skip
APPLICATION = (*_BOTH, "print", *_SHELL, *(f"components/{name}" for name in _COMPONENTS))
FILES = (*_BOTH, "print")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK = re.compile(
    r"@media screen and \(prefers-color-scheme: dark\) \{\s*:root[^{]*(\{[^}]*\})", re.DOTALL
)


def inline(*, running_head: str) -> str:
    """Return a document's styles, and the text that heads each of its pages."""
    return f"{_joined(FILES)}\n{page_boxes(running_head)}"


@cache
def application() -> str:
    """Return the styles of the application's pages."""
    return f"{_joined(APPLICATION)}\n{dark_by_choice()}"


def dark_by_choice() -> str:
    """Return the dark tokens for whoever chose them, whatever the machine says; paper is light."""
    found = _DARK.search((FOLDER / "tokens.css").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError("tokens.css has no dark block")
    return f'@layer tokens {{ @media screen {{ [data-theme="dark"] {found[1]} }} }}'


@cache
def fingerprint() -> str:
    """Return what changes when the application's styles do."""
    return hashlib.sha256(application().encode()).hexdigest()[:16]


def _joined(names: Sequence[str]) -> str:
    """Return the sheets as one text, comments and indents left out."""
    sheets = (f"{FOLDER}/{name}.css" for name in names)
    text = "\n".join(Path(sheet).read_text(encoding="utf-8") for sheet in sheets)
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    return "\n".join(filter(None, lines))


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
