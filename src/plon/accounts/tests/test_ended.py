"""What nobody can enter by any more does not stay in the database."""

from datetime import timedelta
from uuid import UUID

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from plon.accounts import services
from plon.accounts.domain import Role
from plon.accounts.models import Invitation, PortalSession, SignInLink
from plon.accounts.tasks import forget_ended
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def session_of(owner: Person, *, days: int) -> str:
    store = SessionStore()
    store.set_expiry(NOW + days * DAY)
    store.create()
    key = str(store.session_key)
    UserSession.objects.create(
        user=owner.user, session_key=key, ip="192.0.2.1", user_agent="x", created_at=NOW
    )
    return key


def test_sessions_go_when_they_are_over() -> None:
    owner = ann()
    session_of(owner, days=0)
    stays = session_of(owner, days=1)

    for _ in range(2):
        forget_ended(now=NOW)

    assert Session.objects.get().session_key == stays
    assert UserSession.objects.get().session_key == stays


def test_links_and_invitations_go_a_month_after_their_end() -> None:
    owner = ann()
    with inside(owner.workspace_id):
        services.invite_member(owner.caller, email="b@example.org", role=Role.BROKER, now=NOW)
        services.make_portal_link(owner.caller, kind="customer", subject_id=UUID(int=7), now=NOW)
        link = services.make_portal_link(
            owner.caller, kind="customer", subject_id=UUID(int=8), now=NOW
        )
    services.enter_portal(link, kind="customer", now=NOW)
    ends = max(
        *SignInLink.objects.values_list("expires_at", flat=True),
        *Invitation.objects.values_list("expires_at", flat=True),
    )

    def left() -> tuple[int, int]:
        return SignInLink.objects.count(), Invitation.objects.count()

    forget_ended(now=NOW)
    assert (*left(), PortalSession.objects.count()) == (2, 1, 1)
    forget_ended(now=ends)
    assert left() == (2, 1)
    forget_ended(now=ends + 30 * DAY)
    assert (*left(), PortalSession.objects.count()) == (0, 0, 0)
