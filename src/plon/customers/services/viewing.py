"""Views of the customers' list: its filters, kept under a name."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from plon.core.errors import DomainError
from plon.customers import domain
from plon.customers.models import SavedView
from plon.customers.queries.viewing import normal_query
from plon.runtime.ids import new_id

VIEW_NAME_MAX, QUERY_MAX = 80, 1_000


class ViewUnfit(DomainError):
    """A view needs a name and a filter, and its filters have an end."""

    code = "view_unfit"
    status = 422


@transaction.atomic
def save_view(*, workspace_id: UUID, name: str, query: str, now: datetime) -> UUID:
    """Keep a list's filters under a name, instead of what had that name; return the id.

    Raises ViewUnfit.
    """
    called, kept = domain.tidy(name)[:VIEW_NAME_MAX], normal_query(query)
    if not called or not kept or len(kept) > QUERY_MAX:
        raise ViewUnfit(called)
    row, _is_new = SavedView.objects.update_or_create(
        workspace_id=workspace_id,
        name=called,
        defaults={"query": kept},
        create_defaults={"id": new_id(), "query": kept, "created_at": now},
    )
    return row.id


@transaction.atomic
def remove_view(*, view_id: UUID) -> None:
    """Forget a view. Safe to repeat."""
    SavedView.objects.filter(id=view_id).delete()
