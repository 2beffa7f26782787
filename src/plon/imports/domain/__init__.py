"""What can be brought in, and how columns are told. Pure."""

from plon.imports.domain.fields import (
    CUSTOMER_FIELDS,
    EXTRA_FIELDS,
    MAPPED,
    PRODUCT_FIELDS,
    SALES_ROLES,
    Kind,
    fields_of,
    guess_kind,
    match_fields,
    missing_fields,
    shape_of,
)
from plon.imports.domain.headings import heading, is_ours
from plon.imports.domain.people import identity_kind, parts_of_name
from plon.imports.domain.records import RECORDS, REPLAYED
from plon.imports.domain.values import CHOICES, choice, tags_of

__all__ = [
    "CHOICES",
    "CUSTOMER_FIELDS",
    "EXTRA_FIELDS",
    "MAPPED",
    "PRODUCT_FIELDS",
    "RECORDS",
    "REPLAYED",
    "SALES_ROLES",
    "Kind",
    "choice",
    "fields_of",
    "guess_kind",
    "heading",
    "identity_kind",
    "is_ours",
    "match_fields",
    "missing_fields",
    "parts_of_name",
    "shape_of",
    "tags_of",
]
