from django.urls import path

from plon.accounts.views import account, audit, entering, firm, joining, keys, people, portal

app_name = "accounts"
urlpatterns = [
    path("join/<str:token>", joining.join, name="join"),
    path("enter/<str:token>", entering.enter, name="enter"),
    path("reset/<str:token>", entering.reset, name="reset"),
    path("my/enter/<str:token>", portal.enter, name="own-enter"),
    path("my/leave", portal.leave, name="own-leave"),
    path("settings/firm/", firm.firm, name="firm"),
    path("settings/people/", people.people, name="people"),
    path("settings/people/invitations", people.invitations, name="invitations"),
    path(
        "settings/people/invitations/<uuid:invitation_id>/end",
        people.invitation_end,
        name="invitation-end",
    ),
    path(
        "settings/people/invitations/<uuid:invitation_id>/link",
        people.invitation_link,
        name="invitation-link",
    ),
    path("settings/people/<uuid:membership_id>/role", people.role, name="role"),
    path("settings/people/<uuid:membership_id>/end", people.member_end, name="member-end"),
    path("settings/people/<uuid:membership_id>/link", people.member_link, name="member-link"),
    path("settings/keys/", keys.keys, name="keys"),
    path("settings/keys/<uuid:key_id>/end", keys.key_end, name="key-end"),
    path("settings/audit/", audit.audit, name="audit"),
    path("settings/account/", account.account, name="account"),
    path("settings/account/new-password", entering.new_password, name="new-password"),
    path("workspace", firm.switch, name="switch"),
]
