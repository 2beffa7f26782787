"""A forgotten password: a new one by the link that came by mail."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.db.models import QuerySet
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from plon.accounts.domain import LetterKind
from plon.accounts.models import Membership, User
from plon.accounts.queries import Caller
from plon.accounts.services.audit import record
from plon.accounts.services.links import LinkUnusable
from plon.accounts.services.posting import post_letter
from plon.runtime.tenancy import inside


def find_reset(token: str) -> User:
    """Return whose link this is. Changes nothing. Raises LinkUnusable."""
    return _whose(token, User.objects.all())


def find_reset_of(email: str) -> str | None:
    """Return the secret by which whoever has this address chooses a new password, or None.

    For who runs the server and hands the link over: what `ask_reset` sends by mail.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    return reset_token(user) if user else None


def reset_token(user: User) -> str:
    """Return the secret by which a person chooses a new password, once, within an hour."""
    return f"{urlsafe_base64_encode(user.id.bytes)}.{default_token_generator.make_token(user)}"


def _whose(token: str, people: QuerySet[User]) -> User:
    coded, _, secret = token.partition(".")
    try:
        user_id = UUID(bytes=urlsafe_base64_decode(coded))
    except ValueError:
        raise LinkUnusable from None
    user = people.filter(id=user_id, is_active=True).first()
    if user is None or not default_token_generator.check_token(user, secret):
        raise LinkUnusable
    return user


@transaction.atomic
def reset_password(token: str, *, password: str, now: datetime) -> None:
    """Give the person a new password, which ends the link and all sessions.

    Call it inside no workspace. Raises LinkUnusable.
    """
    user = _whose(token, User.objects.select_for_update())
    user.set_password(password)
    user.save(update_fields=["password"])
    places = Membership.objects.filter(user=user, ended_at=None).order_by("workspace_id")
    for workspace_id in places.values_list("workspace_id", flat=True):
        who = f"user:{user.id}"
        actor = Caller(workspace_id=workspace_id, actor=who, name=user.name, rights=frozenset())
        with inside(workspace_id):
            record(actor, "member.password", subject=who, now=now)
    post_letter(LetterKind.PASSWORD, address=user.email, now=now)
