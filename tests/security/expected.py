"""How a room says what strangers get at its addresses.

`tests/security/routes_<room>.py` holds ROUTES: route -> Route, the route as Django's resolver
writes it ("settings/people/<uuid:membership_id>/role"). Each method has three answers:

    nobody  a visitor who is not signed in
    Cora    the owner of another workspace: what is Ann's does not exist for her (404)
    Ben     an operator in Ann's workspace

If a route has parts like <uuid:customer_id>, the file also holds a function `things(ann)` that
makes them in Ann's workspace and returns {"customer_id": …}.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from tests.cast import Person

Answers: TypeAlias = tuple[int, int, int]  # nobody, Cora, Ben
Things: TypeAlias = Callable[[Person], Mapping[str, object]]

SIGN_IN = 302  # sent to the page of signing in
NO_METHOD = (405, 405, 405)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """What three strangers get. `other` holds the methods of an API beside GET and POST."""

    get: Answers = NO_METHOD
    post: Answers = NO_METHOD
    other: Mapping[str, Answers] = field(default_factory=dict)

    @property
    def answers(self) -> Mapping[str, Answers]:
        return {"GET": self.get, "POST": self.post, **self.other}


def members_only(*, ben: int, post: bool = True, get: bool = True, cora: int = 200) -> Route:
    """Return what a page without ids gives: Cora sees her own, Ben what his role allows."""
    forms = {200: 422}
    return Route(
        get=(SIGN_IN, cora, ben) if get else NO_METHOD,
        post=(SIGN_IN, forms.get(cora, cora), forms.get(ben, ben)) if post else NO_METHOD,
    )
