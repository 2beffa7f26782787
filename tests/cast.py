"""The cast, everywhere the same: Ann owns the Bakery, Ben is her operator, Cora is a stranger with
a workspace of her own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.test import Client

from plon.accounts import services
from plon.accounts.domain import RIGHTS, Role
from plon.accounts.models import Membership, User
from plon.accounts.queries import Caller

NOW = datetime(2026, 4, 12, 9, tzinfo=UTC)
PASSWORD = "a quiet loaf of rye"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with a place in a workspace."""

    workspace_id: UUID
    user: User
    role: Role

    @property
    def caller(self) -> Caller:
        return Caller(
            workspace_id=self.workspace_id,
            actor=f"user:{self.user.id}",
            name=self.user.name,
            rights=RIGHTS[self.role],
            user_id=self.user.id,
            role=self.role,
        )

    def browser(self) -> Client:
        """Return a browser in which the person is signed in."""
        client = Client()
        client.force_login(self.user)
        return client


def person(name: str, *, workspace_id: UUID, role: Role = Role.OWNER) -> Person:
    """Make a member of a workspace."""
    user = User.objects.create_user(
        email=f"{name.lower()}@example.org", password=PASSWORD, name=name
    )
    Membership.objects.create(workspace_id=workspace_id, user=user, role=role.value, created_at=NOW)
    return Person(workspace_id=workspace_id, user=user, role=role)


def ann() -> Person:
    """Return Ann, the owner of a new Bakery."""
    return person("Ann", workspace_id=services.open_workspace(name="Bakery", now=NOW))


def cora() -> Person:
    """Return Cora, a stranger who owns a workspace of her own."""
    return person("Cora", workspace_id=services.open_workspace(name="Cora's", now=NOW))
