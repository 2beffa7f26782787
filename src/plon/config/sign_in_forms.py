"""allauth's forms in our words: labels and help, without placeholders."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from plon.accounts import queries, services
from plon.accounts.domain import Role

LENGTH = _("At least 12 characters. A sentence is easy to remember.")
LABELS: dict[str, str | Promise] = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Code"),
    "name": _("Name of the key"),
    "passwordless": _("Sign in with this key alone (passkey)"),
}
HELP: dict[str, str | Promise] = {
    "password": _("Forgotten? The owner of your firm can make you a sign-in link."),
    "password1": LENGTH,
    "passwordless": _("The key asks for your finger, face or PIN, so no password is needed."),
}


def _asks_link() -> SafeString:
    there = reverse("account_reset_password")
    return format_html('<a href="{}">{}</a>', there, _("Forgotten?"))


class InOurWords(forms.Form):
    """Gives the fields of the form below it our labels."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = str(LABELS.get(name, field.label or ""))
            field.help_text = str(HELP.get(name, ""))
            field.widget.attrs.pop("placeholder", None)


class SignIn(InOurWords, LoginForm):  # type: ignore[misc]  # allauth has no types
    """E-mail and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].help_text = _asks_link()

    def is_nobody_here(self) -> bool:
        """Say whether there is nobody yet who could sign in."""
        return not queries.has_people()


class Forgotten(InOurWords):
    """Whose password is forgotten. Whether anybody has the address is not looked up here."""

    email = forms.EmailField(
        max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def save(self, request: HttpRequest) -> str:
        """Ask for the mail."""
        email = str(self.cleaned_data["email"])
        services.ask_reset(email=email, now=timezone.now())
        return email


class Confirm(InOurWords, ReauthenticateForm):  # type: ignore[misc]
    """The password once more. Whoever runs the server helps an owner where no mail is sent."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if settings.PLON_MAIL is not None:
            self.fields["password"].help_text = _asks_link()
        elif any(place.role == Role.OWNER for place in self.user.known_places or ()):
            self.fields["password"].help_text = _(
                "Forgotten? Whoever runs Plon makes you a link: plon owner, and your e-mail."
            )


class ChangePassword(InOurWords, ChangePasswordForm):  # type: ignore[misc]
    """The present password and a new one."""


class Code(InOurWords, AuthenticateForm):  # type: ignore[misc]
    """A code of the app, or a recovery code."""


class ConfirmByCode(InOurWords, ReauthenticateByCodeForm):  # type: ignore[misc]
    """The same, to confirm."""


class Activate(InOurWords, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app."""


class AddKey(InOurWords, AddWebAuthnForm):  # type: ignore[misc]
    """A security key or passkey."""


class RenameKey(InOurWords, EditWebAuthnForm):  # type: ignore[misc]
    """Its name."""
