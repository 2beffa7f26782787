"""Every route of the resolver, and every operation of an API mounted in it."""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import getclosurevars, isfunction, unwrap
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import Person
from tests.security.expected import Route

_PART = re.compile(r"<(?:\w+:)?(\w+)>|\{(?:\w+:)?(\w+)\}")
_FILES = sorted(path.stem for path in Path(__file__).parent.glob("routes_*.py"))
_MODULES = [import_module(f"tests.security.{name}") for name in _FILES]

EXPECTED: Mapping[str, Route] = {
    route: expected for module in _MODULES for route, expected in module.ROUTES.items()
}
LISTED_TWICE = sum(len(module.ROUTES) for module in _MODULES) - len(EXPECTED)


def routes(found: URLResolver | None = None, *, before: str = "") -> Iterator[tuple[str, set[str]]]:
    """Yield (route, methods) of the whole resolver; methods beside GET and POST for an API only."""
    for each in (found or get_resolver()).url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, before=route)
        elif isinstance(each, URLPattern):
            yield route, {"GET", "POST"} | _methods(each)


def _methods(pattern: URLPattern) -> set[str]:
    """Return the methods of django-ninja's operations at an address: its view holds them."""
    called = unwrap(pattern.callback)
    view = getclosurevars(called).nonlocals.get("self") if isfunction(called) else None
    return {method for each in getattr(view, "operations", ()) for method in each.methods}


def things(ann: Person) -> Mapping[str, object]:
    """Return what stands in the variable parts of addresses, all of it Ann's."""
    made: dict[str, object] = {}
    for module in _MODULES:
        made |= module.things(ann) if hasattr(module, "things") else {}
    return made


def address(route: str, made: Mapping[str, object]) -> str:
    """Return an address of a route, with Ann's things in it."""
    return "/" + _PART.sub(lambda part: str(made[part[1] or part[2]]), route)
