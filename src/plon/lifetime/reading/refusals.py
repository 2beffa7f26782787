"""What to say when nothing can be read: no line is good, or the disk is full."""

import errno
from collections.abc import Mapping

import duckdb

from plon.lifetime.errors import InputUnusable, sentence

_ADVICE = {
    "no_customer": sentence(
        "None of the %(rows)s lines tells its customer: name the right column with --customer."
    ),
    "no_date": sentence(
        "None of the %(rows)s lines has a date: name the right column with --date."
    ),
    "date_unreadable": sentence(
        "Most of the %(rows)s lines have dates in another format: name it with --date-format."
    ),
    "date_too_early": sentence(
        "Most of the %(rows)s lines are dated before 1900: name the format with --date-format."
    ),
    "date_in_future": sentence(
        "Most of the %(rows)s lines are dated in the future: name the format with --date-format."
    ),
    "after_as_of": sentence(
        "None of the %(rows)s lines is up to the end of observation: choose a later --as-of."
    ),
    "no_amount": sentence(
        "None of the %(rows)s lines has an amount: name the right column with --amount."
    ),
    "amount_unreadable": sentence(
        "Most of the %(rows)s lines have amounts that are no numbers: "
        "name the right column with --amount."
    ),
    "amount_out_of_range": sentence(
        "Most of the %(rows)s lines have amounts too large for money: "
        "name the right column with --amount."
    ),
    "other_currency": sentence(
        "None of the %(rows)s lines is in the currency asked for: choose another --currency."
    ),
    "row_malformed": sentence(
        "Most of the %(rows)s lines are broken (cells missing or too many): save the file again."
    ),
}


def nothing_usable(by_reason: Mapping[str, int]) -> InputUnusable:
    """Return the refusal of files without a single good line."""
    if not by_reason:
        return InputUnusable(sentence("The file is empty: give a file with sales lines."))
    reason = max(by_reason, key=lambda code: by_reason[code])
    return InputUnusable(_ADVICE[reason], rows=sum(by_reason.values()))


def is_disk_full(error: BaseException) -> bool:
    """Say whether an error, ours or the engine's, means that there is no room left to write."""
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    is_engine = isinstance(error, duckdb.IOException | duckdb.OutOfMemoryException)
    return is_engine and ("No space left" in str(error) or "max_temp_directory_size" in str(error))


def disk_full() -> InputUnusable:
    """Return the refusal for a disk without room for copies and spill."""
    return InputUnusable(sentence("The disk is full: free some space or choose another folder."))
