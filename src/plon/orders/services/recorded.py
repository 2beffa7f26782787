"""What became of things told to us."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """How many were new, known and equal, known but told otherwise now, refused.

    ids: of all that are kept, by external id (of products: by code). What is told otherwise stays
    as it was first told. refusals: external id and why, a code.
    """

    created: int = 0
    known: int = 0
    changed: int = 0
    refused: int = 0
    ids: Mapping[str, UUID] = field(default_factory=dict)
    changed_ids: tuple[str, ...] = ()
    refusals: Mapping[str, str] = field(default_factory=dict)
