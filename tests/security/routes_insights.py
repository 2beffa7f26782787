"""Who gets what at Today, the customers' list and card, and the search."""

from collections.abc import Mapping

from plon.customers.services import Person as Told
from plon.customers.services import identify
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person
from tests.security.expected import SIGN_IN, Route, members_only

ROUTES = {
    "": members_only(ben=200, post=False),
    "today/slipping/<uuid:customer_id>/": Route(post=(SIGN_IN, 404, 404)),
    "reports/figures/": members_only(ben=200, post=False),
    "customers/": members_only(ben=200, post=False),
    "customers/<uuid:customer_id>/": Route(get=(SIGN_IN, 404, 200)),
    "my/": Route(get=(401, 401, 401)),  # a customer's: test_KPI_016_own_page
    "my/consents/withdrawal": Route(post=(401, 401, 401)),
    "search": members_only(ben=200, post=False),
}


def things(ann: Person) -> Mapping[str, object]:
    """Return a customer of Ann's."""
    with inside(ann.workspace_id):
        dan = identify(workspace_id=ann.workspace_id, person=Told(email="dan@example.org"), now=NOW)
    return {"customer_id": dan}
