"""Views of the customers' list."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db.models import F, TextField, Value

from plon.customers.models import SavedView, Tag

PLACES = {"after", "pick"}  # where a page begins and who is ticked belong to no view


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A list's filters under a name. query: of its address, in its normal form."""

    id: UUID
    name: str
    query: str


def tags_and_views() -> tuple[list[str], list[View]]:
    """Return the tags and the views of the firm, each by name. One statement."""
    views = SavedView.objects.annotate(is_tag=Value(False), said=F("query"))
    tags = Tag.objects.annotate(is_tag=Value(True), said=Value("", TextField()))
    columns = ("id", "name", "said", "is_tag")
    rows = views.values_list(*columns).union(tags.values_list(*columns), all=True).order_by("name")
    found = list(rows)
    return (
        [name for _id, name, _said, is_tag in found if is_tag],
        [View(id=one, name=name, query=said) for one, name, said, is_tag in found if not is_tag],
    )


def normal_query(query: str) -> str:
    """Return what narrows and orders a list, always written the same way."""
    said = {pair for pair in parse_qsl(query) if pair[0] not in PLACES}
    return urlencode(sorted(said))
