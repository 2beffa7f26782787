"""Customers who never bought belong to segments by what is known of them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from plon.customers.models import Agreement, Customer, LifeEvent, Tag, Tagging
from plon.runtime.tenancy import inside
from plon.value import queries, tasks
from plon.value.models import Belonging, Figures, Segment, SegmentDay
from plon.value.queries.figures import without_figures
from plon.value.queries.segments import group_sums, worth_of_everybody
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
GDANSK = {"field": "city", "op": "is", "value": "Gdańsk"}
NEVER = {"field": "never_bought", "op": "is", "value": "yes"}


@pytest.fixture
def owner() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


def person(owner: Person, **told: Any) -> UUID:
    made = Customer.objects.create(
        workspace_id=owner.workspace_id, created_at=NOW, updated_at=NOW, **told
    )
    return made.id


def buyer(owner: Person, **told: Any) -> UUID:
    who = person(owner, **told)
    Figures.objects.create(
        workspace_id=owner.workspace_id,
        customer_id=who,
        first_date=TODAY - timedelta(days=40),
        last_date=TODAY - timedelta(days=4),
        purchase_days=3,
        r_score=3,
        f_score=3,
        m_score=3,
        group="champions",
        observed_minor=100_00,
        value_12m_minor=50_00,
        ltv_minor=150_00,
    )
    return who


def rule(*parts: dict[str, Any], join: str = "all") -> queries.Rule:
    return queries.read_rule({"join": join, "parts": list(parts)})


def found(*parts: dict[str, Any], join: str = "all") -> set[UUID]:
    """Return everybody for whom a rule holds."""
    read = rule(*parts, join=join)
    both = {*queries.who(read, today=TODAY), *without_figures(read)}
    assert queries.worth_of(read, today=TODAY).customers == len(both)
    assert queries.worth_by("group", rule=read, today=TODAY)[0].customers == len(both)
    return both


def denied(part: dict[str, Any]) -> dict[str, Any]:
    return part | {"not": True}


class TestWhoBelongs:
    def test_by_town_who_bought_and_who_did_not(self, owner: Person) -> None:
        bought, here = buyer(owner, city="Gdańsk"), person(owner, city="Gdańsk")
        there = person(owner, city="Gdynia")

        assert found(GDANSK) == {bought, here}
        assert found(denied(GDANSK)) == {there}

    def test_never_bought_and_bought(self, owner: Person) -> None:
        bought, here = buyer(owner, city="Gdańsk"), person(owner, city="Gdańsk")

        assert found(NEVER) == {here}
        assert found(denied(NEVER)) == {bought}
        assert found(GDANSK, NEVER) == {here}
        assert found(GDANSK, denied(NEVER)) == {bought}

    def test_by_consent_event_and_tag(self, owner: Person) -> None:
        agreed, lived, marked = (person(owner) for _ in range(3))
        mine: dict[str, Any] = {"workspace_id": owner.workspace_id}
        Agreement.objects.create(
            **mine, customer_id=agreed, channel="email", purpose="marketing", is_given=True
        )
        LifeEvent.objects.create(**mine, customer_id=lived, kind="child", event_date=TODAY)
        tag = Tag.objects.create(**mine, name="VIP")
        Tagging.objects.create(**mine, tag=tag, customer_id=marked)
        consent = {"field": "consent", "op": "is", "value": "email"}
        child = {"field": "event", "op": "is", "value": "child"}
        vip = {"field": "tag", "op": "is", "value": "VIP"}

        assert [found(one) for one in (consent, child, vip)] == [{agreed}, {lived}, {marked}]
        assert found(consent, child, join="any") == {agreed, lived}
        assert found(denied(consent), denied(child)) == {marked}

    def test_figures_they_have_none_of_do_not_hold_and_their_denial_does(
        self, owner: Person
    ) -> None:
        bought, other = buyer(owner), person(owner)
        champion = {"field": "group", "op": "is", "value": "champions"}
        lately = {"field": "days_since", "op": "at_most", "value": "10"}

        assert found(champion) == found(lately) == {bought}
        assert found(denied(champion)) == found(denied(lately)) == {other}

    @pytest.mark.parametrize(
        ("op", "value", "holds"),
        [("at_least", "0", True), ("at_least", "1", False), ("at_most", "0", True)],
    )
    def test_they_have_nought_purchases(
        self, owner: Person, op: str, value: str, holds: bool
    ) -> None:
        other = person(owner)

        assert found({"field": "purchases", "op": op, "value": value}) == (
            {other} if holds else set()
        )

    def test_nobody_who_was_erased_or_merged(self, owner: Person) -> None:
        kept = person(owner, city="Gdańsk")
        person(owner, city="Gdańsk", merged_into_id=kept)
        person(owner, city="Gdańsk", erased_at=NOW)

        assert found(GDANSK) == found(NEVER) == {kept}

    def test_an_empty_sentence_is_everybody(self, owner: Person) -> None:
        assert found() == set()
        assert {buyer(owner), person(owner)} == found()

    def test_a_rule_about_figures_alone_asks_nothing_more(
        self, owner: Person, django_assert_num_queries: Any
    ) -> None:
        read = rule({"field": "group", "op": "is", "value": "champions"})

        with django_assert_num_queries(1):
            queries.worth_by("group", rule=read, today=TODAY)


class TestWhoStays:
    def look(self, owner: Person, *, days: int = 0) -> Any:
        with inside(owner.workspace_id):
            return tasks.follow_segments(
                workspace_id=owner.workspace_id, subject="", now=NOW + timedelta(days=days)
            )

    def test_comings_and_goings_are_kept_day_by_day(self, owner: Person) -> None:
        kept = Segment.objects.create(
            workspace_id=owner.workspace_id,
            name="Gdańsk",
            rule={"join": "all", "parts": [GDANSK]},
            created_at=NOW,
        )
        bought, moved = buyer(owner, city="Gdańsk"), person(owner, city="Gdańsk")
        first = self.look(owner)
        Customer.objects.filter(id=moved).update(city="Gdynia")
        came = person(owner, city="Gdańsk")
        second = self.look(owner, days=1)
        self.look(owner, days=1)

        assert NOW < first < second <= NOW + timedelta(days=2)
        stays = Belonging.objects.filter(segment=kept)
        told = {one.customer_id: (one.joined_at, one.left_at) for one in stays}
        after = NOW + timedelta(days=1)
        assert told == {bought: (NOW, None), moved: (NOW, after), came: (after, None)}
        assert [day.customers for day in SegmentDay.objects.order_by("as_of_date")] == [2, 2]

    def test_who_buys_stays(self, owner: Person) -> None:
        kept = Segment.objects.create(
            workspace_id=owner.workspace_id,
            name="Gdańsk",
            rule={"join": "all", "parts": [GDANSK]},
            created_at=NOW,
        )
        who = person(owner, city="Gdańsk")
        self.look(owner)
        Figures.objects.create(
            workspace_id=owner.workspace_id,
            customer_id=who,
            first_date=TODAY,
            last_date=TODAY,
            purchase_days=1,
            r_score=5,
            f_score=1,
            m_score=1,
            group="new",
        )
        self.look(owner, days=1)

        assert [(one.joined_at, one.left_at) for one in Belonging.objects.filter(segment=kept)] == [
            (NOW, None)
        ]

    def test_without_segments_nobody_looks_again(self, owner: Person) -> None:
        assert self.look(owner) is None


def test_kept_sums_tell_of_everybody_what_counting_does(owner: Person) -> None:
    kept = buyer(owner, last_name="Kept")
    nobody = rule()
    assert worth_of_everybody(group_sums()) == queries.worth_by("group", rule=nobody, today=TODAY)

    gone, erased = buyer(owner, last_name="Gone"), person(owner, erased_at=NOW)
    Customer.objects.filter(id=gone).update(merged_into=kept)
    person(owner, last_name="Looked only")
    person(owner, merged_into_id=erased)

    whole, parts = worth_of_everybody(group_sums())
    assert (whole, parts) == queries.worth_by("group", rule=nobody, today=TODAY)
    assert [(part.name, part.customers) for part in parts] == [
        ("champions", 2),
        ("never_bought", 1),
    ]
