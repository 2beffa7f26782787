"""HTML to PDF, in a process of its own: the web process keeps its memory, and a wedged one ends."""

import subprocess
import sys

from plon.core.errors import DomainError

PATIENCE_S = 30.0
# What the sheet needs is in it: nothing is fetched from the disk or the network.
COMMAND = (
    *(sys.executable, "-I", "-m", "weasyprint", "--quiet", "--encoding", "utf-8"),
    *("--allowed-protocols", "data", "--pdf-variant", "pdf/ua-1", "-", "-"),
)
_NO_LIBRARY = (b"cannot load library", b"No module named")


class PaperMissing(DomainError):
    """This machine lacks the libraries that lay out pages: Pango and its kin."""

    code = "paper_missing"
    status = 503


class PaperJammed(DomainError):
    """The PDF did not come out, in time or at all; asking again may help."""

    code = "paper_jammed"
    status = 503


def pdf_of(html: str, *, patience_s: float = PATIENCE_S) -> bytes:
    """Return a whole HTML document as PDF. Raises PaperMissing, PaperJammed."""
    try:
        made = subprocess.run(  # noqa: S603 - ours
            COMMAND, input=html.encode(), capture_output=True, timeout=patience_s, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise PaperJammed(f"no PDF within {patience_s:g} s") from late
    if made.returncode == 0 and made.stdout:
        return made.stdout
    told = made.stderr.decode(errors="replace").strip()
    if any(word in made.stderr for word in _NO_LIBRARY):
        raise PaperMissing(told[-400:])
    raise PaperJammed(told[-400:])
