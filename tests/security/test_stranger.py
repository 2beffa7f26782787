"""Every address, tried by nobody, by Cora of another firm, and by Ben who is an operator.

A new route fails here until its room says in tests/security/routes_<room>.py what these three get.
"""

from collections.abc import Mapping

import pytest
from django.test import Client
from pytest_django import Settings

from plon.accounts.domain import Role
from plon.accounts.models import Workspace
from tests.cast import Person, ann, cora, person
from tests.security import crawler

pytestmark = pytest.mark.django_db
FOUND: Mapping[str, set[str]] = dict(crawler.routes())
SECRET = "Rye 4711"  # a name that no page has by chance
WHO = ("nobody", "Cora", "Ben")
CASES = [
    (route, method, number)
    for route, expected in crawler.EXPECTED.items()
    for method in expected.answers
    for number in range(len(WHO))
]


@pytest.fixture
def owner(settings: Settings) -> Person:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick
    one = ann()
    Workspace.objects.filter(id=one.workspace_id).update(name=SECRET)
    return one


def browser(number: int, owner: Person) -> Client:
    """Return the browser of nobody, Cora or Ben."""
    if number == 0:
        return Client(raise_request_exception=False)
    one = (
        cora()
        if number == 1
        else person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)
    )
    client = one.browser()
    client.raise_request_exception = False
    return client


def test_every_route_is_listed_once_and_every_listed_one_exists() -> None:
    assert set(crawler.EXPECTED) == set(FOUND)
    assert crawler.LISTED_TWICE == 0


@pytest.mark.parametrize("route", sorted(set(FOUND) & set(crawler.EXPECTED)))
def test_every_method_is_listed(route: str) -> None:
    assert set(crawler.EXPECTED[route].answers) == FOUND[route]


@pytest.mark.parametrize(("route", "method", "number"), CASES)
def test_what_strangers_get(owner: Person, route: str, method: str, number: int) -> None:
    path = crawler.address(route, crawler.things(owner))

    response = browser(number, owner).generic(method, path)

    assert response.status_code == crawler.EXPECTED[route].answers[method][number]
    if number == 1:  # nothing of Ann's, whatever the status
        said = b"".join(response) if response.streaming else response.content
        assert SECRET.encode() not in said
        assert b"ann@example.org" not in said
