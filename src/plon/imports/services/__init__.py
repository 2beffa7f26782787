"""What this room does."""

from plon.imports.services.checking import check_request, record_check, record_refusal
from plon.imports.services.exporting import ExportUnknown, export
from plon.imports.services.forgetting import forget, sweep
from plon.imports.services.loading import load_next_batch
from plon.imports.services.looking import Glance, Suggestion, glance
from plon.imports.services.preparing import Prepared, Request, prepare
from plon.imports.services.rejected import write_rejected
from plon.imports.services.steps import (
    StepRefused,
    TooLateToUndo,
    cancel,
    pause,
    start,
    undo,
    undo_next_part,
)
from plon.imports.services.storage import file_of, folder_of
from plon.imports.services.uploads import ImportBusy, begin, map_columns
from plon.imports.services.words import field_label, sentence_of

__all__ = [
    "ExportUnknown",
    "Glance",
    "ImportBusy",
    "Prepared",
    "Request",
    "StepRefused",
    "Suggestion",
    "TooLateToUndo",
    "begin",
    "cancel",
    "check_request",
    "export",
    "field_label",
    "file_of",
    "folder_of",
    "forget",
    "glance",
    "load_next_batch",
    "map_columns",
    "pause",
    "prepare",
    "record_check",
    "record_refusal",
    "sentence_of",
    "start",
    "sweep",
    "undo",
    "undo_next_part",
    "write_rejected",
]
