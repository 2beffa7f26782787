"""A note about a customer, a day in a customer's life."""

from collections.abc import Mapping

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plon.customers.models import LifeEvent
from plon.ui.fields import DayField

NOTE_MAX = 10_000
LIFE_WORDS: Mapping[str, str | Promise] = {
    LifeEvent.Kind.CONTRACT: _("Contract"),
    LifeEvent.Kind.KEYS: _("Keys handed over"),
    LifeEvent.Kind.FIRST_REDUCTION: _("First reduction of the instalment"),
    LifeEvent.Kind.INSURANCE_RENEWAL: _("Insurance is renewed"),
    LifeEvent.Kind.CHILD: _("A child was born"),
    LifeEvent.Kind.HOME: _("A home was bought"),
    LifeEvent.Kind.FLAT_UPGRADE: _("A larger flat"),
    LifeEvent.Kind.OTHER: _("Event"),
}


class NoteForm(forms.Form):
    """What somebody of the firm knows of a customer."""

    text = forms.CharField(
        label=_("Note"), max_length=NOTE_MAX, widget=forms.Textarea(attrs={"rows": 4})
    )


class LifeForm(forms.Form):
    """A day in a customer's life that the firm may act on."""

    kind = forms.ChoiceField(label=_("What"), choices=list(LIFE_WORDS.items()))
    event_date = DayField(label=_("Day"))
    note = forms.CharField(label=_("More about it"), max_length=200, required=False)
