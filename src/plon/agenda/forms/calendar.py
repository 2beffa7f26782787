"""When the firm works, and days on which it is closed."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plon.agenda.domain import WorkCalendar
from plon.ui.fields import DayField

WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


class HourInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class CalendarForm(forms.Form):
    """Hours of each weekday, none for a free one, and whether holidays are free."""

    has_holidays = forms.BooleanField(label=_("Closed on Polish holidays"), required=False)

    def __init__(self, *args: Any, calendar: WorkCalendar, **options: Any) -> None:
        initial: dict[str, object] = {"has_holidays": calendar.country == "PL"}
        for weekday, (opens, closes) in calendar.hours.items():
            initial |= {f"opens_{weekday}": opens, f"closes_{weekday}": closes}
        super().__init__(*args, **options)
        self.initial.update(initial)
        for weekday, word in enumerate(WEEKDAYS):
            for name, label in (("opens", _("%(day)s, from")), ("closes", _("%(day)s, until"))):
                self.fields[f"{name}_{weekday}"] = forms.TimeField(
                    label=str(label) % {"day": word}, required=False, widget=HourInput
                )
        self.order_fields([name for name in self.fields if name != "has_holidays"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for weekday in range(len(WEEKDAYS)):
            opens, closes = said.get(f"opens_{weekday}"), said.get(f"closes_{weekday}")
            if (opens is None) != (closes is None):
                self._wrong(weekday, _("Write both hours, or none for a free day."))
            elif opens is not None and closes is not None and closes <= opens:
                self._wrong(weekday, _("It closes after it opens."))
        if not self.errors and not self._hours(said):
            self.add_error(None, _("Leave at least one day of work."))
        return said

    @property
    def told(self) -> WorkCalendar:
        """Return the calendar that was filled in."""
        said = self.cleaned_data
        return WorkCalendar(hours=self._hours(said), country="PL" if said["has_holidays"] else "")

    def _wrong(self, weekday: int, why: Any) -> None:
        if f"closes_{weekday}" not in self.errors:
            self.add_error(f"closes_{weekday}", why)

    @staticmethod
    def _hours(said: dict[str, Any]) -> dict[int, tuple[time, time]]:
        return {
            weekday: (said[f"opens_{weekday}"], said[f"closes_{weekday}"])
            for weekday in range(len(WEEKDAYS))
            if said.get(f"opens_{weekday}") and said.get(f"closes_{weekday}")
        }


class DayOffForm(forms.Form):
    """A day on which the firm is closed."""

    day = DayField(label=_("Day"))
    name = forms.CharField(label=_("What for"), max_length=80, required=False)
