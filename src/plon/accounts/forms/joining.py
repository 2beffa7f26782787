"""What somebody fills in who comes by a link."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from plon.accounts.models import User


class NewPasswordForm(forms.Form):
    """A new password, written once: it can be shown by the browser."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. A sentence is easy to remember."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._user = user

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if "password" in said:
            try:
                validate_password(said["password"], self._user or _unsaved(said))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return said


class JoinForm(NewPasswordForm):
    """Join by invitation. Fields that the invitation knows, or an account has, are left out."""

    workspace_name = forms.CharField(label=_("Name of the firm"), max_length=120)
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    field_order = ("workspace_name", "name", "email", "password")

    def __init__(
        self, *args: Any, known: tuple[str, ...] = (), user: User | None = None, **options: Any
    ) -> None:
        super().__init__(*args, user=user, **options)
        for name in known:
            del self.fields[name]


def _unsaved(said: dict[str, Any]) -> User:
    """Return who this will be, to compare the password with."""
    return User(name=said.get("name", ""), email=said.get("email", ""))
