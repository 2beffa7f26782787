"""The pages of django-allauth that this house uses. The others (signing up, changing the e-mail)
have no address; the new password after a forgotten one is asked for at accounts:reset.
"""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from plon.accounts import queries, services
from plon.accounts.models import User

View = Callable[..., HttpResponseBase]
SAFE = {"GET", "HEAD", "OPTIONS"}  # of these none takes SQLite's write lock


def written_down(view: View, action: str) -> View:
    """Return the view; when a request has changed what the caller signs in by, it is recorded."""

    def respond(request: HttpRequest, **names: object) -> HttpResponseBase:
        caller: queries.Caller | None = getattr(request, "caller", None)
        if caller is None or caller.user_id is None or request.method in SAFE:
            return view(request, **names)
        with transaction.atomic():
            before = _secrets(caller)
            response = view(request, **names)
            if _secrets(caller) != before:
                services.record(caller, action, subject=caller.actor, now=timezone.now())
        return response

    return respond


def with_status(view: View) -> View:
    """Return the view; a form that comes back with errors says so by 422, as all of ours do."""

    def respond(request: HttpRequest, **names: object) -> HttpResponseBase:
        response = view(request, **names)
        told = getattr(response, "context_data", None) or {}
        forms = [told.get(name) for name in ("form", "webauthn_form")]
        if request.method == "POST" and any(
            form and form.is_bound and form.errors for form in forms
        ):
            response.status_code = 422
        return response

    return respond


@require_safe
def _no_mail(request: HttpRequest) -> HttpResponseBase:
    return render(request, "account/password_reset.html")


def forgotten(request: HttpRequest) -> HttpResponseBase:
    """Ask who forgot the password; without a mail server say who can help."""
    if settings.PLON_MAIL is None:
        return _no_mail(request)
    return with_status(account.password_reset)(request)


def _secrets(caller: queries.Caller) -> object:
    """Return all that somebody signs in by, to be compared."""
    passwords = User.objects.filter(id=caller.person_id).values_list("password")
    steps = Authenticator.objects.filter(user_id=caller.person_id).order_by("id")
    return list(passwords), list(steps.values_list("id", "data"))


STEP = "member.second_step"
urlpatterns = [
    path("login/", with_status(account.login), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", with_status(account.reauthenticate), name="account_reauthenticate"),
    path(
        "password/",
        written_down(with_status(account.password_change), "member.password"),
        name="account_change_password",
    ),
    path("password/forgotten/", forgotten, name="account_reset_password"),
    path(
        "password/forgotten/done/", account.password_reset_done, name="account_reset_password_done"
    ),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("2fa/", second_step.index, name="mfa_index"),
    path("2fa/authenticate/", with_status(second_step.authenticate), name="mfa_authenticate"),
    path("2fa/reauthenticate/", with_status(second_step.reauthenticate), name="mfa_reauthenticate"),
    path(
        "2fa/totp/activate/",
        written_down(with_status(totp.activate_totp), STEP),
        name="mfa_activate_totp",
    ),
    path(
        "2fa/totp/deactivate/",
        written_down(with_status(totp.deactivate_totp), STEP),
        name="mfa_deactivate_totp",
    ),
    path("2fa/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/codes/generate/",
        written_down(with_status(recovery.generate_recovery_codes), STEP),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"
    ),
    path("2fa/keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path(
        "2fa/keys/add/", written_down(with_status(keys.add_webauthn), STEP), name="mfa_add_webauthn"
    ),
    path("2fa/keys/login/", with_status(keys.login_webauthn), name="mfa_login_webauthn"),
    path(
        "2fa/keys/reauthenticate/",
        with_status(keys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "2fa/keys/<int:pk>/edit/",
        written_down(with_status(keys.edit_webauthn), STEP),
        name="mfa_edit_webauthn",
    ),
    path(
        "2fa/keys/<int:pk>/remove/",
        written_down(keys.remove_webauthn, STEP),
        name="mfa_remove_webauthn",
    ),
]
