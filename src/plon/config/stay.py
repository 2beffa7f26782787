"""How long people stay signed in: by role, without a request and altogether."""

from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.http import HttpRequest

from plon.accounts.domain import Role, is_stay_over

BEGAN, SEEN = "began_at", "seen_at"  # keys in the session: seconds since 1970
NOTED_EVERY = timedelta(minutes=5)  # a write at every request would hold SQLite's lock


def is_over(request: HttpRequest, *, role: Role, now: datetime) -> bool:
    """Say whether the session has ended, and end it then; note, now and then, that it lives."""
    began_at, seen_at = _moment(request, BEGAN, now), _moment(request, SEEN, now)
    if is_stay_over(role=role, began_at=began_at, seen_at=seen_at, now=now):
        logout(request)
        return True
    if BEGAN not in request.session or now - seen_at >= NOTED_EVERY:
        _note(request, began_at=began_at, now=now)
    return False


def _note(request: HttpRequest, *, began_at: datetime, now: datetime) -> None:
    request.session[BEGAN] = began_at.timestamp()
    request.session[SEEN] = now.timestamp()
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)


def _moment(request: HttpRequest, key: str, default: datetime) -> datetime:
    seconds = request.session.get(key)
    return default if seconds is None else datetime.fromtimestamp(seconds, UTC)
