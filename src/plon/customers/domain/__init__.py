"""Rules about people: normal forms, who looks like whom, what a merge makes of two. Pure."""

from plon.customers.domain.agreeing import Matter, Word, counting, decided
from plon.customers.domain.joining import FIELDS, FLAGS, joined, parted
from plon.customers.domain.normal import (
    fold,
    normal_code,
    normal_email,
    normal_identity,
    normal_phone,
    normal_tax_id,
    spellings,
    tidy,
)

__all__ = [
    "FIELDS",
    "FLAGS",
    "Matter",
    "Word",
    "counting",
    "decided",
    "fold",
    "joined",
    "normal_code",
    "normal_email",
    "normal_identity",
    "normal_phone",
    "normal_tax_id",
    "parted",
    "spellings",
    "tidy",
]
