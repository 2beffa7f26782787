"""The addresses of a customer in a form: a row each, and some blank ones."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from plon.customers import domain
from plon.customers.forms.words import ADDRESSES
from plon.customers.services import TAKEN, Address, Refusal

BLANK_ROWS = 2
ROWS_MAX = 60
UNREADABLE = {
    "email": _("This is no e-mail address: is something missing, like the sign @ or the domain?"),
    "phone": _("No such number exists: Polish ones have 9 digits, foreign ones begin with +."),
}


class AddressForm(forms.Form):
    """One address. A row without text is none."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(ADDRESSES.items()))
    text = forms.CharField(label=_("Address"), max_length=254, required=False)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.empty_permitted = False  # else a row that says what already stands would say nothing

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, text = cleaned.get("kind"), cleaned.get("text")
        is_new = text != self.initial.get("text") or kind != self.initial.get("kind")
        if kind and text and is_new and not domain.normal_identity(kind, text):
            self.add_error("text", self.unreadable(kind))
        return cleaned

    @staticmethod
    def unreadable(kind: str) -> Any:
        """Return what is wrong with an address of a kind, and what to do."""
        of = "phone" if kind in {"whatsapp", "viber"} else kind
        return UNREADABLE.get(of, _("This is no address of that kind."))


if TYPE_CHECKING:
    _Rows = forms.BaseFormSet["AddressForm"]  # generic for the checker alone
else:
    _Rows = forms.BaseFormSet


class AddressRows(_Rows):
    """The rows of addresses of one customer."""

    def addresses(self) -> list[Address]:
        """Return all addresses of a valid form."""
        said = [form.cleaned_data for form in self.forms]
        return [Address(kind=each["kind"], text=each["text"]) for each in said if each.get("text")]

    def refuse(self, refusals: Sequence[Refusal], link: Callable[[UUID], tuple[str, str]]) -> None:
        """Say beside each refused address why; link: customer -> (name, address of the card)."""
        why = {each.address: each for each in refusals}
        for form in self.forms:
            said = form.cleaned_data
            address = Address(kind=said.get("kind", ""), text=said.get("text", ""))
            if address in why:
                form.add_error("text", _sentence(why[address], link))


def _sentence(refusal: Refusal, link: Callable[[UUID], tuple[str, str]]) -> Any:
    if refusal.why != TAKEN or refusal.owner_id is None:
        return AddressForm.unreadable(refusal.address.kind)
    name, href = link(refusal.owner_id)
    return ValidationError(
        format_html(
            '{} <a href="{}">{}</a>', _("This address belongs to another customer:"), href, name
        )
    )


def address_rows(posted: Any, known: Sequence[tuple[str, str]] | None) -> AddressRows:
    """Return the rows of addresses; known: (kind, as written), None for a new customer."""
    if known is None:
        initial = [{"kind": kind, "text": ""} for kind in ("email", "phone", "external")]
    else:
        initial = [{"kind": kind, "text": shown} for kind, shown in known]
    made: Any = forms.formset_factory(
        AddressForm,
        formset=AddressRows,
        extra=0 if known is None else BLANK_ROWS,
        max_num=ROWS_MAX,
        absolute_max=ROWS_MAX,
        validate_max=True,
    )
    rows: AddressRows = made(posted, initial=initial, prefix="address")
    return rows
