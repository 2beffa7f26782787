"""The pages about one customer, as tabs."""

from collections.abc import Collection
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from plon.ui.components import Tab

EDITED_AT = "customers:edit"
PAGES: tuple[tuple[str, str | Promise, str], ...] = (  # route, word, right
    ("insights:customer", _("Card"), "customers.read"),
    (EDITED_AT, _("Details"), "customers.write"),
    ("customers:notes", _("Notes"), "customers.read"),
    ("customers:life", _("Events"), "customers.read"),
    ("customers:consents", _("Consents"), "customers.read"),
    ("customers:same", _("Duplicates"), "customers.write"),
    ("customers:data", _("Personal data"), "customers.export"),
)
OF_THE_LIVING = (EDITED_AT,)  # there is nothing to change of the erased


def pages(
    customer_id: UUID, rights: Collection[str], *, current: str, is_erased: bool
) -> list[Tab]:
    """Return the pages about a customer that these rights open. current: a route."""
    return [
        Tab(
            word=str(word),
            href=reverse(route, args=[customer_id]),
            is_current=route == current,
            shortcut="e" if route == EDITED_AT else "",
        )
        for route, word, right in PAGES
        if right in rights and not (is_erased and route in OF_THE_LIVING)
    ]
