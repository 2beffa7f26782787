"""What kind of file a path is, told by its first bytes and not by its name."""

from pathlib import Path

from plon.lifetime.errors import InputUnusable, sentence

TEXT, WORKBOOK, PARQUET = "text", "workbook", "parquet"
_MAGIC = {
    b"PK\x03\x04": WORKBOOK,  # XLSX, ODS
    b"\xd0\xcf\x11\xe0": WORKBOOK,  # XLS
    b"PAR1": PARQUET,
}


def file_kind(path: Path) -> str:
    """Return "text" (packed or not), "workbook" or "parquet".

    Raises InputUnusable for a path that is missing, no file, empty, or not ours to read.
    """
    try:
        if path.is_dir():
            raise InputUnusable(
                sentence('"%(file)s" is a folder: name the files in it.'), file=str(path)
            )
        if path.exists() and not path.is_file():
            raise InputUnusable(sentence('"%(file)s" is not a file.'), file=str(path))
        with path.open("rb") as stream:
            head = stream.read(4)
    except FileNotFoundError:
        raise InputUnusable(
            sentence('There is no file "%(file)s": check the name and the folder.'), file=str(path)
        ) from None
    except PermissionError:
        raise InputUnusable(
            sentence('"%(file)s" may not be read: give yourself the right to read it.'),
            file=str(path),
        ) from None
    if not head:
        raise InputUnusable(sentence("The file is empty: give a file with sales lines."))
    return _MAGIC.get(head, TEXT)
