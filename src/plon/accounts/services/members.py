"""Members: their roles, and their end."""

from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from plon.accounts.domain import Role
from plon.accounts.models import Membership
from plon.accounts.queries import Caller
from plon.accounts.services.audit import record
from plon.core.errors import DomainError


class LastOwner(DomainError):
    """A workspace keeps at least one owner."""

    code = "last_owner"
    status = 409


class NoSuchMember(DomainError):
    """Nobody of that id is a member here."""

    code = "no_such_member"
    status = 404


@transaction.atomic
def change_role(caller: Caller, *, membership_id: UUID, role: Role, now: datetime) -> None:
    """Give a member another role. Safe to repeat. Raises LastOwner, NoSuchMember."""
    owners = _owners_locked(caller.workspace_id)
    if owners == {membership_id} and role is not Role.OWNER:
        raise LastOwner
    place = member(caller, membership_id=membership_id)
    if _members(caller).filter(id=place.id).exclude(role=role.value).update(role=role.value):
        detail = {"role": role.value}
        record(caller, "member.role", subject=f"user:{place.user_id}", detail=detail, now=now)


@transaction.atomic
def end_membership(caller: Caller, *, membership_id: UUID, now: datetime) -> None:
    """End a membership: the next request of that person is refused.

    Raises LastOwner, and NoSuchMember the second time.
    """
    if _owners_locked(caller.workspace_id) == {membership_id}:
        raise LastOwner
    place = member(caller, membership_id=membership_id)
    _members(caller).filter(id=place.id).update(ended_at=now)
    record(caller, "member.ended", subject=f"user:{place.user_id}", now=now)


def member(caller: Caller, *, membership_id: UUID) -> Membership:
    """Return a member of the caller's workspace. Raises NoSuchMember."""
    found = _members(caller).filter(id=membership_id).select_related("user").first()
    if found is None:
        raise NoSuchMember
    return found


def _members(caller: Caller) -> models.QuerySet[Membership]:
    return Membership.objects.filter(workspace_id=caller.workspace_id, ended_at=None)


def _owners_locked(workspace_id: UUID) -> set[UUID]:
    """Return the owners' memberships, locked, so that two owners cannot end each other at once."""
    owners = Membership.objects.filter(
        workspace_id=workspace_id, role=Role.OWNER.value, ended_at=None
    )
    return set(owners.order_by("id").select_for_update().values_list("id", flat=True))
