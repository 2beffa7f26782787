"""Joining a workspace by invitation."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from plon.accounts import services
from plon.accounts.forms import JoinForm
from plon.accounts.models import Invitation, User
from plon.accounts.queries import SESSION_WORKSPACE
from plon.accounts.views.frame import posted, status_of


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites, and make the person a member. GET changes nothing.

    Whoever has an account must be signed in to it: the link alone proves nothing about them.
    """
    now = timezone.now()
    invitation = services.find_invitation(token, now=now)
    account = User.objects.filter(email=invitation.email).first() if invitation.email else None
    if account is not None and account != request.user:
        context = {"invitation": invitation, "is_other": request.user.is_authenticated}
        return render(request, "accounts/join_signed_out.html", context, status=status_of(request))
    form = JoinForm(posted(request), known=_known(invitation, account), user=account)
    if form.is_valid():
        said = form.cleaned_data
        user_id = services.accept_invitation(
            token,
            name=said.get("name", ""),
            email=said.get("email", ""),
            password=said.get("password", ""),
            workspace_name=said.get("workspace_name", ""),
            signed_in=account.id if account else None,
            now=now,
        )
        if invitation.workspace_id:
            request.session[SESSION_WORKSPACE] = str(invitation.workspace_id)
        if account is not None:
            return redirect("/")
        someone = Login(user=User.objects.get(id=user_id), redirect_url="/")
        response: HttpResponse = perform_login(request, someone)
        return response
    context = {"form": form, "invitation": invitation}
    return render(request, "accounts/join.html", context, status=status_of(request))


def _known(invitation: Invitation, account: User | None) -> tuple[str, ...]:
    """Return the fields that need not be asked for."""
    known = ["email"] if invitation.email else []
    known += ["workspace_name"] if invitation.workspace_id else []
    known += ["name", "password"] if account else []
    return tuple(known)
