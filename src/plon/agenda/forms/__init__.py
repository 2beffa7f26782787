"""What is filled in about tasks and working days."""

from plon.agenda.forms.calendar import CalendarForm, DayOffForm
from plon.agenda.forms.tasks import (
    LATER,
    LATER_WORDS,
    ON_A_DAY,
    OutcomeForm,
    OwnerForm,
    PickedTaskForm,
    TaskForm,
)

__all__ = [
    "LATER",
    "LATER_WORDS",
    "ON_A_DAY",
    "CalendarForm",
    "DayOffForm",
    "OutcomeForm",
    "OwnerForm",
    "PickedTaskForm",
    "TaskForm",
]
