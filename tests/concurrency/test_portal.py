"""Of several who use one link at once, one gets in."""

from uuid import uuid4

import pytest

from plon.accounts.models import PortalSession
from plon.accounts.services import LinkUnusable, enter_portal, make_portal_link
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person
from tests.concurrency.crowd import crowd
from tests.concurrency.test_merging import bakery  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_link_by_many_at_once(bakery: Person) -> None:  # noqa: F811 - the fixture
    with inside(bakery.workspace_id):
        token = make_portal_link(bakery.caller, kind="customer", subject_id=uuid4(), now=NOW)

    answers = crowd(6, lambda number: enter_portal(token, kind="customer", now=NOW))

    assert sum(isinstance(answer, LinkUnusable) for answer in answers) == 5
    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert PortalSession.objects.count() == 1
