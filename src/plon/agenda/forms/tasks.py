"""A task that somebody writes down."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from plon.agenda.domain import Kind
from plon.agenda.services.words import outcome_words
from plon.ui.fields import DayField, MoneyField

SCRIPT_MAX = 2_000
DAYS_MAX = 250  # working days: a year
KINDS = [
    (Kind.CALL.value, pgettext("kind of task", "Call")),
    (Kind.VISIT.value, _("Visit")),
    (Kind.MESSAGE.value, _("Message")),
    (Kind.OTHER.value, _("Other")),
]
LATER = {"tomorrow": 1, "later": 3, "week": 5}  # working days
LATER_WORDS = [
    ("tomorrow", _("Tomorrow")),
    ("later", _("In three days")),
    ("week", _("In a week")),
]


ON_A_DAY = "day"  # of one's own choice


class TaskForm(forms.Form):
    """What is to be done, until when, what it may bring, by whom, and what to say."""

    title = forms.CharField(label=_("What is to be done"), max_length=200)
    kind = forms.ChoiceField(
        label=_("How"),
        choices=KINDS,
    )
    working_days = forms.IntegerField(
        label=_("In how many working days"), min_value=0, max_value=DAYS_MAX, initial=1
    )
    reason = forms.CharField(label=_("Why"), max_length=400, required=False)
    script = forms.CharField(
        label=_("What to say"),
        max_length=SCRIPT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    customer_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, people: Mapping[UUID, str], **options: Any):
        super().__init__(*args, **options)
        self.fields["value_minor"] = MoneyField(
            currency=currency, label=_("What it may bring"), required=False
        )
        self.fields["owner_id"] = owner_field(people)


class PickedTaskForm(TaskForm):
    """The same task for each of many customers. batch: filled in once, it is done once."""

    batch = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, people: Mapping[UUID, str], **options: Any):
        super().__init__(*args, currency=currency, people=people, **options)
        del self.fields["customer_id"]
        self.fields["title"].help_text = _("The customer's name is added to it.")
        self.fields["value_minor"].help_text = _("From each customer.")


class OutcomeForm(forms.Form):
    """What came of a task, or until when it is put off, with a note."""

    outcome = forms.ChoiceField(
        choices=lambda: [*outcome_words().items(), *LATER_WORDS, (ON_A_DAY, ON_A_DAY)]
    )
    note = forms.CharField(label=_("Note"), max_length=400, required=False)
    day = DayField(label=_("Until a day"), required=False)

    def __init__(self, *args: Any, today: date, **options: Any):
        super().__init__(*args, **options)
        self.today = today
        self.fields["day"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        is_asked = said.get("outcome") == ON_A_DAY and "day" not in self.errors
        if is_asked and (said["day"] is None or said["day"] <= self.today):
            self.add_error("day", _("Choose a day after today."))
        return said


class OwnerForm(forms.Form):
    """Who is to do it; nobody named: whoever comes first."""

    def __init__(self, *args: Any, people: Mapping[UUID, str], **options: Any):
        super().__init__(*args, **options)
        self.fields["owner_id"] = owner_field(people)


def owner_field(people: Mapping[UUID, str]) -> forms.TypedChoiceField:
    """Return the choice of who is to do a task, nobody among them."""
    named = [(str(one), name) for one, name in people.items()]
    return forms.TypedChoiceField(
        label=_("Who does it"),
        choices=[("", _("whoever comes first")), *named],
        coerce=UUID,
        empty_value=None,
        required=False,
    )
