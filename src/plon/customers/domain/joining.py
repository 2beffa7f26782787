"""What a merge makes of two customers' fields, and what a parting leaves of it. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

FIELDS = (  # may differ, and somebody may choose
    "kind",
    "first_name",
    "last_name",
    "company_name",
    "tax_id",
    "street",
    "postcode",
    "city",
    "country",
    "region",
    "language",
    "preferred_channel",
    "birthday",
    "company_birthday",
    "first_visit_date",
    "acquisition_channel",
    "campaign",
    "data_source",
    "favourite_product",
    "needs",
    "preferences",
)
FLAGS = ("has_complaint", "has_returned")  # once true of either, true of both
Values = Mapping[str, Any]


def joined(kept: Values, gone: Values, *, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields of the one that is made of two. chosen: field -> "kept" or "gone".

    Where nobody chose, the kept one's value stands and the other fills what is blank; the first
    visit is the earlier one; a complaint of either is one of the whole.
    """
    made = {}
    for name in FIELDS:
        side = chosen.get(name)
        by_itself = kept[name] if kept[name] not in {"", None} else gone[name]
        made[name] = by_itself if side is None else {"kept": kept, "gone": gone}[side][name]
    if "first_visit_date" not in chosen:
        known = [each["first_visit_date"] for each in (kept, gone) if each["first_visit_date"]]
        made["first_visit_date"] = min(known, default=None)
    return made | {name: kept[name] or gone[name] for name in FLAGS}


def still_blank(kept: str, gone: str, *, made: Values, addresses: Collection[str]) -> str:
    """Return what imports leave blank of the one made of two: what of either, but what it has.

    A line each, a field or "kind:value" of an address. addresses: those it has, written so.
    """
    lines = dict.fromkeys(line for text in (kept, gone) for line in text.split("\n") if line)
    return "\n".join(line for line in lines if not made.get(line) and line not in addresses)


def parted(now: Values, before: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """Return the fields to give back. before: field -> what it was, and what the merge made of it.

    A field that somebody has changed since stays as they left it.
    """
    return {name: was for name, (was, made) in before.items() if now[name] == made}
