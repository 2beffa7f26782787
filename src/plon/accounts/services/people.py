"""What people change about themselves."""

from datetime import datetime

from django.db import transaction

from plon.accounts.domain import LetterKind
from plon.accounts.models import User
from plon.accounts.queries import Caller
from plon.accounts.services.audit import record
from plon.accounts.services.posting import post_letter


@transaction.atomic
def change_name(caller: Caller, *, name: str, now: datetime) -> None:
    """Change what the caller is called. Safe to repeat."""
    if User.objects.filter(id=caller.person_id).exclude(name=name).update(name=name):
        record(caller, "member.name", subject=caller.actor, now=now)


@transaction.atomic
def set_password(caller: Caller, *, password: str, now: datetime) -> User:
    """Give the caller a new password; return the person. Other sessions end with the old one."""
    user = User.objects.select_for_update().get(id=caller.person_id)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(caller, "member.password", subject=caller.actor, now=now)
    post_letter(LetterKind.PASSWORD, address=user.email, now=now)
    return user
