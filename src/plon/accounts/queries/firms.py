"""Firms: what others may know of them, and who is in them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from plon.accounts.domain import roles_with
from plon.accounts.models import Membership, Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceFacts:
    """What others may know of a workspace."""

    id: UUID
    name: str
    currency: str
    zone: ZoneInfo
    trade: str  # domain.Trade, or ""
    is_demo: bool
    loyalty: str = ""  # domain.Loyalty, or ""
    language: str = "pl"
    tax_id: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    is_currency_fixed: bool = False  # there are orders in it


def workspace(workspace_id: UUID) -> WorkspaceFacts:
    """Return the facts of one workspace."""
    return facts_of(Workspace.objects.get(id=workspace_id))


def every_workspace() -> list[UUID]:
    """Return the ids of all firms, for what is done in each of them by itself."""
    return list(Workspace.objects.order_by("id").values_list("id", flat=True))


def workspaces_of(user_id: UUID) -> list[WorkspaceFacts]:
    """Return the workspaces that a person may enter, by name."""
    places = Membership.objects.filter(user_id=user_id, ended_at=None)
    rows = Workspace.objects.filter(id__in=places.values("workspace_id"))
    return [facts_of(row) for row in rows.order_by("name", "id")]


def people_with(right: str, *, workspace_id: UUID) -> dict[UUID, str]:
    """Return the members of a workspace who have a right: their names by id, in order of names."""
    roles = [role.value for role in roles_with(right)]
    places = Membership.objects.filter(workspace_id=workspace_id, ended_at=None, role__in=roles)
    rows = places.order_by("user__name", "user_id").values_list(
        "user_id", "user__name", "user__email"
    )
    return {user_id: name or email for user_id, name, email in rows}


def facts_of(row: Workspace) -> WorkspaceFacts:
    """Return the facts of a row."""
    return WorkspaceFacts(
        id=row.id,
        name=row.name,
        currency=row.currency,
        zone=ZoneInfo(row.time_zone),
        trade=row.trade,
        is_demo=row.is_demo,
        loyalty=row.loyalty,
        language=row.language,
        tax_id=row.tax_id,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        is_currency_fixed=row.currency_fixed_at is not None,
    )


def has_people() -> bool:
    """Say whether anybody has a place in a firm yet; those of the demo do not count."""
    return Membership.objects.filter(workspace__is_demo=False).exists()


def demo_opened_at(user_id: UUID) -> datetime | None:
    """Return when the newest demo firm of a person was opened; None where there is none."""
    places = Membership.objects.filter(user_id=user_id, ended_at=None, workspace__is_demo=True)
    opened = places.order_by("-workspace__created_at").values_list(
        "workspace__created_at", flat=True
    )
    return opened.first()
