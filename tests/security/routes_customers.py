"""Who gets what at the pages about one customer."""

from collections.abc import Mapping
from uuid import uuid4

from plon.customers import services
from plon.customers.services import Person as Told
from plon.customers.services import identify
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person
from tests.security.expected import NO_METHOD, SIGN_IN, Route, members_only

_PAGE = Route(get=(SIGN_IN, 404, 200), post=(SIGN_IN, 404, 422))
_FORM = Route(get=NO_METHOD, post=(SIGN_IN, 404, 422))
_OWN = Route(get=NO_METHOD, post=(SIGN_IN, 302, 302))  # touches nothing of others
_ACT = Route(get=NO_METHOD, post=(SIGN_IN, 404, 302))
ROUTES = {
    "customers/new/": members_only(ben=200),
    "customers/<uuid:customer_id>/edit/": _PAGE,
    "customers/<uuid:customer_id>/notes/": _PAGE,
    "customers/<uuid:customer_id>/notes/<uuid:note_id>/removal": _ACT,
    "customers/<uuid:customer_id>/events/": _PAGE,
    "customers/<uuid:customer_id>/events/<uuid:event_id>/removal": _ACT,
    "customers/<uuid:customer_id>/consents/": Route(get=(SIGN_IN, 404, 200)),
    "customers/<uuid:customer_id>/consents/given": _FORM,
    "customers/<uuid:customer_id>/consents/withdrawn": _FORM,
    "customers/<uuid:customer_id>/tags/on": _ACT,
    "customers/<uuid:customer_id>/tags/off": _ACT,
    "customers/tags/": members_only(ben=200, post=False),
    "customers/tags/picked": _OWN,
    "customers/tags/<uuid:tag_id>/name": Route(post=(SIGN_IN, 302, 302)),  # without a name
    "customers/tags/<uuid:tag_id>/removal": _OWN,
    "customers/views/": _OWN,
    "customers/views/<uuid:view_id>/removal": _OWN,
    "settings/consents/": members_only(ben=403, post=False),
    "settings/consents/new/": Route(get=(SIGN_IN, 302, 403)),
    "settings/consents/new/<slug:channel>/<slug:purpose>/": members_only(ben=403),
    "settings/consents/<uuid:wording_id>/": Route(
        get=(SIGN_IN, 404, 403), post=(SIGN_IN, 404, 403)
    ),
    "settings/consents/<uuid:wording_id>/removal": Route(post=(SIGN_IN, 404, 403)),
    "customers/duplicates/": Route(get=(SIGN_IN, 200, 200), post=(SIGN_IN, 302, 302)),
    "customers/duplicates/search": Route(post=(SIGN_IN, 302, 302)),
    "customers/duplicates/<uuid:customer_id>/<uuid:other_id>/": Route(
        get=(SIGN_IN, 404, 200), post=(SIGN_IN, 404, 422)
    ),
    "customers/merges/<uuid:merge_id>/parting": Route(post=(SIGN_IN, 404, 404)),
    "customers/<uuid:customer_id>/same/": Route(get=(SIGN_IN, 404, 200)),
    "customers/<uuid:customer_id>/data/": Route(get=(SIGN_IN, 404, 403), post=(SIGN_IN, 404, 403)),
    "customers/<uuid:customer_id>/own-page": Route(post=(SIGN_IN, 404, 201)),
    "customers/<uuid:customer_id>/own-page/closing": _ACT,
    "customers/<uuid:customer_id>/data/file": Route(post=(SIGN_IN, 404, 403)),
}


def things(ann: Person) -> Mapping[str, object]:
    """Return what there is in Ann's workspace; one customer is made in routes_insights."""
    with inside(ann.workspace_id):
        eve = identify(workspace_id=ann.workspace_id, person=Told(email="eve@example.org"), now=NOW)
        text = services.add_wording(
            ann.caller,
            channel="email",
            purpose="marketing",
            text_pl="Zgadzam się.",
            text_en="I agree.",
            now=NOW,
        )
    return {
        "note_id": uuid4(),  # what nobody has
        "event_id": uuid4(),
        "merge_id": uuid4(),
        "other_id": eve,
        "tag_id": uuid4(),
        "view_id": uuid4(),
        "wording_id": text,
        "channel": "sms",
        "purpose": "marketing",
    }
