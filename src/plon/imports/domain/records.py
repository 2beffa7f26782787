"""Lists of our own archive beside products, customers and sales: their columns, in order.

The headings are the columns' names in every language: nobody maps them.
"""

from collections.abc import Mapping

_WHO = ("customer", "email", "phone")  # as in a list of sales

REPLAYED: Mapping[str, tuple[str, ...]] = {  # in the order in which they are loaded
    "wordings": (
        "channel", "purpose", "version", "text_pl", "text_en", "author_name", "created_at",
    ),
    "addresses": (*_WHO, "kind", "shown", "created_at"),
    "consents": (
        *_WHO, "channel", "purpose", "is_given", "wording_id", "wording_sha256", "language",
        "form", "proof", "ip", "decided_at", "recorded_at",
    ),
    "notes": (*_WHO, "text", "author", "author_name", "written_at"),
    "life_events": (*_WHO, "kind", "event_date", "note"),
    "tasks": (
        *_WHO, "key", "owner_id", "kind", "title", "reason", "script", "value_minor", "due_at",
        "attempts", "snoozes", "outcome", "outcome_note", "closed_at", "closed_by", "created_at",
    ),
    "views": ("name", "query", "created_at"),
    "segments": ("name", "rule"),
}  # fmt: skip
RECORDS: Mapping[str, tuple[str, ...]] = {
    **REPLAYED,
    # the log of a firm is its own: it is to be read, and not brought in
    "audit": ("happened_at", "actor", "actor_name", "action", "subject", "detail"),
}
