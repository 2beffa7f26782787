"""Who gets what at the addresses of `accounts`."""

from collections.abc import Mapping

from plon.accounts import services
from plon.accounts.domain import Role
from plon.accounts.models import ApiKey, Invitation, Membership
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person
from tests.security.expected import NO_METHOD, SIGN_IN, Route, members_only

ROUTES = {
    "join/<str:token>": Route(get=(410, 410, 410), post=(410, 410, 410)),  # a token nobody made
    "enter/<str:token>": Route(get=(410, 410, 410), post=(410, 410, 410)),
    "reset/<str:token>": Route(get=(410, 410, 410), post=(410, 410, 410)),
    "my/enter/<str:token>": Route(get=(410, 410, 410), post=(410, 410, 410)),
    "my/leave": Route(post=(302, 302, 302)),
    "settings/firm/": members_only(ben=403),
    "settings/people/": members_only(ben=403, post=False),
    "settings/people/invitations": members_only(ben=403, get=False),
    "settings/people/invitations/<uuid:invitation_id>/end": Route(
        post=(SIGN_IN, 302, 403)  # withdraws nothing: test_services
    ),
    "settings/people/invitations/<uuid:invitation_id>/link": Route(post=(SIGN_IN, 410, 403)),
    "settings/people/<uuid:membership_id>/role": Route(post=(SIGN_IN, 422, 403)),
    "settings/people/<uuid:membership_id>/end": Route(post=(SIGN_IN, 404, 403)),
    "settings/people/<uuid:membership_id>/link": Route(post=(SIGN_IN, 404, 403)),
    "settings/keys/": members_only(ben=403),
    "settings/keys/<uuid:key_id>/end": Route(post=(SIGN_IN, 302, 403)),
    "settings/audit/": members_only(ben=403, post=False),
    "settings/account/": members_only(ben=200),
    "settings/account/new-password": Route(get=(SIGN_IN, 302, 302), post=(SIGN_IN, 302, 302)),
    "workspace": Route(get=NO_METHOD, post=(SIGN_IN, 404, 404)),
}


def things(ann: Person) -> Mapping[str, object]:
    """Return what there is in Ann's workspace."""
    with inside(ann.workspace_id):
        services.make_api_key(ann.caller, name="shop", may=["orders.write"], now=NOW)
        services.invite_member(ann.caller, email="dan@example.org", role=Role.BROKER, now=NOW)
    return {
        "token": "made-up",
        "membership_id": Membership.objects.get(user=ann.user).id,
        "invitation_id": Invitation.objects.get(workspace_id=ann.workspace_id).id,
        "key_id": ApiKey.objects.get(workspace_id=ann.workspace_id).id,
    }
