"""Signing in by a one-time link that the owner made, and the new password after it."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from plon.accounts import queries, services
from plon.accounts.forms import NewPasswordForm
from plon.accounts.models import User
from plon.accounts.views.frame import posted, status_of
from plon.ui import notices

_BY_LINK = "entered_by_link"  # key in the session: a new password may be set without the old one


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button; pressing it signs in. GET changes nothing: mail scanners open links.

    A second step of signing in is asked for as ever.
    """
    now = timezone.now()
    if not services.is_member_link(token, now=now):
        raise services.LinkUnusable
    if request.user.is_authenticated:
        return render(request, "accounts/enter_signed_in.html", status=409)
    if request.method == "GET":
        return render(request, "accounts/enter.html")
    user, workspace_id = services.use_member_link(token, now=now)
    request.session[queries.SESSION_WORKSPACE] = str(workspace_id)
    request.session[_BY_LINK] = str(user.id)
    is_demo = queries.workspace(workspace_id).is_demo  # nobody needs a password there
    there = "/" if is_demo else reverse("accounts:new-password")
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=there))
    return response


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest) -> HttpResponse:
    """Ask whoever came by a link for a new password."""
    caller = queries.caller(request, may="account.own")
    if request.session.get(_BY_LINK) != str(caller.person_id):
        return redirect("account_change_password")
    user = User.objects.get(id=caller.person_id)
    form = NewPasswordForm(posted(request), user=user)
    if not form.is_valid():
        return _form_page(request, form, is_in=True)
    user = services.set_password(caller, password=form.cleaned_data["password"], now=timezone.now())
    update_session_auth_hash(request, user)
    del request.session[_BY_LINK]
    notices.done(request, _("The new password is in force."))
    return redirect("/")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whoever forgot the password, and came by the link of a mail, for a new one."""
    user = services.find_reset(token)
    if request.user.is_authenticated:
        return render(request, "accounts/enter_signed_in.html", status=409)
    form = NewPasswordForm(posted(request), user=user)
    if not form.is_valid():
        return _form_page(request, form, is_in=False)
    services.reset_password(token, password=form.cleaned_data["password"], now=timezone.now())
    notices.done(request, _("The new password is in force."))
    return redirect("account_login")


def _form_page(request: HttpRequest, form: NewPasswordForm, *, is_in: bool) -> HttpResponse:
    context = {"form": form, "is_in": is_in}
    return render(request, "accounts/new_password.html", context, status=status_of(request))
