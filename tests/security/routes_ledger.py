"""Who gets what at the books. An operator does not see them."""

from collections.abc import Mapping

from plon.ledger.models import Account
from plon.ledger.services import Kind
from plon.ledger.tests import desk
from plon.ledger.tests.desk import line, post
from plon.runtime.tenancy import inside
from tests.cast import Person
from tests.security.expected import SIGN_IN, Route, members_only

ROUTES = {
    "ledger/": members_only(ben=403, post=False),
    "ledger/accounts/<uuid:account_id>/": Route(get=(SIGN_IN, 404, 403)),
    "ledger/transfers/": members_only(ben=403, post=False),
    "ledger/transfers/<uuid:transfer_id>/": Route(get=(SIGN_IN, 404, 403)),
}


def things(ann: Person) -> Mapping[str, object]:
    """Return an account and a transfer of Ann's."""
    with inside(ann.workspace_id):
        desk.open_units(ann.workspace_id)
        made = post(ann.workspace_id, "a", line(Kind.EXPENSE, Kind.PENDING, 500))
        account = Account.objects.get(kind="pending").id
    return {"account_id": account, "transfer_id": made.id}
