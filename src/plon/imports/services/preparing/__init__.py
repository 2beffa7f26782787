"""From an uploaded file to batches ready to load. Files only: no database, no clock."""

from plon.imports.services.preparing.parts import HEADINGS, REJECTED, Part, read_batch
from plon.imports.services.preparing.prepare import Prepared, Request, prepare

__all__ = ["HEADINGS", "REJECTED", "Part", "Prepared", "Request", "prepare", "read_batch"]
