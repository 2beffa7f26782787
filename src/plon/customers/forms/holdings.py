"""All that is held of a person, in words: tables and columns as people call them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plon.customers.forms.sameness import LABELS
from plon.customers.services import Holdings
from plon.lifetime import wording
from plon.ui.language import active_language

TABLES: Mapping[str, str | Promise] = {
    "customers.Customer": _("Card"),
    "customers.Identity": _("Addresses"),
    "customers.Consent": _("Consents"),
    "customers.LifeEvent": _("Events"),
    "customers.Note": _("Notes"),
    "customers.Tagging": _("Tags"),
    "orders.Order": _("Purchases"),
    "orders.OrderLine": _("Items bought"),
    "orders.Refund": _("Returns"),
    "orders.StatusChange": _("Steps of purchases"),
    "agenda.Task": _("Tasks"),
    "value.Figures": _("Figures worked out from purchases"),
}
COLUMNS: Mapping[str, str | Promise] = {
    **LABELS,
    "value": _("Address"),
    "shown": _("as it was written"),
    "created_at": _("Written down"),
    "updated_at": _("Changed"),
    "edited_at": _("Changed by hand"),
    "channel": _("Channel"),
    "purpose": _("What for"),
    "is_given": _("Consent given"),
    "form": _("Where it was given"),
    "proof": _("Proof"),
    "ip": _("Internet address"),
    "decided_at": _("When it was said"),
    "recorded_at": _("When it was written down"),
    "event_date": _("Day"),
    "note": _("Note"),
    "text": _("Note"),
    "written_at": _("When it was written down"),
    "tag__name": _("Tag"),
    "external_id": _("Number"),
    "status": _("State"),
    "ordered_at": _("When it was bought"),
    "total_minor": _("Amount"),
    "amount_minor": _("Amount"),
    "refunded_minor": _("Given back"),
    "margin_minor": _("Margin"),
    "commission_minor": _("Commission"),
    "currency": _("Currency"),
    "name": _("Name"),
    "product__code": _("Product"),
    "refunded_at": _("When it was given back"),
    "reason": _("Why"),
    "title": _("What is to be done"),
    "due_at": _("Until when"),
    "outcome": _("What came of it"),
    "outcome_note": _("More about it"),
    "closed_at": _("Closed"),
    "first_date": _("First purchase"),
    "last_date": _("Last purchase"),
    "purchase_days": _("Days with purchases"),
    "group": _("Group"),
    "alive": _("Chance of being a customer still"),
    "value_12m_minor": _("Value, 12 months"),
    "ltv_minor": _("Lifetime value"),
    "has_complaint": _("Complaint"),
    "has_returned": _("Returned a product"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table in words. rows: of (label, value); a value that is blank is left out."""

    title: str
    rows: list[list[tuple[str, str]]]


def sections(held: Holdings, *, zone: ZoneInfo, currency: str) -> Iterator[Section]:
    """Yield what is held, table by table; ids and columns of the house are in the JSON alone."""
    for label, title in TABLES.items():
        rows = [
            [
                (str(COLUMNS[name]), shown)
                for name, value in row.items()
                if name in COLUMNS
                and (shown := _shown(name, value, zone, row.get("currency", currency)))
            ]
            for row in held.tables.get(label, ())
        ]
        if rows:
            yield Section(title=str(title), rows=rows)


def _shown(name: str, value: Any, zone: ZoneInfo, currency: str) -> str:
    language = active_language()
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return wording.day(value, language=language)
    if name.endswith("_minor"):
        return wording.money(value, currency=currency, decimals=2, language=language)
    return f"{value:.2f}" if isinstance(value, float) else str(value)
