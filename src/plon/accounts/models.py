"""Workspaces and those who may enter them.

All but the audit log are asked before a workspace is known, so they are no `Row`s.
"""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from plon.accounts.domain import Role
from plon.runtime.data_map import DataMap
from plon.runtime.ids import new_id
from plon.runtime.sending import Stop
from plon.runtime.tenancy import Row


class Workspace(models.Model):
    """One firm: the wall between tenants."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3, default="PLN")  # ISO 4217; of all its figures
    time_zone = models.CharField(max_length=64, default="Europe/Warsaw")  # IANA name
    currency_fixed_at = models.DateTimeField(null=True)  # of the first order: then it stays
    trade = models.CharField(max_length=32, blank=True)  # accounts.domain.Trade
    loyalty = models.CharField(max_length=8, blank=True)  # accounts.domain.Loyalty
    language = models.CharField(max_length=2, default="pl")  # of new people and ready texts
    tax_id = models.CharField(max_length=20, blank=True)  # NIP, digits only
    street = models.CharField(max_length=160, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    city = models.CharField(max_length=80, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class UserManager(BaseUserManager["User"]):
    """Makes people; e-mail addresses are kept in lower case."""

    def create_user(self, *, email: str, password: str | None, name: str = "") -> "User":
        user = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A person who signs in; may be a member of several workspaces."""

    class Theme(models.TextChoices):
        SYSTEM = "system"
        LIGHT = "light"
        DARK = "dark"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="pl")
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    has_shortcuts = models.BooleanField(default=True)  # single keys, outside fields
    is_active = models.BooleanField(default=True)
    known_places: "list[Membership] | None" = None  # read with the person, for one request
    known_stop: Stop | None = None  # of sending, read with the places

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_user_email"),
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"


class Membership(models.Model):
    """A person's place in a workspace; an ended one stays for the record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "user"], name="accounts_membership_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.pk}"


class Invitation(models.Model):
    """A one-time link: to join a workspace, or to make the first one. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True)
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Letter(models.Model):
    """A mail to be sent, with how that went. It holds no secret: links are made when it leaves.

    An invitation's stays with the invitation; any other is deleted once it is sent or in vain.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=16)  # domain.LetterKind
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, related_name="+")
    address = models.EmailField(max_length=254)
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=16, blank=True)  # why the last attempt failed
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)  # given up

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SignInLink(models.Model):
    """A one-time link into a page of its own: a member's, an ambassador's, a partner's, a
    customer's. Only its hash is kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=32)  # "member", "ambassador", …
    subject_id = models.UUIDField()  # who enters: a user, an ambassador, …
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk}"


class PortalSession(models.Model):
    """Somebody outside the firm in a page of their own: a customer. Only its secret's hash is kept.

    Deleted with the person: services.close_portal.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=32)  # "customer"
    subject_id = models.UUIDField()  # who it is
    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "kind", "subject_id"], name="accounts_portal_whose"),
        ]

    def __str__(self) -> str:
        return f"portal session {self.pk}"


class ApiKey(models.Model):
    """A key of a program that acts for the workspace. Shown once; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)  # its first signs, to tell keys apart
    token_sha256 = models.CharField(max_length=64, unique=True)
    may = models.JSONField(default=list)  # ["orders.write", …]
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)  # in which requests are counted
    taken = models.PositiveIntegerField(default=0)  # of that minute's, by all processes

    def __str__(self) -> str:
        return f"key {self.prefix}"


class KeptAnswer(Row):
    """What a program got for a request that it may send again: for a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.CharField(max_length=160)  # "key:<id>": no key sees another's answers
    key = models.CharField(max_length=255)  # Idempotency-Key
    fingerprint = models.CharField(max_length=64)  # of method, address and body
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    location = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    # A body may tell of a person: erasure empties those that name them (services.answers), and all
    # rows are deleted after a day, accounts.tasks.
    data_map = DataMap(kept=("actor", "key", "fingerprint", "body", "location"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "actor", "key"], name="accounts_answer_once"
            ),
        ]
        indexes = [
            models.Index(fields=["workspace", "created_at"], name="accounts_answer_old"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class AuditEntry(Row):
    """Who did what, when. Rows are added, never changed."""

    is_append_only = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.CharField(max_length=160)  # "user:<id>", "key:<id>", "system"
    actor_name = models.CharField(max_length=160, blank=True)  # as it was then
    action = models.CharField(max_length=64)  # "member.invited"
    subject = models.CharField(max_length=160, blank=True)  # "customer:<id>"
    detail = models.JSONField(default=dict)  # ids and codes, no personal data
    happened_at = models.DateTimeField()

    data_map = DataMap(kept=("actor", "actor_name", "action", "subject", "detail"))

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-happened_at"], name="accounts_audit_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.pk}"
