"""One-time links by which people join a workspace."""

import base64
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from plon.accounts.domain import LetterKind, Role
from plon.accounts.models import Invitation, Membership, User
from plon.accounts.queries import Caller, digest
from plon.accounts.services.audit import record
from plon.accounts.services.posting import post_letter
from plon.accounts.services.workspaces import open_workspace
from plon.core.errors import DomainError
from plon.runtime.tenancy import inside

VALID = timedelta(days=7)
TOKEN_BYTES = 32


class InvitationUnusable(DomainError):
    """The link was used, has expired, or never was: ask for a new one."""

    code = "invitation_unusable"
    status = 410


class AlreadyMember(DomainError):
    """The person invited has a place here: change the role instead."""

    code = "already_member"
    status = 409


class SignInFirst(DomainError):
    """The address belongs to an account: only its owner, signed in, may accept for it.

    Without this, whoever holds the link would enter as that person.
    """

    code = "sign_in_first"
    status = 409


def invite_first_owner(*, now: datetime) -> str:
    """Return the secret of a link by which the first owner opens a workspace.

    Links made before that nobody used end: the newest one printed is the one that works.
    """
    with transaction.atomic():
        Invitation.objects.filter(workspace=None, used_at=None).delete()
        token = secrets.token_urlsafe(TOKEN_BYTES)
        _invited(None, email="", role=Role.OWNER, now=now, token=token)
    return token


@transaction.atomic
def invite_member(
    caller: Caller, *, email: str, role: Role, is_mailed: bool = False, now: datetime
) -> str:
    """Return the secret of a link by which this person joins. An earlier one to them ends.

    is_mailed: the link is sent to them, too, where there is a mail server.

    Raises AlreadyMember.
    """
    address = email.strip().lower()
    if _is_member(caller.workspace_id, address):
        raise AlreadyMember
    Invitation.objects.filter(
        workspace_id=caller.workspace_id, email=address, used_at=None
    ).delete()
    invitation = _invited(caller.workspace_id, email=address, role=role, now=now)
    if is_mailed:
        post_letter(
            LetterKind.INVITATION,
            address=address,
            workspace_id=caller.workspace_id,
            invitation_id=invitation.id,
            now=now,
        )
    record(caller, "member.invited", detail={"role": role.value}, now=now)
    return _token(invitation.id)


@transaction.atomic
def invitation_link(caller: Caller, *, invitation_id: UUID, now: datetime) -> tuple[str, str]:
    """Return the address invited and the secret of its link: the same each time.

    Raises InvitationUnusable.
    """
    open_ones = Invitation.objects.filter(
        workspace_id=caller.workspace_id, id=invitation_id, used_at=None, expires_at__gt=now
    )
    found = open_ones.first()
    if found is None:
        raise InvitationUnusable
    return found.email, keep_token(found)


def keep_token(invitation: Invitation) -> str:
    """Return an invitation's secret, made of its id and PLON_SECRET_KEY: it lies in no table.

    With a new key it is a new one, and the old link ends.
    """
    token = _token(invitation.id)
    if invitation.token_sha256 != digest(token):
        Invitation.objects.filter(id=invitation.id).update(token_sha256=digest(token))
    return token


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """Return a usable invitation. Raises InvitationUnusable."""
    usable = Invitation.objects.filter(Q(used_at=None), expires_at__gt=now)
    found = usable.filter(token_sha256=digest(token)).select_related("workspace").first()
    if found is None:
        raise InvitationUnusable
    return found


def _token(invitation_id: UUID) -> str:
    seal = salted_hmac("plon.accounts.invitation", str(invitation_id), algorithm="sha256")
    return base64.urlsafe_b64encode(seal.digest()).rstrip(b"=").decode()


@transaction.atomic
def withdraw_invitation(caller: Caller, *, invitation_id: UUID, now: datetime) -> None:
    """End a link that nobody has used. Safe to repeat."""
    open_ones = Invitation.objects.filter(workspace_id=caller.workspace_id, used_at=None)
    if open_ones.filter(id=invitation_id).delete()[0]:
        record(caller, "member.uninvited", now=now)


@transaction.atomic
def accept_invitation(
    token: str,
    *,
    name: str,
    email: str,
    password: str,
    workspace_name: str,
    signed_in: UUID | None = None,
    now: datetime,
) -> UUID:
    """Make the person a member; return the user's id.

    An invitation without a workspace opens one. Used once, by whoever comes first. Call it inside
    no workspace. Raises InvitationUnusable, AlreadyMember, and SignInFirst where the address has
    an account that is not `signed_in`; nothing is written then.
    """
    invitation = find_invitation(token, now=now)
    if not Invitation.objects.filter(id=invitation.id, used_at=None).update(used_at=now):
        raise InvitationUnusable
    address = (invitation.email or email).strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(email=address, password=password, name=name)
        if invitation.workspace is not None:
            User.objects.filter(id=user.id).update(language=invitation.workspace.language)
    elif user.id != signed_in:
        raise SignInFirst
    workspace_id = invitation.workspace_id or open_workspace(name=workspace_name, now=now)
    if _is_member(workspace_id, address):
        raise AlreadyMember
    with inside(workspace_id):
        _join(user, workspace_id, Role(invitation.role), now=now)
    return user.id


def _is_member(workspace_id: UUID, address: str) -> bool:
    places = Membership.objects.filter(workspace_id=workspace_id, ended_at=None)
    return places.filter(user__email=address).exists()


def _join(user: User, workspace_id: UUID, role: Role, *, now: datetime) -> None:
    Membership.objects.update_or_create(
        workspace_id=workspace_id,
        user=user,
        defaults={"role": role.value, "ended_at": None},
        create_defaults={"role": role.value, "created_at": now},
    )
    actor = Caller(
        workspace_id=workspace_id, actor=f"user:{user.id}", name=user.name, rights=frozenset()
    )
    record(actor, "member.joined", subject=f"user:{user.id}", now=now)


def _invited(
    workspace_id: UUID | None, *, email: str, role: Role, now: datetime, token: str = ""
) -> Invitation:
    """Write an invitation down; without a token it is the one that its id makes."""
    invitation = Invitation(
        workspace_id=workspace_id,
        email=email,
        role=role.value,
        created_at=now,
        expires_at=now + VALID,
    )
    invitation.token_sha256 = digest(token or _token(invitation.id))
    invitation.save(force_insert=True)
    return invitation
