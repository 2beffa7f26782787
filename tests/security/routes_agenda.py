"""Who gets what at the pages of tasks."""

from uuid import uuid4

from tests.cast import Person
from tests.security.expected import SIGN_IN, Route, members_only

ROUTES = {
    "settings/calendar/": members_only(ben=403),
    "settings/calendar/days-off": members_only(ben=403, get=False),
    "settings/calendar/days-off/end": Route(post=(SIGN_IN, 302, 403)),  # names no day
    "tasks/": members_only(ben=200, post=False),
    "tasks/new/": members_only(ben=200),
    "tasks/picked/": Route(post=(SIGN_IN, 302, 302)),  # nobody is picked
    "tasks/picked/<uuid:batch>/back/": Route(post=(SIGN_IN, 302, 302)),  # of nobody: takes nothing
    "tasks/<uuid:task_id>/": Route(get=(SIGN_IN, 404, 404)),
    "tasks/<uuid:task_id>/back/": Route(post=(SIGN_IN, 404, 404)),
    "tasks/<uuid:task_id>/outcome/": Route(post=(SIGN_IN, 404, 404)),
    "tasks/<uuid:task_id>/owner/": Route(post=(SIGN_IN, 404, 404)),
}


def things(ann: Person) -> dict[str, object]:
    """Return the id of a task that nobody has: Ann's own is tried in agenda/tests."""
    return {"task_id": uuid4(), "batch": uuid4()}
