"""Tasks about somebody who was erased."""

import pytest

from plon.agenda import services, subscribers
from plon.agenda.models import Task
from plon.agenda.services import NewTask, Outcome
from plon.customers.events import CustomerForgotten
from plon.customers.services import Person as Told
from plon.customers.services import identify
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann

pytestmark = pytest.mark.django_db


def test_open_ones_go_and_closed_ones_keep_what_came_of_them() -> None:
    owner = ann()
    with inside(owner.workspace_id):
        dan, eve = (
            identify(workspace_id=owner.workspace_id, person=Told(external_id=n), now=NOW)
            for n in "12"
        )
        done, open_, others = (
            services.add_task(
                workspace_id=owner.workspace_id,
                task=NewTask(title="Call Dan", reason="Dan likes rye", customer_id=who),
                now=NOW,
            )
            for who in (dan, dan, eve)
        )
        services.record_outcome(
            workspace_id=owner.workspace_id,
            task_id=done,
            outcome=Outcome.SOLD,
            actor="user:1",
            note="Dan bought",
            now=NOW,
        )

        for _ in range(2):
            subscribers.follow_forgetting(
                CustomerForgotten(
                    workspace_id=owner.workspace_id,
                    occurred_at=NOW,
                    customer_ids=(dan,),
                )
            )

        left = {row.id: row for row in Task.objects.all()}
        assert set(left) == {done, others}
        assert (left[done].title, left[done].reason, left[done].outcome_note) == ("", "", "")
        assert left[done].outcome == "sold"
        assert left[others].title == "Call Dan"
        assert open_ not in left
