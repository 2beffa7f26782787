"""Spreadsheets are ZIP archives: what may be unpacked, and how large a sheet may claim to be."""

import re
import zipfile
import zlib
from pathlib import Path

from plon.lifetime.errors import InputUnusable, sentence

UNPACKED_MAX = 1 << 30
_RATIO_MAX = 200
_RATIO_FREE_BYTES = 64 << 20  # up to here any ratio goes: small files of one value pack well
MEMBERS_MAX = 5_000
CELLS_MAX = 40_000_000
_CHUNK_BYTES = 1 << 20
_CHECKED_AGAIN_BYTES = 4096  # of the last chunk: what a chunk's edge may cut
# References of cells and rows, in whatever member a workbook keeps its sheets.
_FAR_COLUMN = re.compile(rb"""\sr=["'][A-Z]{3}[0-9]""")  # beyond column 702
_TWO_LETTERS = re.compile(rb"""\sr=["']([A-Z]{2})[0-9]""")
_ROW = re.compile(rb"""\sr=["'][A-Z]{0,3}([0-9]{4,})["']""")
# ODS writes one cell or row for many equal ones; blank ones are repeated to the sheet's edge.
_ODS_COPIES = re.compile(
    rb'number-columns-repeated="[0-9]{4,}"[^>]*value-type'
    rb'|value-type[^>]*number-columns-repeated="[0-9]{4,}"'
    rb'|number-rows-repeated="[0-9]{5,}"[^>]*>(?:(?!</table:table-row>).){0,4000}?value-type',
    re.DOTALL,
)


def refuse_bomb(path: Path) -> None:
    """Raise InputUnusable for an archive that would unpack to more than a sheet can be.

    The sizes written in the archive are not believed: each member is unpacked and thrown away.
    A sheet with two cells far apart is refused too: readers take memory for the area between.
    """
    if not zipfile.is_zipfile(path):
        return  # an old XLS: at most 65,536 rows of 256 columns
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            total = 0
            for member in members[:MEMBERS_MAX]:
                total += _unpacked(archive, member, total, packed=path.stat().st_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise InputUnusable(
            sentence('"%(file)s" is damaged or locked: save it again without a password.'),
            file=path.name,
        ) from None
    if len(members) > MEMBERS_MAX:
        raise _too_large(path.name)


def _unpacked(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, before: int, *, packed: int
) -> int:
    """Return a member's true size, reading no further than the limit."""
    size, columns, rows, rest = 0, 26, 0, b""
    limit = min(UNPACKED_MAX, max(_RATIO_FREE_BYTES, packed * _RATIO_MAX))
    name = Path(archive.filename or "").name
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            size += len(chunk)
            if before + size > limit:
                raise _too_large(name)
            text = rest + chunk
            columns, rows = max(columns, _columns(text)), max(rows, _rows(text))
            if columns * rows > CELLS_MAX or _ODS_COPIES.search(text):
                raise _too_large(name)
            rest = chunk[-_CHECKED_AGAIN_BYTES:]
    return size


def _columns(text: bytes) -> int:
    if _FAR_COLUMN.search(text):
        return 16_384
    pairs = {(pair[0] - 64) * 26 + pair[1] - 64 for pair in _TWO_LETTERS.findall(text)}
    return max(pairs, default=0)


def _rows(text: bytes) -> int:
    return max((int(row) for row in _ROW.findall(text)), default=0)


def _too_large(name: str) -> InputUnusable:
    return InputUnusable(
        sentence(
            '"%(file)s" unpacks to far more than a list of sales: '
            "save only the columns and rows needed, as CSV."
        ),
        file=name,
    )
