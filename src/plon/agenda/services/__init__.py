"""What this room does for others."""

from plon.agenda.domain import Kind, Outcome
from plon.agenda.services.commands import (
    NewTask,
    UnknownCustomer,
    UnknownOwner,
    add_day_off,
    add_task,
    change_calendar,
    follow_merge,
    follow_parting,
    forget,
    hand_over,
    remove_day_off,
    revalue_tasks,
)
from plon.agenda.services.giving import (
    PICKED_MAX,
    TooManyPicked,
    give_tasks,
    receivers,
    take_tasks_back,
)
from plon.agenda.services.held import TaskGone, TaskOver
from plon.agenda.services.replaying import replay_tasks
from plon.agenda.services.saying import record_outcome, snooze_task, snooze_until, take_back

__all__ = [
    "PICKED_MAX",
    "Kind",
    "NewTask",
    "Outcome",
    "TaskGone",
    "TaskOver",
    "TooManyPicked",
    "UnknownCustomer",
    "UnknownOwner",
    "add_day_off",
    "add_task",
    "change_calendar",
    "follow_merge",
    "follow_parting",
    "forget",
    "give_tasks",
    "hand_over",
    "receivers",
    "record_outcome",
    "remove_day_off",
    "replay_tasks",
    "revalue_tasks",
    "snooze_task",
    "snooze_until",
    "take_back",
    "take_tasks_back",
]
