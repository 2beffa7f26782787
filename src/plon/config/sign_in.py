"""How people sign in: django-allauth, told what this house wants."""

import base64
import hashlib
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from plon.accounts import queries, services
from plon.accounts.domain import LetterKind
from plon.accounts.models import User
from plon.runtime.tenancy import inside

LENGTH_MAX = 128
SAID = {  # what allauth has to say -> our words; whatever is not here is not said
    "account/messages/password_changed.txt": _("The new password is in force."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "There are new recovery codes; the old ones are void."
    ),
    "mfa/messages/totp_activated.txt": _("The second step is on."),
    "mfa/messages/totp_deactivated.txt": _("The second step by app is off."),
    "mfa/messages/webauthn_added.txt": _("The key is added."),
    "mfa/messages/webauthn_removed.txt": _("The key is removed."),
    "usersessions/messages/sessions_logged_out.txt": _("Everywhere else you are signed out."),
}


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Who a session belongs to is read together with the firms they may enter."""

    def get_user(self, user_id: UUID | str) -> User | None:
        user = queries.person(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Accounts are made by invitation only; entering is written down."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail and password do not belong together."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "rate_limited": _("Too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *_unused: Any,
        message: str | None = None,
        **_more: Any,
    ) -> None:
        """Say our words instead of allauth's."""
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text))

    def send_notification_mail(self, template_prefix: str, user: User, *_: Any, **__: Any) -> None:
        """Tell the person by mail that what they sign in by was changed."""
        kind = LetterKind.SECOND_STEP if template_prefix.startswith("mfa/") else LetterKind.PASSWORD
        services.post_letter(kind, address=user.email, now=timezone.now())

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        """Write the entry down in the workspace entered."""
        response: HttpResponse = super().post_login(request, user, **details)
        caller = queries.find_caller(request)
        if caller is not None:
            with inside(caller.workspace_id):
                services.record(
                    caller, "member.signed_in", subject=caller.actor, now=timezone.now()
                )
        return response


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets of authenticator apps and recovery codes are kept encrypted."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or it has expired."),
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)


class MaximumLength:
    """Refuse passwords so long that hashing them is work for an attacker to cause."""

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) > LENGTH_MAX:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return gettext("Your password may have at most 128 characters.")


def _cipher() -> Fernet:
    """Return the cipher of this installation: its key comes from PLON_SECRET_KEY."""
    key = hashlib.sha256(b"second step:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
