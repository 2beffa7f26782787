"""A text whose lines are not all records: good records written again, the others set aside.

Used only where the fast way did not close: a broken line, a blank one, a cell over several lines.
Each record goes out with the number of the line on which it began.
"""

import csv
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_LINES_MAX = 100  # of one record: more is an unbalanced quote
_BYTES_MAX = 1 << 20


class _Lines:
    """Numbered lines of a file without blank ones; lines may be put back."""

    def __init__(self, stream: BinaryIO, first_line: int) -> None:
        self._source = self._numbered(stream, first_line)
        self._back: deque[tuple[int, bytes]] = deque()

    def _numbered(self, stream: BinaryIO, first_line: int) -> Iterator[tuple[int, bytes]]:
        for number, line in enumerate(stream, 1):
            bare = line.rstrip(b"\r\n")
            if number >= first_line and bare:
                yield number, bare

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        while (pair := self.take()) is not None:
            yield pair

    def take(self) -> tuple[int, bytes] | None:
        """Return the next line, or None at the end."""
        return self._back.popleft() if self._back else next(self._source, None)

    def put_back(self, pairs: list[tuple[int, bytes]]) -> None:
        self._back.extendleft(reversed(pairs))


def repair(
    path: Path, target: Path, rejects: Path, *, separator: str, width: int, first_line: int
) -> None:
    """Write the good records of `path` to `target`, the bad lines to `rejects`.

    target: line number, then the cells, cut by `separator`. rejects: line number, the line, as CSV.
    A line is bad with too many or too few cells, a NUL byte, or a quote that does not close: then
    the lines after it are records again.
    """
    comma = separator.encode()
    with (
        path.open("rb") as source,
        target.open("wb") as good,
        rejects.open("w", encoding="utf-8", newline="") as bad,
    ):
        bad_lines = csv.writer(bad, quoting=csv.QUOTE_ALL)
        lines = _Lines(source, first_line)
        for number, line in lines:
            if b'"' in line and b"\0" not in line:
                record = _quoted_record(lines, number, line, separator=separator, width=width)
            else:
                is_good = line.count(comma) + 1 == width and b"\0" not in line
                record = line if is_good and len(line) < _BYTES_MAX else None
            if record is None:
                text = line[:1000].decode("utf-8", "replace").replace("\0", "\N{SYMBOL FOR NULL}")
                bad_lines.writerow((number, text))
            else:
                good.write(b"%d%s%s\n" % (number, comma, record))


def _quoted_record(
    lines: _Lines, number: int, line: bytes, *, separator: str, width: int
) -> bytes | None:
    """Return a record with quotes, written again, or None; lines taken in vain are put back."""
    taken: list[tuple[int, bytes]] = []
    text = line.decode("utf-8", "replace")
    while True:
        cells = _cells(text, separator)
        if cells is not None:
            break
        following = lines.take() if len(taken) < _LINES_MAX and len(text) < _BYTES_MAX else None
        if following is None:
            break
        taken.append(following)
        text += "\n" + following[1].decode("utf-8", "replace")
    if cells is None or len(cells) != width:
        lines.put_back(taken)
        return None
    quoted = ('"' + cell.replace('"', '""') + '"' for cell in cells)
    return separator.join(quoted).encode()


def _cells(text: str, separator: str) -> list[str] | None:
    """Return the cells of one record, [] for a broken one, None while a quote is open."""
    try:
        return next(csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True))
    except csv.Error as error:
        return None if "unexpected end of data" in str(error) else []
    except StopIteration:
        return []
