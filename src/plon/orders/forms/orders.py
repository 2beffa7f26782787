"""An order written by hand, its next step, a refund, and what narrows the list of orders."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from plon.customers import queries as customers
from plon.orders.domain import MILLI, NewLine
from plon.orders.models import Order
from plon.orders.services.order_list import MARGINLESS
from plon.orders.services.words import DASH, origin_word, place_word, status_word
from plon.ui.fields import DayField, MoneyField

BEGIN = time(0)  # of a day: the same however often the form is sent, and never yet to come
QUANTITY_MAX = 1_000_000


class OrdersFilter(forms.Form):
    """Filters of the list; blank ones do not narrow it."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=lambda: [("", "–"), *((c, status_word(c)) for c in Order.Status.values)],
    )
    from_date = DayField(label=_("From"), required=False)
    until_date = DayField(label=_("Until"), required=False)
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    product_id = forms.TypedChoiceField(label=_("Product"), required=False, empty_value=None)
    customer = forms.UUIDField(label=_("Customer"), required=False, widget=forms.HiddenInput)
    margin = forms.ChoiceField(
        label=_("Margin"),
        required=False,
        choices=[("", "–"), (MARGINLESS, _("not known, counted in value"))],
    )

    def __init__(
        self,
        *args: Any,
        channels: Sequence[str],
        products: Sequence[tuple[Any, str]],
        sees_value: bool,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if not sees_value:
            del self.fields["margin"]
        offered = {"channel": [(each, each) for each in channels], "product_id": products}
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type
            field.choices = [("", "–"), *((str(key), word) for key, word in choices)]

    def shown(self, name: str) -> str:
        """Return a filter that is on in words."""
        field, given = self.fields[name], self.cleaned_data[name]
        if name == "customer":
            return customers.names_of([given]).get(given, DASH)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(given, given))  # type: ignore[arg-type]
        return str(given)


class DatedForm(forms.Form):
    """Something that happened on a day, not after today."""

    day = DayField(label=_("Day"))

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["day"].initial = today
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("This day is yet to come."))
        return day

    def moment(self, zone: ZoneInfo) -> datetime:
        """Return when the day begins."""
        return datetime.combine(self.cleaned_data["day"], BEGIN, tzinfo=zone)


class OrderForm(DatedForm):
    """A transaction of a customer, but for its lines."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, it is one
    status = forms.ChoiceField(
        label=_("Status"),
        choices=lambda: [
            (c, status_word(c)) for c in Order.Status.values if c not in ("cancelled", "returned")
        ],
    )
    channel = forms.CharField(
        label=_("Channel"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "channels"}),
    )
    place = forms.ChoiceField(
        label=_("Place"),
        required=False,
        choices=lambda: [("", "–"), *((c, place_word(c)) for c in Order.Place.values)],
    )
    origin = forms.ChoiceField(
        label=_("What led to it"),
        required=False,
        choices=lambda: [
            ("", _("first purchase, or again")),
            *((c, origin_word(c)) for c in Order.Origin.values),
        ],
    )
    renewal_date = DayField(
        label=_("Renewal"),
        required=False,
        help_text=_("Left empty, it follows from the product."),
    )
    number = forms.CharField(
        label=_("Number of the contract or receipt"),
        max_length=120,
        required=False,
        help_text=_("Left empty, one is given."),
    )

    def __init__(self, *args: Any, currency: str, asks_commission: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if asks_commission:
            self.fields["commission_minor"] = MoneyField(
                currency=currency,
                label=_("Commission, if you know it"),
                help_text=_("Left empty, it follows from the products."),
                required=False,
            )

    @property
    def external_id(self) -> str:
        """Return the number typed, else one of the key."""
        said = self.cleaned_data
        return said["number"].strip() or f"H-{said['key'].hex[:12].upper()}"


class LineForm(forms.Form):
    """One product of a transaction. Without an amount it costs what the catalogue says."""

    product = forms.ChoiceField(label=_("Product"), required=False)
    name = forms.CharField(label=_("or in words"), max_length=200, required=False)
    quantity = forms.DecimalField(
        label=_("Quantity"),
        initial=1,
        min_value=Decimal("0.001"),
        max_value=QUANTITY_MAX,
        max_digits=10,
        decimal_places=3,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        localize=True,
    )

    field_order = ("product", "quantity", "amount_minor", "name")

    def __init__(
        self,
        *args: Any,
        currency: str,
        products: Sequence[tuple[str, str]],
        prices: Mapping[str, int | None],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.prices = prices
        field = self.fields["product"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type
        field.choices = [("", "–"), *products]
        self.fields["amount_minor"] = MoneyField(
            currency=currency, label=_("Amount"), required=False
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors or not self.is_filled:
            return said
        said["milli"] = int((said.get("quantity") or Decimal(1)) * MILLI)
        if said.get("amount_minor") is None:
            price = self.prices.get(said.get("product", ""))
            if price is None:
                self.add_error("amount_minor", _("Write the amount."))
            else:
                said["amount_minor"] = (2 * price * said["milli"] + MILLI) // (2 * MILLI)
        return said

    @property
    def is_filled(self) -> bool:
        """Say whether anything but the quantity was filled in."""
        said = self.cleaned_data
        return bool(said.get("product") or said.get("name") or said.get("amount_minor") is not None)

    @property
    def line(self) -> NewLine:
        """Return the line as it is told."""
        said = self.cleaned_data
        return NewLine(
            amount_minor=said["amount_minor"],
            product_code=said["product"],
            name=said["name"],
            quantity_milli=said["milli"],
        )


class StatusForm(DatedForm):
    """Where an order goes next, and on which day."""

    status = forms.ChoiceField(label=_("New status"))

    field_order = ("status", "day")

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["status"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type
        field.choices = choices


class RefundForm(DatedForm):
    """Money given back."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    field_order = ("amount_minor", "day", "reason")

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount_minor"] = MoneyField(
            currency=currency, min_minor=1, label=_("Amount given back")
        )
        self.order_fields(self.field_order)


class DetailsForm(forms.Form):
    """What may be said of an order later."""

    renewal_date = DayField(label=_("Renewal"), required=False)
    has_complaint = forms.BooleanField(label=_("There was a complaint"), required=False)
