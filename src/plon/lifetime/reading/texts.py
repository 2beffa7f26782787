"""A text file on disk made ready for DuckDB: UTF-8, one kind of line end, counted."""

import codecs
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.encoding import guess_encoding
from plon.lifetime.sales import Guess

HEAD_BYTES = 1 << 20
_PIECE_BYTES = 1 << 17  # from the middle and from the end
CHUNK_BYTES = 1 << 22
GZIP_FREE_BYTES = 1 << 30  # up to here any ratio goes
_GZIP_RATIO_MAX = 100


def _windows_byte(error: UnicodeError) -> tuple[str, int]:
    """Read a stray byte in UTF-8 as Windows-1250: exports glued together have such lines."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1250", "replace"), error.end


codecs.register_error("plon-windows-1250", _windows_byte)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What a pass over all bytes shows. `lines`: physical lines, blank ones at the end left out."""

    lines: int
    has_nul: bool
    is_utf8: bool
    has_odd_returns: bool  # carriage returns other than one before each line feed


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSample:
    """Pieces of a text as letters, with the encoding they were read in."""

    pieces: tuple[str, ...]
    encoding: Guess


def open_bytes(path: Path) -> BinaryIO:
    """Open a file's bytes, unpacked where it is gzip."""
    with path.open("rb") as stream:
        is_gzip = stream.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb")) if is_gzip else path.open("rb")


def sample_text(path: Path, *, encoding: str | None) -> TextSample:
    """Read pieces of a text: the beginning, and of a plain file the middle and the end.

    Raises InputUnusable for an unknown encoding given, and for bytes that are no text.
    """
    pieces = _pieces(path)
    guess = _given_encoding(encoding) if encoding else guess_encoding(pieces)
    letters = tuple(_decoded(piece, guess.value) for piece in pieces)
    controls = sum(letters[0][:4096].count(chr(code)) for code in (*range(1, 9), *range(14, 27)))
    if controls > 40:
        raise InputUnusable(
            sentence('"%(file)s" is neither text, XLSX nor Parquet: save it as CSV or XLSX.'),
            file=path.name,
        )
    return TextSample(pieces=letters, encoding=guess)


def _given_encoding(name: str) -> Guess:
    try:
        "".encode(name)  # unlike a look-up this refuses hex, rot13 and other codecs of no text
    except LookupError:
        raise InputUnusable(
            sentence('"%(name)s" is no encoding: write for example --encoding windows-1250.'),
            name=name,
        ) from None
    return Guess(role="encoding", value=name, evidence="given")


def _pieces(path: Path) -> list[bytes]:
    with open_bytes(path) as stream:
        pieces = [_cut(stream.read(HEAD_BYTES))]
        if isinstance(stream, gzip.GzipFile):
            return pieces
        size = path.stat().st_size
        for start in (size // 4 * 2, (size - _PIECE_BYTES) // 2 * 2):  # even: UTF-16 has pairs
            if start > HEAD_BYTES:
                stream.seek(start)
                pieces.append(stream.read(_PIECE_BYTES))
    return pieces


def _cut(head: bytes) -> bytes:
    """Return the beginning up to its last whole line, where it has one."""
    is_whole = len(head) < HEAD_BYTES or b"\n" not in head
    return head if is_whole else head[: head.rindex(b"\n") + 1]


def _decoded(piece: bytes, encoding: str) -> str:
    text = piece.decode(encoding, "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def survey(path: Path) -> Survey:
    """Count the lines of a plain file and look for what a CSV reader trips over."""
    feeds = returns = pairs = 0
    has_nul, is_utf8 = False, True
    decoder = codecs.getincrementaldecoder("utf-8")()
    last, tail = b"", b""
    for chunk in _chunks(path):
        codes = np.frombuffer(chunk, dtype=np.uint8)
        feeds += int(np.count_nonzero(codes == 10))
        if b"\r" in chunk or last == b"\r":
            returns += chunk.count(b"\r")
            pairs += chunk.count(b"\r\n") + (last == b"\r" and chunk[:1] == b"\n")
        has_nul = has_nul or b"\0" in chunk
        is_utf8 = is_utf8 and _goes_on(decoder, chunk)
        last, tail = chunk[-1:], (tail + chunk)[-4096:]
    rest = tail[len(tail.rstrip(b"\r\n")) :]
    return Survey(
        lines=feeds - rest.count(b"\n") + (len(rest) < len(tail)),
        has_nul=has_nul,
        is_utf8=is_utf8,
        has_odd_returns=bool(returns) and not returns == pairs == feeds,
    )


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            yield chunk


def _goes_on(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    """Say whether the chunk continues valid UTF-8; plain ASCII is not even decoded."""
    if chunk.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def copy_as_utf8(path: Path, target: Path, *, encoding: str, squeeze: bool) -> None:
    """Write a text again as UTF-8 with line feeds; line numbers stay. Streams: memory is flat.

    squeeze: turn each run of blanks into one tab, and drop those at the edges of a line.
    Raises InputUnusable where a packed file unpacks to more than a list of sales can be.
    """
    utf8 = codecs.lookup(encoding).name == "utf-8"
    errors = "plon-windows-1250" if utf8 else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    feeds = io.IncrementalNewlineDecoder(decoder, translate=True)
    rest, written, packed = "", 0, path.stat().st_size
    with open_bytes(path) as stream, target.open("wb") as out:
        while True:
            chunk = stream.read(CHUNK_BYTES)
            text = rest + feeds.decode(chunk, final=not chunk)
            if written == 0:
                text = text.removeprefix("\ufeff")
            end = text.rfind("\n") + 1 if chunk and squeeze else len(text)
            text, rest = text[:end], text[end:]
            written += out.write((_squeezed(text) if squeeze else text).encode("utf-8", "replace"))
            _refuse_bomb(path, written, packed)
            if not chunk:
                return


def _squeezed(text: str) -> str:
    edges = re.sub(r"^[ \t]+|[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"[ \t]+", "\t", edges)


def _refuse_bomb(path: Path, unpacked: int, packed: int) -> None:
    if unpacked > max(GZIP_FREE_BYTES, packed * _GZIP_RATIO_MAX):
        raise InputUnusable(
            sentence(
                '"%(file)s" unpacks to far more than a list of sales: unpack it yourself first.'
            ),
            file=path.name,
        )


def needs_copy(sample: TextSample, seen: Survey, separator: str, path: Path) -> bool:
    """Say whether DuckDB cannot read the file as it lies there."""
    with path.open("rb") as stream:
        is_gzip = stream.read(2) == b"\x1f\x8b"
    is_plain = codecs.lookup(sample.encoding.value).name == "utf-8" and seen.is_utf8
    return is_gzip or not is_plain or seen.has_odd_returns or separator == " "
