"""Open tasks as a CSV file; the audit log notes who took them."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from uuid import UUID

from django.http import FileResponse
from django.utils.translation import gettext as _

from plon.accounts import queries as accounts
from plon.accounts import services as accounts_services
from plon.agenda import queries
from plon.agenda.forms.tasks import KINDS
from plon.core.days import date_in
from plon.customers import queries as customers
from plon.ui.downloads import MONEY, TEXT, Rows, csv_file, major

AT_ONCE = 1_000


def answer(caller: accounts.Caller, *, owner_id: UUID | None, now: datetime) -> FileResponse:
    """Give the tasks of an owner and nobody's, or everybody's, by due time."""
    texts = (_("Due"), _("Task"), _("Kind"), _("Customer"), _("Who does it"), _("Why"))
    columns = dict.fromkeys(texts, TEXT) | {_("What it may bring"): MONEY}
    file = csv_file(columns, _parts(caller, owner_id), name="tasks")
    accounts_services.record(caller, "export.made", detail={"what": "tasks"}, now=now)
    return file


def _parts(caller: accounts.Caller, owner_id: UUID | None) -> Iterator[Rows]:
    people = accounts.people_with("agenda.work", workspace_id=caller.workspace_id)
    kinds = {code: str(word) for code, word in KINDS}
    zone, sees_value = caller.firm.zone, "value.read" in caller.rights
    for start in count(0, AT_ONCE):
        found = queries.open_tasks(
            workspace_id=caller.workspace_id, owner_id=owner_id, start=start, limit=AT_ONCE
        )
        if not found:
            return
        names = customers.names_of([each.customer_id for each in found if each.customer_id])
        yield [
            [
                date_in(zone, each.due_at).isoformat(),
                each.title,
                kinds[each.kind.value],
                names.get(each.customer_id, "") if each.customer_id else "",
                people.get(each.owner_id, "") if each.owner_id else "",
                each.reason,
                major(each.value_minor) if sees_value else None,
            ]
            for each in found
        ]
