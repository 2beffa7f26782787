"""Who brought whom, for many at once."""

from uuid import UUID, uuid4

import pytest

from plon.customers.models import Customer
from plon.customers.services import Person as Told
from plon.customers.services import ReferrerUnfit, identify_many, note_referrers
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db


def people(of: Person) -> list[UUID]:
    told = [Told(email=f"{name}@example.org") for name in ("dan", "eve", "fay")]
    with inside(of.workspace_id):
        return list(identify_many(workspace_id=of.workspace_id, people=told, now=NOW))


class TestNoteReferrers:
    def test_is_written_down_and_may_be_repeated(self) -> None:
        bakery = ann()
        dan, eve, fay = people(bakery)

        with inside(bakery.workspace_id):
            for _ in range(2):
                note_referrers(referrers={eve: dan, fay: eve}, now=NOW)
            kept = dict(Customer.objects.values_list("id", "referrer_id"))

        assert kept == {dan: None, eve: dan, fay: eve}

    def test_nobody_brings_himself_or_comes_from_elsewhere(self) -> None:
        bakery, other = ann(), cora()
        dan, eve, _ = people(bakery)
        stranger = people(other)[0]

        with inside(bakery.workspace_id):
            for unfit in (dan, stranger, uuid4()):
                with pytest.raises(ReferrerUnfit):
                    note_referrers(referrers={eve: dan, dan: unfit}, now=NOW)
            assert not Customer.objects.exclude(referrer=None).exists()
