"""A customer in a form: every field that is written by hand, in the order of the page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plon.customers import domain, queries
from plon.customers.forms.words import ADDRESSES, KINDS, LANGUAGES, Words
from plon.customers.models import Customer
from plon.customers.services import Details
from plon.ui.fields import DayField

EARLIEST = date(1880, 1, 1)
_NIP_DIGITS = re.compile(r"[\d\s-]+")


def _text(label: Any, name: str, *, rows: int = 0, help_text: Any = "") -> forms.CharField:
    """Return the field of a text column, never longer than the column."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput
    length = getattr(Customer._meta.get_field(name), "max_length", None)
    return forms.CharField(
        label=label,
        max_length=length or 10_000,
        required=False,
        widget=widget,
        help_text=help_text,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that stand together, as ui/form.html shows them."""

    title: str | Promise
    visible_fields: Sequence[forms.BoundField]
    hidden_fields: Sequence[forms.BoundField] = field(default=())
    non_field_errors: Sequence[str] = field(default=())


class CustomerForm(forms.Form):
    """The fields of a customer. `known`: as it stands; what is not touched is not judged."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    first_name = _text(_("First name"), "first_name")
    last_name = _text(_("Last name"), "last_name")
    company_name = _text(_("Name of the firm"), "company_name")
    tax_id = _text(_("Tax number (NIP)"), "tax_id")
    language = forms.ChoiceField(label=_("Language"), required=False)
    preferred_channel = forms.ChoiceField(label=_("Prefers to be reached by"), required=False)
    street = _text(_("Street and number"), "street")
    postcode = _text(_("Postcode"), "postcode")
    city = _text(_("Town"), "city")
    region = _text(_("Region"), "region")
    country = forms.CharField(
        label=_("Country"), required=False, help_text=_("Two letters, for example PL.")
    )
    birthday = DayField(label=_("Birthday"), required=False)
    company_birthday = DayField(
        label=_("Birthday of the firm"), required=False, first_year=EARLIEST.year
    )
    first_visit_date = DayField(label=_("First visit"), required=False)
    acquisition_channel = _text(
        _("Came by"), "acquisition_channel", help_text=_("For example: an advert, a shop window.")
    )
    campaign = _text(_("Campaign"), "campaign")
    referrer = forms.CharField(
        label=_("Referred by"),
        max_length=254,
        required=False,
        help_text=_("A customer of yours: name, e-mail, phone or number."),
    )
    data_source = _text(
        _("Where the data come from"),
        "data_source",
        help_text=_("For example: the customer, a contract, a form on the website."),
    )
    has_complaint = forms.BooleanField(
        label=_("Has complained: is not asked to refer anybody"), required=False
    )
    has_returned = forms.BooleanField(
        label=_("Has returned a product: is not asked to refer anybody"), required=False
    )
    favourite_product = _text(_("Favourite product"), "favourite_product")
    needs = _text(_("Needs"), "needs", rows=3)
    preferences = _text(_("Preferences"), "preferences", rows=3)

    GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (_("Who it is"), ("kind", "first_name", "last_name", "company_name", "tax_id", "language")),
        (
            _("Where"),
            ("street", "postcode", "city", "region", "country", "preferred_channel"),
        ),
        (_("Dates"), ("birthday", "company_birthday", "first_visit_date")),
        (_("Origin"), ("acquisition_channel", "campaign", "referrer", "data_source")),
        (_("Preferences"), ("favourite_product", "needs", "preferences")),
        (_("Caution"), ("has_complaint", "has_returned")),
    )

    def __init__(
        self, *args: Any, known: Customer | None, referrer_name: str, today: date, **options: Any
    ):
        self.known, self.referrer_name, self.today = known, referrer_name, today
        if known is not None:
            told = {name: getattr(known, name) for name in self.base_fields if name != "referrer"}
            options["initial"] = told | {"referrer": referrer_name}
        super().__init__(*args, **options)
        self._offer("language", LANGUAGES, blank=_("that of the firm"))
        reached_by = {code: word for code, word in ADDRESSES.items() if code != "external"}
        self._offer("preferred_channel", reached_by, blank="–")

    @property
    def groups(self) -> list[Group]:
        """Return the fields as they stand together on the page."""
        return [
            Group(title=title, visible_fields=[self[name] for name in names])
            for title, names in self.GROUPS
        ]

    def clean_country(self) -> str:
        return self._code("country", is_upper=True)

    def clean_tax_id(self) -> str:
        said = domain.tidy(self.cleaned_data["tax_id"])
        normal = domain.normal_tax_id(said)
        is_polish = self.data.get("country", "").strip().upper() in {"", "PL"}
        is_odd = normal is None and is_polish and _NIP_DIGITS.fullmatch(said) is not None
        if is_odd and not self._is_untouched("tax_id", said):
            raise ValidationError(
                _("A NIP has 10 digits, and this is none: is a digit missing or swapped?")
            )
        return normal or said

    def clean_birthday(self) -> date | None:
        return self._past("birthday")

    def clean_company_birthday(self) -> date | None:
        return self._past("company_birthday")

    def clean_referrer(self) -> UUID | None:
        said = domain.tidy(self.cleaned_data["referrer"])
        if not said:
            return None
        if self.known is not None and said == self.referrer_name and self.known.referrer_id:
            return self.known.referrer_id
        found = queries.named(said)
        if len(found) > 1:
            names = ", ".join(f"{each.name} ({each.city or '–'})" for each in found)
            raise ValidationError(
                _("More than one customer is called that: %(names)s. Write an e-mail or a phone."),
                params={"names": names},
            )
        if not found:
            raise ValidationError(_("No customer is called that. Add them to the list first."))
        if self.known is not None and found[0].id == self.known.id:
            raise ValidationError(_("Nobody refers themselves: write somebody else."))
        return found[0].id

    def clean(self) -> dict[str, Any]:
        """Tidy every text of one line."""
        cleaned = super().clean() or {}
        for name, said in cleaned.items():
            if isinstance(said, str) and not isinstance(self.fields[name].widget, forms.Textarea):
                cleaned[name] = domain.tidy(said)
        return cleaned

    def details(self) -> Details:
        """Return what is said, of a valid form."""
        said: Mapping[str, Any] = self.cleaned_data
        told = {name: said[name] for name in said if name != "referrer"}
        return Details(**told, referrer_id=said["referrer"])

    def _offer(self, name: str, words: Words, *, blank: str | Promise) -> None:
        """Offer these words, and what stands already: a list may have brought another code."""
        present = "" if self.known is None else str(getattr(self.known, name))
        offered = {"": blank, **words}
        offered.setdefault(present, present)
        self.fields[name] = forms.ChoiceField(
            label=self.fields[name].label, required=False, choices=list(offered.items())
        )

    def _code(self, name: str, *, is_upper: bool) -> str:
        said = domain.tidy(self.cleaned_data[name])
        code = domain.normal_code(said, is_upper=is_upper) if said else ""
        if code is None:
            raise ValidationError(_("Write two letters, for example PL."))
        return code

    def _past(self, name: str) -> date | None:
        said: date | None = self.cleaned_data[name]
        if said is not None and not EARLIEST <= said <= self.today:
            raise ValidationError(_("This day is not a birthday: look at the year."))
        return said

    def _is_untouched(self, name: str, said: str) -> bool:
        return self.known is not None and getattr(self.known, name) == said
