"""Messages: read out of the sources, kept with their translations, compiled.

`python tools/messages.py` updates the catalogues and compiles them; `--check` changes nothing and
fails when a message is missing, fuzzy or stale, when the compiled file differs from its text, or
when the placeholders of a translation are not those of its source.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES = ("pl",)  # English is the source
KEYWORDS: dict[str, tuple[Any, ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_noop": None,
    "sentence": None,  # plon.lifetime.errors
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
FOLDERS = {"lifetime": Path("src/plon/lifetime/locale"), "django": Path("src/plon/locale")}
# Who imports one of these speaks the domain "django", everybody else "lifetime".
DJANGO = ("django.utils.translation", "django.utils import translation", "plon.ui.language")
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Words(Catalog):
    """A catalogue whose head holds nothing that changes with the day or the machine."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A catalogue brought up to date, and what is wrong with the files on disk."""

    language: str
    domain: str
    messages: int
    faults: tuple[str, ...]  # of words: missing, fuzzy, wrong placeholders
    missing: int
    po: bytes
    mo: bytes

    def path(self, root: Path, ending: str) -> Path:
        """Return where the catalogue lies, "po" or "mo"."""
        folder = root / FOLDERS[self.domain] / self.language / "LC_MESSAGES"
        return folder / f"{self.domain}.{ending}"

    def stale(self, root: Path) -> list[str]:
        """Return which files on disk are not what they should be."""
        wanted = {"po": self.po, "mo": self.mo}
        paths = {ending: self.path(root, ending) for ending in wanted}
        old = [
            e for e, path in paths.items() if not path.exists() or path.read_bytes() != wanted[e]
        ]
        return [
            f"{paths[ending].relative_to(root)} is stale: run tools/messages.py" for ending in old
        ]


def main(arguments: list[str], *, root: Path = Path()) -> int:
    """Update or check all catalogues; return 1 if a check failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args(arguments).check
    results = [brought_up(root, domain, code) for domain in FOLDERS for code in LANGUAGES]
    faults = [fault for result in results for fault in result.faults]
    for result in results:
        count = f"{result.messages} messages, {result.missing} missing"
        print(f"{result.language} {result.domain}: {count}")
        if is_check:
            faults += result.stale(root)
        else:
            save(result, root)
    if is_check:
        print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return int(is_check and bool(faults))


def brought_up(root: Path, domain: str, language: str) -> Result:
    """Return the catalogue of the sources' messages with the translations there are."""
    old = translations(root / FOLDERS[domain] / language / "LC_MESSAGES" / f"{domain}.po")
    words = Words(locale=language, fuzzy=False, header_comment=f"# Messages: {domain}, {language}.")
    for identity, context in sorted(set(messages(root, domain)), key=str):
        known = old.get((identity, context))
        empty = ("",) * words.num_plurals if isinstance(identity, tuple) else ""
        string, flags = (known.string, known.flags) if known else (empty, ())
        words.add(identity, string, context=context, flags=flags)
    faults = tuple(fault for message in words if message.id for fault in wrong_with(message))
    return Result(
        language=language,
        domain=domain,
        messages=len(words),
        faults=tuple(f"{language} {domain}: {fault}" for fault in faults),
        missing=sum(is_missing(message) for message in words if message.id),
        po=written(words, is_compiled=False),
        mo=written(words, is_compiled=True),
    )


def messages(root: Path, domain: str) -> Iterator[tuple[Any, str | None]]:
    """Yield (identity, context) of every message of a domain; a plural's identity is a pair."""
    for path in sorted((root / "src").rglob("*.*")):
        if path.suffix not in {".py", ".html"} or "tests" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        is_django = path.suffix == ".html" or any(name in text for name in DJANGO)
        if is_django != (domain == "django"):
            continue
        source = as_python(text, path) if path.suffix == ".html" else text
        for found in extract("python", io.BytesIO(source.encode()), KEYWORDS):
            _line, identity, _comments, context = found
            yield identity, context


def as_python(template: str, path: Path) -> str:
    """Return a template's messages as calls, line by line: indents would not be Python."""
    calls = templatize(template, origin=str(path))
    return "\n".join(line.strip() for line in calls.splitlines())


def translations(path: Path) -> dict[tuple[Any, str | None], Message]:
    """Return the messages of a catalogue on disk, none where there is none."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        found = read_po(file, ignore_obsolete=True)
    return {(message.id, message.context): message for message in found if message.id}


def wrong_with(message: Message) -> Iterator[str]:
    """Yield what is wrong with a translation."""
    name = forms(message.id)[0]
    if is_missing(message):
        yield f"missing: {name}"
        return
    if message.fuzzy:
        yield f"fuzzy: {name}"
    sources, strings = forms(message.id), forms(message.string)
    known = set(PLACEHOLDER.findall(" ".join(sources)))
    for string in strings:
        used = set(PLACEHOLDER.findall(string))
        # One form of a plural may leave its number out: "one customer".
        if used - known or (known - used and len(strings) == 1):
            yield f"placeholders differ: {name}"


def is_missing(message: Message) -> bool:
    """Return whether a form of the translation is empty."""
    return not all(forms(message.string))


def forms(text: Any) -> tuple[str, ...]:
    """Return the forms of a message: one, or one a plural."""
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def written(words: Catalog, *, is_compiled: bool) -> bytes:
    """Return the catalogue as a file: text, or compiled."""
    file = io.BytesIO()
    if is_compiled:
        write_mo(file, words)
    else:
        write_po(file, words, width=100, no_location=True, sort_output=True)
    return file.getvalue()


def save(result: Result, root: Path) -> None:
    """Write both files where they differ."""
    for ending, content in (("po", result.po), ("mo", result.mo)):
        path = result.path(root, ending)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
