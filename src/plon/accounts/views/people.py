"""People of the firm: their roles, invitations, links for those who cannot sign in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from plon.accounts import queries, services
from plon.accounts.forms import InviteForm, RoleForm
from plon.accounts.forms.mail_words import mail_states
from plon.accounts.forms.words import role_word
from plon.accounts.models import Invitation, Letter, Membership
from plon.accounts.queries import Caller
from plon.accounts.views.frame import day_of, shown
from plon.accounts.views.links import link_page
from plon.core.days import date_in
from plon.core.errors import DomainError
from plon.ui import notices
from plon.ui.downloads import TEXT, csv_file, is_wanted

_SOON = timedelta(minutes=1)


@require_safe
def people(request: HttpRequest) -> HttpResponse | FileResponse:
    """List members and open invitations."""
    caller = queries.caller(request, may="settings.people")
    if is_wanted(request):
        return _file(caller)
    return _page(request, caller, InviteForm(), status=200)


@require_POST
def invitations(request: HttpRequest) -> HttpResponse:
    """Invite somebody: by mail where there is a server, else by a link to hand over."""
    caller = queries.caller(request, may="settings.people")
    form = InviteForm(request.POST)
    if form.is_valid():
        email, is_mailed = form.cleaned_data["email"], _has_mail(caller)
        try:
            token = services.invite_member(
                caller,
                email=email,
                role=form.cleaned_data["role"],
                is_mailed=is_mailed,
                now=timezone.now(),
            )
        except services.AlreadyMember:
            form.add_error("email", _("This person is a member already: change the role instead."))
        else:
            if not is_mailed:
                return _invitation_page(request, caller, token=token, to=email)
            notices.done(request, _("The invitation goes out by mail in a moment."))
            return redirect("accounts:people")
    return _page(request, caller, form, status=422)


@require_POST
def invitation_link(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Show the link of an open invitation, to be handed over."""
    caller = queries.caller(request, may="settings.people")
    email, token = services.invitation_link(caller, invitation_id=invitation_id, now=timezone.now())
    return _invitation_page(request, caller, token=token, to=email)


def _invitation_page(request: HttpRequest, caller: Caller, *, token: str, to: str) -> HttpResponse:
    return link_page(
        request,
        path=reverse("accounts:join", args=[token]),
        title=_("Invitation"),
        text=_("Open this link to join %(firm)s in Plon. It works for 7 days, once.")
        % {"firm": queries.workspace(caller.workspace_id).name},
        to=to,
        is_once=False,
    )


@require_POST
def invitation_end(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    caller = queries.caller(request, may="settings.people")
    services.withdraw_invitation(caller, invitation_id=invitation_id, now=timezone.now())
    notices.done(request, _("The invitation is withdrawn."))
    return redirect("accounts:people")


@require_POST
def role(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Change a member's role."""
    caller = queries.caller(request, may="settings.people")
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, caller, InviteForm(), status=422)
    chosen = form.cleaned_data["role"]

    def change() -> None:
        services.change_role(caller, membership_id=membership_id, role=chosen, now=timezone.now())

    return _acted(request, change, _("New role: %(role)s") % {"role": role_word(chosen)})


@require_POST
def member_end(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """End a membership."""
    caller = queries.caller(request, may="settings.people")

    def end() -> None:
        services.end_membership(caller, membership_id=membership_id, now=timezone.now())

    return _acted(request, end, _("This person has no access any more."))


@require_POST
def member_link(request: HttpRequest, membership_id: UUID) -> HttpResponse:
    """Make a one-time sign-in link for a member; it is shown once."""
    caller = queries.caller(request, may="settings.people")
    try:
        token = services.make_member_link(caller, membership_id=membership_id, now=timezone.now())
    except services.MemberElsewhere as refusal:
        notices.failed(request, _sentence(refusal))
        return redirect("accounts:people")
    return link_page(
        request,
        path=reverse("accounts:enter", args=[token]),
        title=_("Sign-in link"),
        text=_("Open this link to sign in to Plon. It works for 24 hours, once."),
        to=Membership.objects.get(id=membership_id).user.email,
    )


def _is_leaving(letter: Letter, *, now: datetime) -> bool:
    """Say whether a mail was asked for just now: the page looks again until it is tried once."""
    is_tried = letter.sent_at is not None or letter.attempts > 0
    return not is_tried and letter.created_at > now - _SOON


def _has_mail(caller: Caller) -> bool:
    """Say whether invitations of this firm go out by mail; those of a made-up firm never do."""
    return settings.PLON_MAIL is not None and not caller.firm.is_demo


def _acted(request: HttpRequest, act: Callable[[], None], said: str) -> HttpResponse:
    """Act and go back to the list, with what was done, or why not."""
    try:
        act()
    except services.LastOwner as refusal:
        notices.failed(request, _sentence(refusal))
    else:
        notices.done(request, said)
    return redirect("accounts:people")


def _sentence(refusal: DomainError) -> str:
    return {
        "last_owner": _("A firm keeps at least one owner. Make somebody else an owner first."),
        "member_elsewhere": _(
            "This person belongs to another firm, too, so only whoever runs the server can help."
        ),
    }[refusal.code]


def _members(caller: Caller) -> QuerySet[Membership]:
    places = Membership.objects.filter(workspace_id=caller.workspace_id, ended_at=None)
    return places.select_related("user").order_by("user__name", "id")


def _file(caller: Caller) -> FileResponse:
    """Give the members as a file; the log notes that."""
    zone = queries.workspace(caller.workspace_id).zone
    columns = dict.fromkeys((_("Name"), _("E-mail"), _("Role"), _("Since")), TEXT)
    rows = [
        [
            place.user.name,
            place.user.email,
            role_word(place.role),
            date_in(zone, place.created_at).isoformat(),
        ]
        for place in _members(caller)
    ]
    services.record(caller, "export.made", detail={"what": "members"}, now=timezone.now())
    return csv_file(columns, [rows], name="members")


def _page(request: HttpRequest, caller: Caller, form: InviteForm, *, status: int) -> HttpResponse:
    zone, now = queries.workspace(caller.workspace_id).zone, timezone.now()
    waiting = Invitation.objects.filter(
        workspace_id=caller.workspace_id, used_at=None, expires_at__gt=now
    )
    letters = list(Letter.objects.filter(invitation__in=waiting))
    mails = mail_states(letters)
    context = {
        "has_mail": _has_mail(caller),
        "members": [
            {"place": place, "form": RoleForm(initial={"role": place.role}, auto_id=False)}
            for place in _members(caller)
        ],
        "invitations": [
            {
                "row": row,
                "role": role_word(row.role),
                "until": day_of(row.expires_at, zone),
                "mail": mails.get(row.id),
            }
            for row in waiting.order_by("-created_at")
        ],
        "is_sending": any(_is_leaving(letter, now=now) for letter in letters),
        "form": form,
        "me": caller.user_id,
    }
    return shown(request, "people", context, status=status)
