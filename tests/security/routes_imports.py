"""Who gets what at the addresses of `imports`. An operator may neither load nor export."""

from collections.abc import Mapping

from plon.imports.models import Import
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person
from tests.security.expected import NO_METHOD, SIGN_IN, Route, members_only

_SHOWN = Route(get=(SIGN_IN, 404, 403))
_DONE = Route(post=(SIGN_IN, 404, 403))
ROUTES = {
    "import/": members_only(ben=403),
    "import/export/<slug:what>/": Route(get=NO_METHOD, post=(SIGN_IN, 404, 403)),
    "import/<uuid:import_id>/": _SHOWN,
    "import/<uuid:import_id>/columns/": Route(get=_SHOWN.get, post=_DONE.post),
    "import/<uuid:import_id>/start/": _DONE,
    "import/<uuid:import_id>/pause/": _DONE,
    "import/<uuid:import_id>/cancellation/": _DONE,
    "import/<uuid:import_id>/undoing/": _DONE,
    "import/<uuid:import_id>/rejected.csv": _SHOWN,
}


def things(ann: Person) -> Mapping[str, object]:
    """Return an import of Ann's."""
    with inside(ann.workspace_id):
        made = Import.objects.create(
            workspace_id=ann.workspace_id,
            kind="orders",
            file_name="sales.csv",
            folder="none",
            size_bytes=1,
            shape="",
            actor=ann.caller.actor,
            created_at=NOW,
        )
    return {"import_id": made.id, "what": "nonsense"}
