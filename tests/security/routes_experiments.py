"""Who gets what at the register of hypotheses. An operator sees no figures."""

from collections.abc import Mapping
from datetime import date

from plon.experiments import services
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person
from tests.security.expected import SIGN_IN, Route, members_only

_ONE = "reports/hypotheses/<uuid:hypothesis_id>/"
ROUTES = {
    "reports/hypotheses/": members_only(ben=403, post=False),
    "reports/hypotheses/new/": members_only(ben=403),
    _ONE: Route(get=(SIGN_IN, 404, 403), post=(SIGN_IN, 404, 403)),
    f"{_ONE}change/": Route(get=(SIGN_IN, 404, 403), post=(SIGN_IN, 404, 403)),
}


def things(ann: Person) -> Mapping[str, object]:
    """Return a hypothesis of Ann's."""
    tried = services.Tried(
        observation="Silence",
        segment="Everybody",
        change="Calls",
        metric="Returns",
        start_date=date(2026, 4, 1),
        end_date=date(2026, 4, 30),
    )
    with inside(ann.workspace_id):
        made = services.write_down(
            workspace_id=ann.workspace_id, tried=tried, actor="user:ann", now=NOW
        )
    return {"hypothesis_id": made}
