"""Who is asking, and what they may do."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.http import HttpRequest

from plon.accounts.domain import RIGHTS, Role
from plon.accounts.models import ApiKey, Membership, PortalSession, User
from plon.accounts.queries.firms import WorkspaceFacts, facts_of, workspace
from plon.core.errors import DomainError
from plon.runtime import sending

_BEARER = "Bearer "
SESSION_WORKSPACE = "workspace"  # key in the session: the workspace a person is in


class NotSignedIn(DomainError):
    """Nobody known is asking."""

    code = "not_signed_in"
    status = 401


class NotAllowed(DomainError):
    """The caller lacks the right; the message is the right's name."""

    code = "not_allowed"
    status = 403


class PortalClosed(DomainError):
    """Nobody known asks for a page of their own: no session, one that ended, somebody erased."""

    code = "portal_closed"
    status = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who acts, for which workspace, with which rights."""

    workspace_id: UUID
    actor: str  # "user:<id>", "key:<id>"
    name: str
    rights: frozenset[str]
    user_id: UUID | None = None
    role: Role | None = None
    known_firm: WorkspaceFacts | None = None  # looked up together with the caller
    firms: tuple[WorkspaceFacts, ...] = ()  # that a person may enter, by name

    @property
    def firm(self) -> WorkspaceFacts:
        """Return the facts of the workspace."""
        return self.known_firm or workspace(self.workspace_id)

    @property
    def person_id(self) -> UUID:
        """Return the person's id. Raises NotAllowed for a key, which is nobody."""
        if self.user_id is None:
            raise NotAllowed("account.own")
        return self.user_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody outside the firm in a page of their own. No member: there are no rights."""

    session_id: UUID
    kind: str  # "customer"
    subject_id: UUID
    firm: WorkspaceFacts

    @property
    def caller(self) -> Caller:
        """Return who acts, for the audit log: without a name, which would outlive an erasure."""
        who = f"{self.kind}:{self.subject_id}"
        return Caller(workspace_id=self.firm.id, actor=who, name="", rights=frozenset())


@dataclass(frozen=True, slots=True)
class Key:
    """What an operation of the API asks first: a key with the right `may`. For django-ninja."""

    may: str

    def __call__(self, request: HttpRequest) -> Caller:
        """Return who is asking. Raises NotSignedIn, NotAllowed."""
        return caller(request, may=self.may)


def program(request: HttpRequest) -> Caller:
    """Return who is asking, after Key let them in."""
    return cast("Caller", request.auth)  # type: ignore[attr-defined]  # set by django-ninja


def find_program(request: HttpRequest) -> Caller | None:
    """Return the program that is asking, by its API key alone; None for a stranger."""
    header = request.headers.get("Authorization", "")
    return _by_key(header[len(_BEARER) :].strip()) if header.startswith(_BEARER) else None


def find_caller(request: HttpRequest) -> Caller | None:
    """Return who is asking, by API key or by session; None for a stranger."""
    if request.headers.get("Authorization", "").startswith(_BEARER):
        return find_program(request)
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return None
    return _by_membership(user, request.session.get(SESSION_WORKSPACE))


def person(user_id: UUID | str) -> User | None:
    """Return who a session belongs to, with places in firms and the stop: one statement."""
    places = _places_of(user_id)
    if not places:
        return User.objects.filter(pk=user_id).first()
    user = places[0].user
    user.known_places, user.known_stop = places, sending.told_in(places[0])
    return user


def caller(request: HttpRequest, *, may: str) -> Caller:
    """Return who is asking. Raises NotSignedIn, or NotAllowed without the right `may`."""
    found = cast("Caller | None", getattr(request, "caller", None))
    if found is None:
        raise NotSignedIn
    if may not in found.rights:
        raise NotAllowed(may)
    return found


def find_visitor(token: str, *, now: datetime) -> Visitor | None:
    """Return whose page the secret of a portal session opens; None where it has ended."""
    sessions = PortalSession.objects.select_related("workspace")
    found = sessions.filter(token_sha256=digest(token), expires_at__gt=now).first()
    if found is None:
        return None
    firm = facts_of(found.workspace)
    return Visitor(session_id=found.id, kind=found.kind, subject_id=found.subject_id, firm=firm)


def visitor(request: HttpRequest, *, kind: str) -> Visitor:
    """Return who is in a page of their own. Raises PortalClosed."""
    found = cast("Visitor | None", getattr(request, "visitor", None))
    if found is None or found.kind != kind:
        raise PortalClosed
    return found


def digest(token: str) -> str:
    """Return what is kept of a secret token: 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def _places_of(user_id: UUID | str) -> list[Membership]:
    mine = Membership.objects.select_related("workspace", "user").annotate(**sending.columns())
    return list(mine.filter(user_id=user_id, ended_at=None).order_by("created_at", "id"))


def _by_key(token: str) -> Caller | None:
    key = (
        ApiKey.objects.select_related("workspace")
        .filter(token_sha256=digest(token), ended_at=None)
        .first()
    )
    if key is None:
        return None
    return Caller(
        workspace_id=key.workspace_id,
        actor=f"key:{key.id}",
        name=key.name,
        rights=frozenset(key.may),
        known_firm=facts_of(key.workspace),
    )


def _by_membership(user: User, chosen: str | None) -> Caller | None:
    """Return the member in the workspace chosen, else in the first; checked at every request."""
    places = _places_of(user.pk) if user.known_places is None else user.known_places
    if not places:
        return None
    place = next((each for each in places if str(each.workspace_id) == chosen), places[0])
    firms = sorted((each.workspace for each in places), key=lambda firm: (firm.name, firm.id))
    role = Role(place.role)
    return Caller(
        workspace_id=place.workspace_id,
        actor=f"user:{user.id}",
        name=user.name or user.email,
        rights=RIGHTS[role],
        user_id=user.id,
        role=role,
        known_firm=facts_of(place.workspace),
        firms=tuple(map(facts_of, firms)),
    )
