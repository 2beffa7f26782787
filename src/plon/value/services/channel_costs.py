"""Commands about what channels cost."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.value.models import ChannelCost


class ChannelCostGone(DomainError):
    """No such cost is kept in the workspace."""

    code = "channel_cost_gone"
    status = 404


@transaction.atomic
def keep_channel_cost(
    caller: Caller, *, channel: str, month: date, spent_minor: int, now: datetime
) -> tuple[UUID, bool]:
    """Keep what a channel cost in a month, in the place of what was told before.

    Returns its id, and whether it is new. Safe to repeat.
    """
    key = {"workspace_id": caller.workspace_id, "channel": channel, "month": month.replace(day=1)}
    given = {"spent_minor": spent_minor, "changed_at": now}
    row, is_new = ChannelCost.objects.get_or_create(**key, defaults=given)
    if is_new or row.spent_minor != spent_minor:
        ChannelCost.objects.filter(id=row.id).update(**given)
        accounts.record(
            caller,
            "value.channel_cost",
            subject=f"channel_cost:{row.id}",
            detail={"month": f"{row.month:%Y-%m}", "spent_minor": spent_minor},
            now=now,
        )
    return row.id, is_new


@transaction.atomic
def remove_channel_cost(caller: Caller, *, cost_id: UUID, now: datetime) -> None:
    """Take a cost away. Raises ChannelCostGone."""
    mine = ChannelCost.objects.filter(workspace_id=caller.workspace_id, id=cost_id)
    gone, _each = mine.delete()
    if not gone:
        raise ChannelCostGone(str(cost_id))
    accounts.record(
        caller, "value.channel_cost_removed", subject=f"channel_cost:{cost_id}", now=now
    )
