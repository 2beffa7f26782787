"""A kept segment whose customers are worth less by a tenth or more is told of."""

from datetime import date, timedelta

import pytest

from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.models import Segment, SegmentDay
from plon.value.queries.segments import days_of, drop_among, segment_drops
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def days(owner: Person, name: str, told: dict[int, int | None]) -> None:
    """Keep a segment with its mean on days so long ago."""
    segment = Segment.objects.create(
        workspace_id=owner.workspace_id, name=name, rule={"join": "all"}, created_at=NOW
    )
    for ago, mean in told.items():
        SegmentDay.objects.create(
            workspace_id=owner.workspace_id,
            segment=segment,
            as_of_date=TODAY - timedelta(days=ago),
            customers=3,
            ltv_mean_minor=mean,
        )


def test_only_falls_of_a_tenth_are_told_the_deepest_first() -> None:
    owner = ann()
    with inside(owner.workspace_id):
        assert segment_drops(newest=TODAY, since=date.min) == ()
        days(owner, "steady", {40: 100_00, 30: 100_00, 0: 91_00})
        days(owner, "falling", {40: 50_00, 30: 100_00, 27: 10_00, 0: 90_00})
        days(owner, "young", {9: 100_00, 0: 50_00})
        days(owner, "left", {30: 100_00, 1: 50_00})
        days(owner, "unknown", {30: None, 0: 50_00})
        days(owner, "empty", {30: 100_00, 0: None})

        found = segment_drops(newest=TODAY, since=date.min)

    assert [(drop.name, round(float(drop.change), 2)) for drop in found] == [
        ("young", -0.5),
        ("falling", -0.1),
    ]


def test_margin_is_no_fall_beside_the_revenue_of_before() -> None:
    owner = ann()
    with inside(owner.workspace_id):
        days(owner, "VIP", {30: 100_00, 1: 50_00, 0: 49_00})

        assert segment_drops(newest=TODAY, since=TODAY - timedelta(days=1)) == ()
        told = days_of(Segment.objects.get().id)
        assert drop_among("VIP", told, since=date.min)
        assert drop_among("VIP", told, since=TODAY - timedelta(days=1)) == ()


def test_the_overview_says_so() -> None:
    owner = ann()
    stock(owner.workspace_id, until=NOW)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    with inside(owner.workspace_id):
        days(owner, "VIP", {30: 100_00, 0: 50_00})
    owner.user.language = "en"
    owner.user.save()

    (said,) = owner.browser().get("/value/").context["drops"]

    assert said.replace("\xa0", " ") == (
        "Segment “VIP”: a customer is worth PLN 50, before PLN 100 (−50%)."
    )
