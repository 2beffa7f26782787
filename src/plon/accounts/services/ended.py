"""What nobody can enter by any more is deleted."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from plon.accounts.models import Invitation, PortalSession, SignInLink

KEPT = timedelta(days=30)


@transaction.atomic
def forget_ended(*, now: datetime) -> None:
    """Delete sessions that are over, and links and invitations over for KEPT. Safe to repeat."""
    Session.objects.filter(expire_date__lte=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    PortalSession.objects.filter(expires_at__lte=now).delete()
    for link in (SignInLink, Invitation):
        link.objects.filter(expires_at__lte=now - KEPT).delete()
