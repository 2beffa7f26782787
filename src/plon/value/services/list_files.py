"""The lists of this room as rows of a CSV file: groups and other parts of the base, its days."""

from collections.abc import Sequence

from plon.ui.downloads import MONEY, TEXT, Columns, Rows, major
from plon.ui.language import gettext as _
from plon.value.queries.base import SnapshotFacts
from plon.value.queries.segments import Worth
from plon.value.services import page_words, segment_words


def part_columns(split: str) -> Columns:
    """Return what stands in the file of the parts of the base."""
    texts = dict.fromkeys((page_words.split_label(split), _("Customers")), TEXT)
    amounts = (_("Lifetime value a customer"), _("So far"), _("12 months ahead"))
    return texts | dict.fromkeys(amounts, MONEY)


def part_rows(split: str, parts: Sequence[Worth]) -> Rows:
    """Return the parts in their order."""
    return [
        [
            segment_words.value_label(split, part.name) or _("not given"),
            str(part.customers),
            major(None if part.ltv_mean_minor is None else round(part.ltv_mean_minor)),
            major(part.observed_minor),
            major(part.value_12m_minor),
        ]
        for part in parts
    ]


def day_columns() -> Columns:
    """Return what stands in the file of the days of the base."""
    texts = dict.fromkeys((_("Day"), _("Customers"), _("Still with you"), _("Slipping away")), TEXT)
    return texts | dict.fromkeys((_("12 months ahead"), _("Lifetime value a customer")), MONEY)


def day_rows(kept: Sequence[SnapshotFacts]) -> Rows:
    """Return all days that are looked back at, in their order."""
    return [
        [
            each.as_of_date.isoformat(),
            str(each.customers),
            "" if each.active is None else str(round(each.active)),
            str(each.slipping_customers),
            major(each.value_12m_minor),
            major(each.ltv_mean_minor),
        ]
        for each in kept
    ]
