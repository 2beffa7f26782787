"""One's own account: name, language, theme, keys; the ways to password, second step, sessions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plon.accounts import queries, services
from plon.accounts.forms import AccountForm
from plon.accounts.models import User
from plon.accounts.views.frame import posted, shown, status_of
from plon.ui import notices


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show and change what the person likes."""
    caller = queries.caller(request, may="account.own")
    user = User.objects.get(id=caller.person_id)
    now_so = {
        "name": user.name,
        "language": user.language,
        "theme": user.theme,
        "has_shortcuts": user.has_shortcuts,
    }
    form = AccountForm(posted(request), initial=now_so)
    if not form.is_valid():
        context = {"form": form, "person": user}
        return shown(request, "account", context, status=status_of(request))
    said = form.cleaned_data
    services.change_name(caller, name=said.pop("name"), now=timezone.now())
    services.change_preferences(user_id=user.id, **said)
    with translation.override(said["language"]):
        notices.done(request, _("Your choices are saved."))
    return redirect("accounts:account")
