"""What a customer said about being contacted, in forms; and the texts that are agreed to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from plon.customers.forms.words import CHANNELS, PLACES, PURPOSES, TEXT_LANGUAGES
from plon.customers.models import Wording
from plon.ui.fields import DayField

ALL = "all"
TEXT_MAX = 4_000


class _SaidForm(forms.Form):
    """Where and when it was said, and what shows it."""

    form = forms.ChoiceField(label=_("Where it was said"), choices=list(PLACES.items()))
    decided_on = DayField(label=_("Day"), help_text=_("Leave it blank for today."), required=False)
    proof = forms.CharField(
        label=_("What shows it"),
        max_length=400,
        required=False,
        help_text=_("For example: where the signed paper lies."),
    )

    def __init__(self, *args: Any, today: date, **options: Any):
        super().__init__(*args, **options)
        self.today = today

    def clean_decided_on(self) -> date | None:
        said: date | None = self.cleaned_data["decided_on"]
        if said is not None and said > self.today:
            raise ValidationError(_("This day is still to come."))
        return said


class GivenForm(_SaidForm):
    """A consent that was given: to which text, in which language."""

    wording = forms.ChoiceField(label=_("What was agreed to"))
    language = forms.ChoiceField(label=_("In which language"), choices=list(TEXT_LANGUAGES.items()))
    field_order = ("wording", "language", "form", "decided_on", "proof")

    def __init__(self, *args: Any, wordings: Sequence[tuple[str, str]], **options: Any):
        super().__init__(*args, **options)
        self.fields["wording"] = forms.ChoiceField(
            label=self.fields["wording"].label,
            choices=[("", _("Choose a text")), *wordings],  # none is chosen beforehand
        )


class WithdrawnForm(_SaidForm):
    """A consent that was withdrawn, or a wish not to be contacted."""

    channel = forms.ChoiceField(
        label=_("How not to contact"), choices=[(ALL, _("In no way")), *CHANNELS.items()]
    )
    purpose = forms.ChoiceField(label=_("About what"), choices=list(PURPOSES.items()))
    field_order = ("channel", "purpose", "form", "decided_on", "proof")


class WordingForm(forms.Form):
    """A text that customers agree to, in both languages."""

    text_pl = forms.CharField(
        label=_("Text in Polish"), max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 4})
    )
    text_en = forms.CharField(
        label=_("Text in English"), max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 4})
    )

    def clean_text_pl(self) -> str:
        return str(self.cleaned_data["text_pl"]).strip()


class WhichForm(forms.Form):
    """For what a new text is."""

    channel = forms.ChoiceField(label=_("Channel"), choices=list(CHANNELS.items()))
    purpose = forms.ChoiceField(label=_("About what"), choices=list(PURPOSES.items()))


def wording_choice(row: Wording) -> tuple[str, str]:
    """Return a version as it is offered: channel, purpose, which version."""
    word = f"{CHANNELS[row.channel]} · {PURPOSES[row.purpose]} · {_('version')} {row.version}"
    return str(row.id), word
