"""The demo firms: who looks around in them, and how people of real firms come in.

The demo that counts is the one its visitor has places in.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from plon.accounts.domain import Role
from plon.accounts.models import ApiKey, Membership, User
from plon.accounts.queries import Caller

OWNER = Role.OWNER.value


def demo_visitor(*, email: str, name: str) -> UUID:
    """Return the person, without a password, who comes by one-time links only; made once.

    Locked until the transaction ends: of several who fill the demo at once, one does.
    """
    told = {"name": name, "password": make_password(None)}
    User.objects.get_or_create(email=email, defaults=told)
    return User.objects.select_for_update().get(email=email).id


@transaction.atomic
def open_demo(visitor: UUID, *, workspace_ids: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Let the visitor into new demo firms. Earlier ones are closed to everybody, and stay.

    Returns the ids of those closed.
    """
    places = Membership.objects.filter(workspace__is_demo=True, ended_at=None)
    closed = frozenset(places.values_list("workspace_id", flat=True))
    places.update(ended_at=now)
    ApiKey.objects.filter(workspace__is_demo=True, ended_at=None).update(ended_at=now)
    _let_in(visitor, workspace_ids, now=now)
    return closed


@transaction.atomic
def visit_demo(caller: Caller, *, workspace_ids: Collection[UUID], now: datetime) -> None:
    """Give the person a place in the demo firms. Safe to repeat. Raises NotAllowed for a key."""
    _let_in(caller.person_id, workspace_ids, now=now)


@transaction.atomic
def leave_demo(caller: Caller, *, now: datetime) -> None:
    """End the person's places in demo firms: none stands among their firms. Safe to repeat."""
    places = Membership.objects.filter(user_id=caller.person_id, workspace__is_demo=True)
    places.filter(ended_at=None).update(ended_at=now)


def _let_in(user_id: UUID, workspace_ids: Collection[UUID], *, now: datetime) -> None:
    for workspace_id in workspace_ids:
        Membership.objects.update_or_create(
            workspace_id=workspace_id,
            user_id=user_id,
            defaults={"ended_at": None},
            create_defaults={"role": OWNER, "created_at": now},
        )
