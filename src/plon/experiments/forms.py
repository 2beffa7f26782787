"""What people write into the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plon.experiments.domain import Decision, Kind
from plon.ui.fields import DayField

KINDS = [
    (Kind.FINDING.value, _("Something seen in the figures")),
    (Kind.MESSAGE.value, _("Two wordings of a message")),
    (Kind.PARTNER.value, _("A trial with one partner")),
    (Kind.BUNDLE.value, _("Products offered together")),
]
DECISIONS = [
    (Decision.SCALE.value, _("It works: do it for all")),
    (Decision.DROP.value, _("It does not work: stop")),
]


class HypothesisForm(forms.Form):
    """What was seen, for whom something is changed, how it is measured, from when until when."""

    observation = forms.CharField(
        label=_("What you have noticed"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: new customers from fairs do not come back."),
    )
    kind = forms.ChoiceField(label=_("What it is about"), choices=KINDS)
    segment = forms.CharField(label=_("For whom"), max_length=120)
    change = forms.CharField(
        label=_("What you want to change"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    metric = forms.CharField(
        label=_("How you will know that it works"),
        max_length=200,
        help_text=_("One number, for example: the share that buys again within 60 days."),
    )
    start_date = DayField(label=_("First day"))
    end_date = DayField(label=_("Last day"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("start_date"), said.get("end_date")
        if first and last and last < first:
            self.add_error("end_date", _("The last day comes before the first one."))
        return said


class ClosingForm(forms.Form):
    """What came of it, and what is decided. Both are asked for."""

    result = forms.CharField(
        label=_("What came of it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("With numbers: before, after, for how many people."),
    )
    decision = forms.ChoiceField(
        label=_("Decision"), choices=DECISIONS, widget=forms.RadioSelect, initial=None
    )
