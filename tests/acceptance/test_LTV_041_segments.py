"""LTV-041, 043: value by segment, segments that fall, planned forecasts that add up."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest

from plon.lifetime.segments.groups import GROUPS, assign_groups
from plon.lifetime.segments.rfm import score_rfm
from plon.lifetime.segments.values import Plan, falling_segments, forecast_plans, value_by_segment
from plon.lifetime.tests.bases import cdnow, days_of, summary_of
from plon.lifetime.words import group_label
from plon.runtime.tenancy import inside
from plon.value import tasks
from plon.value.models import Snapshot
from plon.value.tests.shop import stock
from tests.cast import NOW, ann

END = date(1998, 6, 30)


def test_lifetime_value_of_each_group_of_a_real_shop() -> None:
    summary = summary_of(cdnow(), until=END)
    codes = assign_groups(score_rfm(summary), summary)
    value = summary.value_minor.astype(float)
    segments = value_by_segment(codes, names=GROUPS, value_minor=value)

    assert {segment.name for segment in segments} == {GROUPS[code] for code in set(codes.tolist())}
    for segment in segments:
        mine = value[codes == GROUPS.index(segment.name)]
        assert segment.customers == len(mine)
        assert segment.ltv_minor == pytest.approx(mine.mean())
    assert max(segments, key=lambda segment: segment.ltv_minor).name == "champions"


WORTH = {"Ann": 900, "Ben": 300, "Cora": 60, "Dan": 40, "Eve": 20}
CAME_BY = ["web", "web", "fair", "fair", None]
LIVES_IN = ["Łódź", "Opole", "Łódź", "Opole", "Opole"]


def test_lifetime_value_of_each_channel() -> None:
    days = days_of({who: {END: worth} for who, worth in WORTH.items()}, channel=CAME_BY)
    assert days.channel is not None
    value = np.array([*WORTH.values()], dtype=float)
    segments = value_by_segment(days.channel, names=days.channels, value_minor=value)

    assert [(each.name, each.customers, each.ltv_minor) for each in segments] == [
        ("web", 2, 600.0),
        ("fair", 2, 50.0),
        ("", 1, 20.0),
    ]


def test_lifetime_value_of_each_region() -> None:
    regions = sorted(set(LIVES_IN))
    codes = np.array([regions.index(region) for region in LIVES_IN])
    value = np.array([*WORTH.values()], dtype=float)
    segments = value_by_segment(codes, names=regions, value_minor=value)

    assert [(each.name, each.ltv_minor) for each in segments] == [("Łódź", 480.0), ("Opole", 120.0)]


@pytest.mark.feature("LTV-041")
def test_a_fall_of_a_tenth_raises_one_alert() -> None:
    drops = falling_segments({"web": 1_000, "shop": 1_000}, {"web": 900, "shop": 910})

    assert [(drop.name, drop.change) for drop in drops] == [("web", Decimal("-0.1"))]


@pytest.mark.feature("LTV-043")
@pytest.mark.parametrize("months", [3, 6, 12, 24, 36])
def test_a_planned_forecast_equals_the_total(months: int) -> None:
    plans = [
        Plan(
            name=name,
            active_customers=active,
            purchases_monthly="0.4",
            order_value="79.99",
            retention_monthly="0.93",
            margin="0.35",
        )
        for name, active in (("web", 310), ("shop", 120), ("fair", 35))
    ]
    everybody = Plan(
        name="all",
        active_customers=465,
        purchases_monthly="0.4",
        order_value="79.99",
        retention_monthly="0.93",
        margin="0.35",
    )
    forecast = forecast_plans(plans, months=months)

    assert [name for name, _ in forecast.by_segment] == ["web", "shop", "fair"]
    assert forecast.total == sum(amount for _, amount in forecast.by_segment)
    assert abs(forecast.total - everybody.revenue(months=months)) < Decimal("1e-15")


@pytest.mark.feature("LTV-043")
def test_one_segment_of_one_month_by_hand() -> None:
    plan = Plan(
        name="web",
        active_customers=1_000,
        purchases_monthly="0.1",
        order_value=100,
        retention_monthly="0.8",
        margin="0.5",
    )

    assert forecast_plans([plan], months=1).total == 4_000


@pytest.mark.feature("LTV-041")
@pytest.mark.django_db
def test_the_fall_of_a_group_stands_on_the_overview() -> None:
    owner = ann()
    stock(owner.workspace_id, until=NOW)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    with inside(owner.workspace_id):
        newest = Snapshot.objects.get()
        fallen = min(code for code, worth in newest.ltv_by_group.items() if worth > 0)
        held = {**newest.ltv_by_group, fallen: newest.ltv_by_group[fallen] * 2}
        Snapshot.objects.create(
            **{
                field.name: getattr(newest, field.name)
                for field in Snapshot._meta.concrete_fields
                if field.name not in {"id", "as_of_date", "ltv_by_group"}
            },
            as_of_date=newest.as_of_date - timedelta(days=30),
            ltv_by_group=held,
        )

    found = owner.browser().get("/value/")
    today = owner.browser().get("/").text

    (alert,) = found.context["drops"]
    assert group_label(fallen, "pl") in alert
    assert "50%" in alert
    assert alert in found.text
    assert group_label(fallen, "pl") in today
    assert 'href="/value/#drops"' in today
