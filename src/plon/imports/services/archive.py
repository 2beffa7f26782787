"""An archive of our own: which lists are in it, in the order in which they are loaded."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from plon.imports.domain import RECORDS
from plon.imports.services import storage
from plon.lifetime.errors import InputUnusable, sentence

_LISTS = re.compile(rf"(?:products|customers|orders-[A-Z]{{3}}|{'|'.join(RECORDS)})\.csv")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
_CHUNK_BYTES = 1 << 20
_ORDER = ("products", "customers", "orders", *RECORDS)


def is_ours(file: Path) -> bool:
    """Say whether a file is an archive with nothing but our lists, each once.

    Raises InputUnusable where all of them together are larger than an upload may be.
    """
    if not zipfile.is_zipfile(file):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            lists = archive.infolist()
    except zipfile.BadZipFile:
        return False  # the reader says so in its own words
    names = {each.filename for each in lists}
    if not names or len(names) < len(lists) or not all(map(_LISTS.fullmatch, names)):
        return False
    storage.check_size(sum(each.file_size for each in lists))
    return True


def lists_in(file: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each list's name and its bytes, piece by piece: whoever stores them bounds them.

    The pieces raise InputUnusable where the archive is damaged or has a password.
    """
    with zipfile.ZipFile(file) as archive:
        for name in sorted(archive.namelist(), key=_place):
            yield name, _pieces(archive, name)


def _place(name: str) -> tuple[int, str]:
    return _ORDER.index(re.split(r"[.-]", name)[0]), name


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                yield chunk
    except _DAMAGED:
        raise InputUnusable(
            sentence('"%(file)s" is damaged or locked: save it again without a password.'),
            file=name,
        ) from None
