"""Two customers side by side: which card stays, and which value of each field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plon.customers.domain import FIELDS

FIRST, SECOND = "first", "second"
_SIDES = [(FIRST, FIRST), (SECOND, SECOND)]
LABELS: Mapping[str, str | Promise] = {
    "kind": _("Kind"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "company_name": _("Name of the firm"),
    "tax_id": _("Tax number (NIP)"),
    "street": _("Street and number"),
    "postcode": _("Postcode"),
    "city": _("Town"),
    "country": _("Country"),
    "region": _("Region"),
    "language": _("Language"),
    "preferred_channel": _("Prefers to be reached by"),
    "birthday": _("Birthday"),
    "company_birthday": _("Birthday of the firm"),
    "first_visit_date": _("First visit"),
    "acquisition_channel": _("Came by"),
    "campaign": _("Campaign"),
    "data_source": _("Where the data come from"),
    "favourite_product": _("Favourite product"),
    "needs": _("Needs"),
    "preferences": _("Preferences"),
}
KINDS: Mapping[str, str | Promise] = {
    "person": _("a person"),
    "company": _("a company"),
    "partner": _("a partner"),
    "supplier": _("a supplier"),
    "employee": _("an employee"),
}
REASONS: Mapping[str, str | Promise] = {
    "same_email": _("the same e-mail"),
    "same_number": _("the same phone number"),
    "same_tax_id": _("the same tax number"),
    "same_company": _("the same name of the firm"),
    "same_name": _("the same name"),
    "near_name": _("almost the same name"),
    "same_birthday": _("the same birthday"),
    "same_postcode": _("the same postcode"),
    "same_street": _("the same street"),
    "same_city": _("the same town"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A field of both."""

    name: str
    label: str
    first: str
    second: str
    differs: bool


class MergeForm(forms.Form):
    """Which of the two stays, and whose value of each field that differs."""

    kept = forms.ChoiceField(choices=_SIDES)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for name in FIELDS:
            self.fields[f"field_{name}"] = forms.ChoiceField(choices=_SIDES, required=False)

    def chosen(self) -> dict[str, str]:
        """Return whose values were chosen, as the merge takes them: field -> "kept" or "gone"."""
        kept = self.cleaned_data["kept"]
        said = {name: self.cleaned_data[f"field_{name}"] for name in FIELDS}
        return {name: "kept" if side == kept else "gone" for name, side in said.items() if side}


class EraseForm(forms.Form):
    """The customer's name, typed to confirm what cannot be taken back."""

    name = forms.CharField(label=_("Type the customer's name to confirm"), max_length=300)


def compared(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[Compared]:
    """Return the fields that either has, those that differ before the others."""
    rows = [
        Compared(
            name=name,
            label=str(label),
            first=_word(name, first[name]),
            second=_word(name, second[name]),
            differs=first[name] != second[name],
        )
        for name, label in LABELS.items()
        if first.get(name) or second.get(name)
    ]
    return sorted(rows, key=lambda row: not row.differs)


def _word(name: str, value: Any) -> str:
    return str(KINDS.get(value, value)) if name == "kind" else str(value or "")
