from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from plon.experiments import queries, services
from plon.experiments.models import Hypothesis
from plon.runtime.ids import new_id
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db

TRIED = services.Tried(
    observation="New customers from fairs do not come back",
    segment="Came by: fair",
    change="A call a week after the first purchase",
    metric="Share that buys again within 60 days",
    start_date=date(2026, 4, 1),
    end_date=date(2026, 4, 30),
)


@pytest.fixture
def shop() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


def written(shop: Person) -> UUID:
    return services.write_down(
        workspace_id=shop.workspace_id, tried=TRIED, actor="user:ann", now=NOW
    )


def close(shop: Person, one: UUID, *, result: str = "14 of 80", decision: str = "drop") -> None:
    services.close(
        workspace_id=shop.workspace_id,
        hypothesis_id=one,
        result=result,
        decision=decision,
        actor="user:ann",
        now=NOW,
    )


class TestWriteDown:
    def test_what_was_written_is_read_back(self, shop: Person) -> None:
        found = queries.hypothesis(written(shop))

        assert found is not None
        assert (found.observation, found.segment) == (TRIED.observation, TRIED.segment)
        assert (found.change, found.metric) == (TRIED.change, TRIED.metric)
        assert (found.kind, found.closed_at) == ("finding", None)


class TestChange:
    def test_says_anew_what_is_tried(self, shop: Person) -> None:
        one = written(shop)
        again = services.Tried(
            observation="Silence after fairs",
            segment="Fair",
            change="A letter",
            metric="Share that answers",
            start_date=TRIED.start_date,
            end_date=TRIED.end_date + timedelta(days=7),
            kind=services.Kind.MESSAGE,
        )

        services.change(workspace_id=shop.workspace_id, hypothesis_id=one, tried=again)

        found = queries.hypothesis(one)
        assert found is not None
        assert (found.observation, found.kind) == ("Silence after fairs", "message")
        assert found.end_date == date(2026, 5, 7)

    def test_a_closed_one_stays_as_it_is(self, shop: Person) -> None:
        one = written(shop)
        close(shop, one)

        with pytest.raises(services.HypothesisClosed):
            services.change(workspace_id=shop.workspace_id, hypothesis_id=one, tried=TRIED)

    def test_an_unknown_one_is_named_so(self, shop: Person) -> None:
        with pytest.raises(services.HypothesisGone):
            services.change(workspace_id=shop.workspace_id, hypothesis_id=new_id(), tried=TRIED)


class TestClose:
    def test_keeps_result_and_decision(self, shop: Person) -> None:
        one = written(shop)

        close(shop, one, result=" 14 of 80 ", decision="scale")

        found = queries.hypothesis(one)
        assert found is not None
        assert (found.result, found.decision, found.closed_at) == ("14 of 80", "scale", NOW)

    @pytest.mark.parametrize(("result", "decision"), [("", "scale"), ("14 of 80", ""), ("x", "?")])
    def test_nothing_is_closed_without_either(
        self, shop: Person, result: str, decision: str
    ) -> None:
        one = written(shop)

        with pytest.raises(services.Incomplete):
            close(shop, one, result=result, decision=decision)

        found = queries.hypothesis(one)
        assert found is not None
        assert (found.closed_at, found.result, found.decision) == (None, "", "")

    def test_the_database_refuses_too(self, shop: Person) -> None:
        one = written(shop)

        with pytest.raises(IntegrityError), transaction.atomic():
            Hypothesis.objects.filter(id=one).update(closed_at=NOW)


class TestQueries:
    def test_open_ones_come_first_and_wait_for_a_decision_after_their_last_day(
        self, shop: Person
    ) -> None:
        done, waiting = written(shop), written(shop)
        close(shop, done)

        assert [each.id for each in queries.hypotheses()] == [waiting, done]
        assert queries.to_decide(today=TRIED.end_date) == []
        late = queries.to_decide(today=TRIED.end_date + timedelta(days=1))
        assert [each.id for each in late] == [waiting]
        assert late[0].state(TRIED.end_date + timedelta(days=1)) == queries.State.DUE

    def test_an_unknown_one_is_none(self, shop: Person) -> None:
        assert queries.hypothesis(new_id()) is None
