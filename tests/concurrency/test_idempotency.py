"""One request sent by many at the same moment under one Idempotency-Key happens once."""

import pytest

from plon.accounts.models import ApiKey
from plon.accounts.queries import digest
from plon.customers.models import Customer
from plon.runtime.tenancy import inside
from tests.api.program import Answer, Program
from tests.cast import NOW, Person, ann
from tests.concurrency.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)


def program(owner: Person) -> Program:
    """Return a program with a key that the audit log, which only grows, does not know."""
    ApiKey.objects.create(
        workspace_id=owner.workspace_id,
        name="shop",
        prefix="plon_",
        token_sha256=digest("plon_shop"),
        may=["customers.write"],
        created_at=NOW,
    )
    return Program(token="plon_shop")


def test_sent_by_many_at_once_it_is_done_once() -> None:
    owner = ann()
    shop = program(owner)
    told = {"external_id": "1", "first_name": "Dan"}

    answers = crowd(6, lambda _n: shop.post("/customers", told, Idempotency_Key="k-1"))

    got = [answer for answer in answers if isinstance(answer, Answer)]
    assert [answer.status for answer in got] == [201] * 6
    assert len({answer.body["id"] for answer in got}) == 1
    replayed = [answer for answer in got if "Idempotency-Replayed" in answer.headers]
    assert len(replayed) == 5
    with inside(owner.workspace_id):
        assert Customer.objects.count() == 1


def test_of_many_requests_under_one_key_one_is_done() -> None:
    owner = ann()
    shop = program(owner)

    answers = crowd(
        6, lambda n: shop.post("/customers", {"external_id": str(n)}, Idempotency_Key="k-1")
    )

    got = [answer.status for answer in answers if isinstance(answer, Answer)]
    assert sorted(got) == [201] + [422] * 5
    with inside(owner.workspace_id):
        assert Customer.objects.count() == 1
