"""What people fill in about themselves, the firm, its members and its keys."""

from plon.accounts.forms.joining import JoinForm, NewPasswordForm
from plon.accounts.forms.settings import (
    AccountForm,
    FirmForm,
    InviteForm,
    KeyForm,
    RoleForm,
)

__all__ = [
    "AccountForm",
    "FirmForm",
    "InviteForm",
    "JoinForm",
    "KeyForm",
    "NewPasswordForm",
    "RoleForm",
]
