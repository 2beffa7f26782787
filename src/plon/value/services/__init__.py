"""What this room does for others."""

from plon.value.services.files import REPORT, FolderTaken, NoRoom, NotAFolder
from plon.value.services.reports import make_report, summary_text
from plon.value.services.requests import Request

__all__ = [
    "REPORT",
    "FolderTaken",
    "NoRoom",
    "NotAFolder",
    "Request",
    "make_report",
    "summary_text",
]
