"""The chain of seals: each block of transfers is fingerprinted together with the block before."""

from collections.abc import Iterable
from hashlib import sha256

FIRST = "0" * 64  # what stands before the first block


def root_of(digests: Iterable[str]) -> str:
    """Return the fingerprint of a block: of its transfers' digests, by id of the transfer."""
    return sha256("".join(digests).encode()).hexdigest()


def seal_hash(*, before: str, seq: int, root: str) -> str:
    """Return a seal's hash: it changes with everything that was ever sealed before."""
    return sha256(f"{before}|{seq}|{root}".encode()).hexdigest()
