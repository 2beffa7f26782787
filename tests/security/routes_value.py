"""Who gets what at the pages of value. An operator sees no figures."""

from collections.abc import Mapping

from plon.customers.services import Person as Told
from plon.customers.services import identify
from plon.runtime.tenancy import inside
from plon.value.models import ChannelCost, Segment
from tests.cast import NOW, Person
from tests.security.expected import SIGN_IN, Route, members_only

_PAGE = members_only(ben=403, post=False)
ROUTES = {
    "value/": _PAGE,
    "value/cohorts/": _PAGE,
    "value/forecast/": _PAGE,
    "value/risks/": _PAGE,
    "value/refresh/": Route(post=(SIGN_IN, 302, 403)),
    "value/workbench/": Route(get=(SIGN_IN, 200, 403), post=(SIGN_IN, 302, 403)),
    "value/margin/": Route(get=(SIGN_IN, 200, 403), post=(SIGN_IN, 302, 403)),
    "value/cost/": members_only(ben=403),
    "value/channels/": members_only(ben=403),
    "value/channels/costs/<uuid:cost_id>/removal/": Route(post=(SIGN_IN, 404, 403)),
    "value/summary/": _PAGE,
    "value/summary.pdf": _PAGE,
    "value/comparison/": _PAGE,
    "value/segments/": members_only(ben=403),
    "value/segments/<uuid:segment_id>/": Route(get=(SIGN_IN, 404, 403), post=(SIGN_IN, 404, 403)),
    "value/segments/<uuid:segment_id>/removal/": Route(post=(SIGN_IN, 302, 403)),  # removes nothing
    "value/customers/<uuid:customer_id>/": Route(get=(SIGN_IN, 404, 403)),
    "value/history/": _PAGE,
    "value/guide/": _PAGE,
}


def things(ann: Person) -> Mapping[str, object]:
    """Return a segment, a customer and a cost of Ann's."""
    with inside(ann.workspace_id):
        made = Segment.objects.create(
            workspace_id=ann.workspace_id,
            name="Regulars",
            rule={"join": "all", "parts": []},
            created_at=NOW,
        )
        dan = identify(workspace_id=ann.workspace_id, person=Told(email="dan@example.org"), now=NOW)
        cost = ChannelCost.objects.create(
            workspace_id=ann.workspace_id,
            channel="web",
            month=NOW.date().replace(day=1),
            spent_minor=100,
            changed_at=NOW,
        )
    return {"cost_id": cost.id, "segment_id": made.id, "customer_id": dan}
