"""Which encoding a text is in, from its bytes alone. Pure: the bytes may come from anywhere."""

import codecs
from collections.abc import Sequence

from plon.lifetime.sales import Guess

# The two Polish one-byte encodings place ć ę ł ń ó ż alike and these letters apart.
_ONLY_WINDOWS = b"\xb9\xa5\x9c\x8c\x9f\x8f"  # ą Ą ś Ś ź Ź
_ONLY_ISO = b"\xb1\xa1\xb6\xa6\xbc\xac"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def guess_encoding(pieces: Sequence[bytes]) -> Guess:
    """Return the encoding of a text from pieces of it; the first piece is the file's beginning."""
    head = pieces[0] if pieces else b""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Guess(role="encoding", value=name, evidence="content")
    wide = _wide(head)
    if wide:
        return Guess(role="encoding", value=wide, evidence="content", runner_up="utf-8")
    if all(is_utf8(piece) for piece in pieces):
        seen = any(not piece.isascii() for piece in pieces)
        evidence = "content" if seen else "default"
        return Guess(role="encoding", value="utf-8", evidence=evidence, runner_up="windows-1250")
    return _polish(b"".join(pieces))


def is_utf8(piece: bytes) -> bool:
    """Say whether a piece is UTF-8; a letter cut in two at either end is forgiven."""
    start = next((i for i in range(min(4, len(piece))) if piece[i] & 0xC0 != 0x80), 0)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(piece[start:], final=False)
    except UnicodeDecodeError:
        return False
    return True


def _wide(head: bytes) -> str:
    """Return UTF-16's name where every other byte is mostly zero, else nothing."""
    sample = head[: 4096 - 4096 % 2]
    half = len(sample) // 2
    if half == 0:
        return ""
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.4 > even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 > odd else ""


def _polish(text: bytes) -> Guess:
    windows = sum(text.count(byte) for byte in _ONLY_WINDOWS)
    iso = sum(text.count(byte) for byte in _ONLY_ISO)
    controls = sum(0x80 <= byte <= 0x9F for byte in text)  # letters or quotes only in Windows
    if iso > windows and controls == 0:
        names = ("iso-8859-2", "windows-1250")
    else:
        names = ("windows-1250", "iso-8859-2")
    evidence = "content" if windows != iso else "default"
    return Guess(role="encoding", value=names[0], evidence=evidence, runner_up=names[1])
