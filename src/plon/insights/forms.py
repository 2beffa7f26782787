"""What narrows the list of customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plon.insights.services.words import channel_word
from plon.lifetime.segments.groups import GROUPS
from plon.lifetime.segments.tiers import TIERS
from plon.lifetime.words import group_label, tier_label
from plon.ui.fields import Dropdown
from plon.ui.language import active_language

CHANNELS = (
    "email",
    "sms",
    "voice",
    "whatsapp",
    "messenger",
    "instagram",
    "telegram",
    "viber",
)
DAYS_MAX = 36_500
PRODUCTS = "products-sold"  # of the page: names to choose from
OF_VALUE = (
    "segment",
    "group",
    "tier",
    "risk",
    "recency",
    "frequency",
)  # filters by figures, for who may see them


SCORES = [(score, score) for score in "54321"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListChoices:
    """What of the firm's own may narrow the list. segments: (id, name)."""

    tags: Sequence[str] = ()
    segments: Sequence[tuple[str, str]] = ()
    has_products: bool = False


class FilterForm(forms.Form):
    """Filters of the list; blank ones do not narrow it."""

    segment = forms.ChoiceField(label=_("Segment"), required=False)
    product = forms.CharField(
        label=_("Bought the product"),
        max_length=200,
        required=False,
        help_text=_("Its whole name or code."),
        widget=forms.TextInput(attrs={"list": PRODUCTS}),
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    tier = forms.ChoiceField(label=_("Value tier"), required=False)
    risk = forms.ChoiceField(
        label=_("Risk"),
        required=False,
        choices=[("", "–"), ("slipping", _("slipping away"))],
        widget=Dropdown,
    )
    recency = forms.ChoiceField(label=_("Recency score R"), required=False)
    frequency = forms.ChoiceField(label=_("Frequency score F"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    consent = forms.ChoiceField(label=_("Agreed to offers by"), required=False)
    days_min = forms.IntegerField(
        label=_("Days since purchase, at least"), min_value=0, max_value=DAYS_MAX, required=False
    )
    days_max = forms.IntegerField(
        label=_("Days since purchase, at most"), min_value=0, max_value=DAYS_MAX, required=False
    )

    def __init__(self, *args: Any, choices: ListChoices, sees_value: bool, **options: Any):
        super().__init__(*args, **options)
        language = active_language()
        offered = {
            "group": [(code, group_label(code, language)) for code in GROUPS],
            "tier": [(code, tier_label(code, language)) for code in TIERS],
            "segment": choices.segments,
            "recency": SCORES,
            "frequency": SCORES,
            "tag": [(tag, tag) for tag in choices.tags],
            "consent": [(code, channel_word(code)) for code in CHANNELS],
        }
        for name, among in offered.items():
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label,
                required=False,
                choices=[("", "–"), *among],
                widget=Dropdown,
            )
        hidden = {*(() if sees_value else OF_VALUE), *(() if choices.segments else ("segment",))}
        for name in {*hidden, *(() if choices.has_products else ("product",))}:
            del self.fields[name]

    def shown(self, name: str) -> str:
        """Return a filter that is on in words."""
        field, given = self.fields[name], self.cleaned_data[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(given, given))  # type: ignore[arg-type]
        return str(given)
