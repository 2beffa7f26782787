"""What this room does for others."""

from plon.value.services.files import REPORT, FolderTaken, NoRoom, NotAFolder
from plon.value.services.guess_words import guess_words
from plon.value.services.report import render_report
from plon.value.services.reports import Request, make_report, summary_text

__all__ = [
    "REPORT",
    "FolderTaken",
    "NoRoom",
    "NotAFolder",
    "Request",
    "guess_words",
    "make_report",
    "render_report",
    "summary_text",
]
