"""A product of the catalogue, and what narrows the catalogue's list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plon.orders.domain import Rule
from plon.orders.models import Product
from plon.ui.fields import DayField, MoneyField, PercentField

MONTHS_MAX = 600
EXAMPLE_MINOR = 1_000_00  # where a product has no price


class ProductForm(forms.Form):
    """A product and what it earns."""

    name = forms.CharField(label=_("Name"), max_length=200)
    category = forms.CharField(label=_("Category"), max_length=80, required=False)
    commission_model = forms.ChoiceField(
        label=_("What it earns"),
        widget=forms.RadioSelect,
        initial=Product.Commission.NONE.value,
        choices=[
            (Product.Commission.NONE.value, _("A margin on the price")),
            (Product.Commission.FIXED.value, _("A fixed commission each time")),
            (Product.Commission.PERCENT.value, _("A percentage of the amount")),
            (Product.Commission.YEARLY.value, _("A commission every year")),
        ],
    )
    commission_bp = PercentField(label=_("Percentage of the amount"), required=False)
    is_counted_yearly = forms.BooleanField(
        label=_("Count every year of the contract at once"),
        required=False,
        help_text=_(
            "For a commission every year: 800 a year for two years counts as 1,600."
            " Off, the first year counts and each renewal is a transaction of its own."
        ),
    )
    margin_bp = PercentField(label=_("Margin, percent of the price"), required=False)
    term_months = forms.IntegerField(
        label=_("Contract lasts, months"), min_value=1, max_value=MONTHS_MAX, required=False
    )
    renewal_months = forms.IntegerField(
        label=_("Is renewed every, months"), min_value=1, max_value=MONTHS_MAX, required=False
    )
    pace = forms.ChoiceField(
        label=_("How often people buy it"),
        required=False,
        choices=[
            ("", "–"),
            (Product.Pace.FAST.value, _("often")),
            (Product.Pace.SLOW.value, _("rarely")),
        ],
    )
    eligibility = forms.CharField(label=_("For whom"), max_length=400, required=False)
    launch_date = DayField(label=_("On sale since"), required=False)
    note = forms.CharField(
        label=_("Note"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    code = forms.SlugField(
        label=_("Code"),
        max_length=120,
        required=False,
        help_text=_("By which imports know it. Left empty, one is made of the name."),
    )

    field_order = (
        "name", "category", "commission_model", "commission_minor", "commission_bp",
        "is_counted_yearly", "margin_bp", "unit_cost_minor", "price_minor", "term_months",
        "renewal_months", "pace", "eligibility", "launch_date", "note", "code",
    )  # fmt: skip

    def __init__(self, *args: Any, currency: str, is_new: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, label in (
            ("commission_minor", _("Commission")),
            ("unit_cost_minor", _("Cost of one")),
            ("price_minor", _("Price, or the usual amount")),
        ):
            self.fields[name] = MoneyField(currency=currency, label=label, required=False)
        if not is_new:
            del self.fields["code"]  # orders and imports know the product by it
        self.order_fields(self.field_order)

    @property
    def rule(self) -> Rule:
        """Return how the product would earn, of what could be read so far."""
        said = getattr(self, "cleaned_data", {}) if self.is_bound else self.initial
        told = {name: said[name] for name in Rule.__dataclass_fields__ if name in said}
        return Rule(**{"commission_model": Product.Commission.NONE.value} | told)

    @property
    def price_minor(self) -> int:
        """Return the price as typed or kept, else a round amount."""
        said = getattr(self, "cleaned_data", {}) if self.is_bound else self.initial
        return said.get("price_minor") or EXAMPLE_MINOR


class ExampleForm(forms.Form):
    """The amount of the example beside a product; it is not kept."""

    def __init__(self, *args: Any, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["example_minor"] = MoneyField(
            currency=currency, label=_("For an amount of"), required=False
        )

    @property
    def amount_minor(self) -> int | None:
        """Return the amount typed."""
        return self.cleaned_data.get("example_minor") if self.is_valid() else None


class ProductsFilter(forms.Form):
    """What narrows the catalogue; by default what is on sale."""

    category = forms.ChoiceField(label=_("Category"), required=False)
    shown = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            ("", _("on sale")),
            ("retired", _("withdrawn")),
            ("all", _("all")),
        ],
    )

    def __init__(self, *args: Any, categories: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type
        field.choices = [("", "–"), *((each, each) for each in categories)]
