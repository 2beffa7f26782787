"""A sheet of paper is made in a process of its own, or refused by name."""

import sys
from base64 import b64decode
from pathlib import Path

import pytest

from plon.runtime import paper

DOT = (  # a picture of one point
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PAGE = '<!DOCTYPE html><html lang="pl"><title>Zażółć</title><p>Gęślą jaźń</p>{more}</html>'


def test_a_document_becomes_a_pdf() -> None:
    assert paper.pdf_of(PAGE.format(more="")).startswith(b"%PDF-")


def test_nothing_is_read_from_the_disk(tmp_path: Path) -> None:
    dot = tmp_path / "dot.png"
    dot.write_bytes(b64decode(DOT))

    def has_picture(address: str) -> bool:
        return b"/Image" in paper.pdf_of(PAGE.format(more=f'<img alt="dot" src="{address}">'))

    assert has_picture(f"data:image/png;base64,{DOT}")
    assert not has_picture(dot.as_uri())


@pytest.mark.parametrize(
    ("program", "refusal"),
    [
        ("raise OSError(\"cannot load library 'libpango-1.0-0'\")", paper.PaperMissing),
        ("import no_such_library_anywhere", paper.PaperMissing),
        ("raise SystemExit(3)", paper.PaperJammed),
        ("pass", paper.PaperJammed),
        ("import time; time.sleep(60)", paper.PaperJammed),
    ],
    ids=["no Pango", "no WeasyPrint", "a failure", "an empty sheet", "too slow"],
)
def test_what_hinders_it_has_a_name(
    monkeypatch: pytest.MonkeyPatch, program: str, refusal: type[Exception]
) -> None:
    monkeypatch.setattr(paper, "COMMAND", (sys.executable, "-c", program))

    with pytest.raises(refusal):
        paper.pdf_of(PAGE, patience_s=2)
