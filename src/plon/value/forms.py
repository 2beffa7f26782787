"""What people fill in about value: a formula's numbers, costs, a segment's sentence."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plon.lifetime.formulas.bands import BENCHMARKS
from plon.lifetime.formulas.methods import RECOMMENDED, Method
from plon.lifetime.words import business_label, industry_label, method_label
from plon.ui.fields import YEAR_MAX, YEAR_MIN, MoneyField, PercentField
from plon.ui.language import active_language
from plon.value.domain.workbench import LIST, PARAMETERS, ROWS
from plon.value.models import Basis
from plon.value.services.page_words import cadence_label, parameter_label


class WorkbenchForm(forms.Form):
    """The numbers of one formula, each a text as people write numbers."""

    def __init__(self, *args: Any, method: Method, **options: Any):
        super().__init__(*args, **options)
        for each in PARAMETERS[method]:
            widget: forms.Widget = forms.TextInput(attrs={"inputmode": "decimal"})
            if each.kind == ROWS:
                widget = forms.Textarea(attrs={"rows": 4})
            elif each.kind == LIST:
                widget = forms.TextInput()
            self.fields[each.name] = forms.CharField(
                label=parameter_label(each.name), max_length=600, widget=widget
            )


class CostForm(forms.Form):
    """What winning and keeping customers costs, and how often to compute."""

    customers_won = forms.IntegerField(
        label=_("Customers won in the same period"), min_value=1, max_value=10**8, required=False
    )
    method = forms.ChoiceField(
        label=_("Count the value of a customer"),
        help_text=_("A formula whose numbers were kept on the workbench may stand for the sales."),
        required=False,
    )
    business = forms.ChoiceField(label=_("Kind of business"), required=False)
    industry = forms.ChoiceField(label=_("Compare with"))
    cadence = forms.ChoiceField(label=_("Compute figures"))

    field_order = ("marketing_minor", "customers_won", "retention_minor")

    def __init__(self, *args: Any, currency: str, formulas: Iterable[str] = (), **options: Any):
        """formulas: those whose numbers were kept."""
        super().__init__(*args, **options)
        self.fields["marketing_minor"] = MoneyField(
            currency=currency,
            label=_("Spent on winning customers in a period"),
            help_text=_("Advertising, fairs, agencies: the sum of one period."),
            required=False,
        )
        self.fields["retention_minor"] = MoneyField(
            currency=currency, label=_("Spent in a year on keeping one customer"), required=False
        )
        language = active_language()
        kinds = [(code, business_label(code, language)) for code in RECOMMENDED]
        kept = [(code, method_label(code, language)) for code in formulas]
        choices: dict[str, list[tuple[str, Any]]] = {
            "method": [("", _("From sales: so far and 12 months ahead")), *kept],
            "business": [("", "–"), *kinds],
            "industry": [(code, industry_label(code, language)) for code in BENCHMARKS],
            "cadence": [(code, cadence_label(code)) for code in Basis.Cadence.values],
        }
        for name, offered in choices.items():
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label,
                help_text=self.fields[name].help_text,
                choices=offered,
                required=self.fields[name].required,
            )
        self.order_fields(self.field_order)


class MonthField(forms.CharField):
    """A month as 2026-03; its first day."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.TextInput(attrs={"type": "month", "placeholder": "2026-03"}), **options
        )

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            found = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
        except ValueError:
            raise forms.ValidationError(_("Write a month like 2026-03.")) from None
        if not YEAR_MIN <= found.year <= YEAR_MAX:
            raise forms.ValidationError(_("Write a month like 2026-03."))
        return found


class ChannelCostForm(forms.Form):
    """What one channel cost in one month."""

    channel = forms.CharField(
        label=_("Channel"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "channels"}),
        help_text=_("As your sales name it: the channel of the first purchase."),
    )
    month = MonthField(label=_("Month"))

    def __init__(self, *args: Any, currency: str, **options: Any):
        super().__init__(*args, **options)
        self.fields["spent_minor"] = MoneyField(
            currency=currency,
            label=_("Spent on winning customers"),
            help_text=_("Writing the same channel and month again changes the amount."),
        )


class MarginForm(forms.Form):
    """What part of an order is margin where the order does not tell it."""

    margin_bp = PercentField(
        label=_("Your margin, percent of turnover"),
        help_text=_(
            "A guess will do. It counts for orders that have no margin of their own; empty:"
            " turnover counts."
        ),
        required=False,
        min_bp=1,
    )


class CampaignForm(forms.Form):
    """What campaigns cost in a period and what they brought in it."""

    def __init__(self, *args: Any, currency: str, **options: Any):
        super().__init__(*args, **options)
        labels = {"spent": _("Spent on campaigns"), "brought": _("They brought")}
        for name, label in labels.items():
            self.fields[name] = MoneyField(currency=currency, label=label)


class SegmentForm(forms.Form):
    """The name under which a segment is kept."""

    name = forms.CharField(
        label=_("Name of the segment"),
        max_length=80,
        widget=forms.TextInput(
            attrs={"hx-preserve": "true"}
        ),  # another condition may be chosen yet
    )
