"""Of two segments that take one name at the same moment, one gets it; the other is told so."""

import pytest

from plon.runtime.tenancy import inside
from plon.value.models import Segment
from plon.value.services.basis import SegmentNameTaken, change_segment
from tests.cast import NOW, ann
from tests.concurrency.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)
RULE = {"join": "all", "parts": [{"field": "city", "op": "is", "value": "Gdańsk"}]}


def test_one_name_for_many_at_once() -> None:
    owner = ann()
    with inside(owner.workspace_id):
        kept = [
            Segment.objects.create(
                workspace_id=owner.workspace_id, name=f"{number}", rule=RULE, created_at=NOW
            ).id
            for number in range(6)
        ]

    def rename(number: int) -> None:
        with inside(owner.workspace_id):
            change_segment(owner.caller, segment_id=kept[number], name="Gdańsk", rule=RULE, now=NOW)

    told = crowd(len(kept), rename)

    assert told.count(None) == 1
    assert [type(one) for one in told if one is not None] == [SegmentNameTaken] * 5
