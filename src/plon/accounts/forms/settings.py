"""What is filled in on the pages of settings."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from plon.accounts.domain import KEY_RIGHTS, Role, Trade
from plon.accounts.forms.words import ABOUT, ROLES, right_word
from plon.accounts.models import User
from plon.accounts.services.words import TRADES
from plon.core.tax import is_nip

CURRENCIES = ("PLN", "EUR", "USD", "GBP", "CHF", "CZK", "DKK", "NOK", "RON", "SEK", "UAH")
_CONTINENTS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Pacific/")


class FirmForm(forms.Form):
    """What a firm is called, where it is, and how it counts. A fixed currency is not asked."""

    name = forms.CharField(label=_("Name of the firm"), max_length=120)
    tax_id = forms.CharField(
        label=_("Tax number (NIP)"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    street = forms.CharField(
        label=_("Street and number"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postcode = forms.CharField(
        label=_("Postcode"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    city = forms.CharField(
        label=_("Town"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    trade = forms.ChoiceField(
        label=_("Trade"),
        required=False,
        choices=lambda: [("", _("Another trade")), *((t.value, TRADES[t]) for t in Trade)],
        help_text=_("The products ready for it stand in Settings, under Catalogue."),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[(code, code) for code in CURRENCIES],
        help_text=_("Of all amounts. It stays from the first transaction on."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Days begin and end by it."))
    language = forms.ChoiceField(
        label=_("Language of the firm"),
        choices=settings.LANGUAGES,
        help_text=_("Of new people and of ready texts. Each person may choose another."),
    )

    def __init__(self, *args: Any, fixed_currency: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)  # noqa: S101 - for the type
        zones.choices = [(name, name.replace("_", " ")) for name in time_zones()]
        if fixed_currency:
            self.fields["currency"].disabled = True
            self.fields["currency"].help_text = _(
                "There are transactions in it, so it cannot be changed any more."
            )

    def clean_tax_id(self) -> str:
        digits = re.sub(r"[\s-]", "", self.cleaned_data["tax_id"]).removeprefix("PL")
        if digits and not is_nip(digits):
            raise forms.ValidationError(_("Check the digits: a NIP has 10, and they do not agree."))
        return digits


class RoleForm(forms.Form):
    """One role of all."""

    role = forms.ChoiceField(label=_("Role"), choices=[(r.value, ROLES[r]) for r in Role])

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class InviteForm(forms.Form):
    """Whom to invite, as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        initial=Role.BROKER.value,
        choices=lambda: [(r.value, f"{ROLES[r]}: {ABOUT[r]}") for r in Role],
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class KeyForm(forms.Form):
    """A name for a key, and what it may do: nothing is ticked beforehand."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Of the program that will use it, such as: online shop."),
    )
    may = forms.MultipleChoiceField(
        label=_("It may"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )

    def __init__(self, *args: Any, rights: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        offered = sorted(KEY_RIGHTS & set(rights))
        field = self.fields["may"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type
        field.choices = [(right, right_word(right)) for right in offered]


class AccountForm(forms.Form):
    """What a person likes."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[
            (User.Theme.SYSTEM.value, _("As the device")),
            (User.Theme.LIGHT.value, _("Light")),
            (User.Theme.DARK.value, _("Dark")),
        ],
    )
    has_shortcuts = forms.BooleanField(
        label=_("Single keys do things, outside fields"), required=False
    )


@cache
def time_zones() -> tuple[str, ...]:
    """Return the names of all zones of places, and UTC."""
    places = {name for name in available_timezones() if name.startswith(_CONTINENTS)}
    return (*sorted(places), "UTC")
