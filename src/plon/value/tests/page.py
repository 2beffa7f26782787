"""A report as a reader's tools see it: headings, pictures, tables, addresses, texts."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser

from plon.lifetime.analysis import Analysis
from plon.value.services.report import render_report
from plon.value.tests import sample

NOW = datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
VOID = {"br", "hr", "img", "input", "link", "meta"}
_SPACES = re.compile(r"[ \n\t]+")


class Page(HTMLParser):
    """Walks the markup, checks that every tag closes, and keeps what tests ask for."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.figures: list[list[str]] = []  # the tags inside each figure
        self.texts: list[str] = []
        self.texts_of: dict[str, list[str]] = {}
        self.feed(html)
        self.close()
        self.faults += [f"never closed: {tag}" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if len(found) != len(attrs):
            self.faults.append(f"attribute twice: {tag}")
        self.tags.append((tag, found))
        if tag == "figure":
            self.figures.append([])
        if "figure" in self.open:
            self.figures[-1].append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        text = _SPACES.sub(" ", data).strip(" ")  # a no-break space is no space here
        if text and self.open[-1:] != ["style"]:
            self.texts.append(text)
            self.texts_of.setdefault(self.open[-1] if self.open else "", []).append(text)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every such tag."""
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def headings(self) -> list[int]:
        """Return the levels of the headings, in order."""
        return [int(tag[1]) for tag, _ in self.tags if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]

    @property
    def sentences(self) -> str:
        """Return everything that is read aloud, one text a line."""
        labels = [attrs["aria-label"] for _, attrs in self.tags if "aria-label" in attrs]
        return "\n".join([*self.texts, *labels])


def html(analysis: Analysis, language: str = "en") -> str:
    return render_report(analysis, language=language, generated_at=NOW)


@cache
def page(state: str, language: str = "en") -> Page:
    """Return the report of a state, read once for all tests."""
    return Page(html(sample.STATES[state](), language))


def told(analysis: Analysis) -> str:
    """Return everything the English report says, no-break spaces as plain ones."""
    return Page(html(analysis)).sentences.replace("\N{NO-BREAK SPACE}", " ")


def anchors(found: Page) -> list[str]:
    return [attrs["id"] for attrs in found.all("section")]
