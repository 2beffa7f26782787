"""What the command bar finds beside the places of the menu: in every room that one may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plon.accounts.queries import Caller
from plon.agenda import queries as agenda
from plon.customers import queries as customers
from plon.orders import queries as orders
from plon.ui.language import gettext as _
from plon.value import queries as value

EACH_MAX = 4  # of each kind but customers


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One thing found, and where it is."""

    href: str
    word: str
    icon: str
    note: str = ""


Groups = list[tuple[str, list[Result]]]


def found(caller: Caller, text: str) -> Groups:
    """Return (what they are, results), those kinds alone that the caller's rights open."""
    plain = customers.fold(text).strip()
    if not plain:
        return []
    rights = caller.rights
    groups = [
        (_("Customers"), list(_customers(text)) if "customers.read" in rights else []),
        (_("Tasks"), list(_tasks(caller, text)) if "agenda.work" in rights else []),
        (_("Transactions"), list(_orders(text)) if "orders.read" in rights else []),
        (_("Segments"), list(_segments(plain)) if "value.read" in rights else []),
        (_("Products"), list(_products(plain)) if "catalogue.write" in rights else []),
        (_("Do"), [each for right, each in _actions() if right in rights and _fits(each, plain)]),
    ]
    return [(word, results) for word, results in groups if results]


def _customers(text: str) -> Iterator[Result]:
    for row in customers.search(text):
        yield Result(href=f"/customers/{row.id}/", word=row.name, note=row.city, icon="user")


def _tasks(caller: Caller, text: str) -> Iterator[Result]:
    for task in agenda.titled(text, workspace_id=caller.workspace_id, limit=EACH_MAX):
        yield Result(href=f"/tasks/{task.id}/", word=task.title, icon="clipboard-list")


def _orders(text: str) -> Iterator[Result]:
    for order in orders.numbered(text):
        yield Result(href=f"/orders/{order.id}/", word=order.number, icon="shopping-bag")


def _segments(plain: str) -> Sequence[Result]:
    fit = [each for each in value.segments() if plain in customers.fold(each.name)]
    return [
        Result(href=f"/value/segments/{each.id}/", word=each.name, icon="layers")
        for each in fit[:EACH_MAX]
    ]


def _products(plain: str) -> Sequence[Result]:
    fit = [each for each in orders.products() if plain in customers.fold(each.name)]
    return [
        Result(href=f"/settings/catalogue/{each.id}/", word=each.name, icon="package")
        for each in fit[:EACH_MAX]
    ]


def _actions() -> list[tuple[str, Result]]:
    return [
        ("agenda.work", Result(href="/tasks/new/", word=_("New task"), icon="plus")),
        ("customers.write", Result(href="/customers/new/", word=_("New customer"), icon="plus")),
        ("orders.write", Result(href="/orders/new/", word=_("New transaction"), icon="plus")),
        ("imports.run", Result(href="/import/", word=_("Import a file"), icon="plus")),
        ("value.read", Result(href="/value/segments/", word=_("New segment"), icon="plus")),
    ]


def _fits(action: Result, plain: str) -> bool:
    """Say whether each word typed begins a word of the action."""
    words = customers.fold(action.word).split()
    return all(any(word.startswith(part) for word in words) for part in plain.split())
