"""Addresses that keep what a page shows: its filters, order and place."""

from collections.abc import Mapping

from django.http import QueryDict


def with_query(query: QueryDict, **changes: str | None) -> str:
    """Return "?a=1&b=2" with some values changed, or left out where None; "?" for none at all."""
    wanted = query.copy()
    for name, value in changes.items():
        if value is None:
            wanted.pop(name, None)
        else:
            wanted[name] = value
    return f"?{wanted.urlencode()}"


def kept(query: QueryDict, *names: str) -> list[tuple[str, str]]:
    """Return (name, value) of all that a form of its own must carry along, but `names`."""
    lists: Mapping[str, list[str]] = dict(query.lists())
    return [(key, value) for key in lists if key not in names for value in lists[key]]
