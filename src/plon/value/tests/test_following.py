"""Who belongs to a kept segment: at once where they are few; who came and left stays readable."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from plon.runtime.ids import new_id
from plon.runtime.models import Duty
from plon.runtime.tenancy import inside
from plon.value import queries, tasks
from plon.value.domain.conditions import read_rule
from plon.value.models import Belonging, Figures, Segment, SegmentDay
from plon.value.queries.figures import matching
from plon.value.queries.segments import FOLLOW, days_of, moves_of
from plon.value.services import basis, following
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def shop() -> Iterator[Person]:
    owner = ann()
    stock(owner.workspace_id, customers=40, until=NOW)
    tasks.refresh(workspace_id=owner.workspace_id, subject="", now=NOW)
    Duty.objects.all().delete()  # of the refresh: nobody is looked through
    with inside(owner.workspace_id):
        yield owner


def found(field: str, value: str, *, op: str) -> set[UUID]:
    rule = read_rule({"join": "all", "parts": [{"field": field, "op": op, "value": value}]})
    return set(matching(rule, today=TODAY).values_list("customer_id", flat=True))


def kept(shop: Person, *, days: str) -> UUID:
    rule = {
        "join": "all",
        "parts": [{"field": "days_since", "op": "at_most", "value": days, "not": False}],
    }
    return basis.save_segment(shop.caller, name=f"within {days}", rule=rule, now=NOW)


def follow(shop: Person, segment_id: UUID, *, days: int = 0) -> tuple[int, int]:
    return following.follow_segment(
        workspace_id=shop.workspace_id,
        segment_id=segment_id,
        today=TODAY + timedelta(days=days),
        now=NOW + timedelta(days=days),
    )


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every segment one of so many customers that nobody waits for it."""
    monkeypatch.setattr(following, "AT_ONCE_MAX", -1)


class TestFollowingAtOnce:
    def test_few_belong_as_soon_as_the_segment_is_kept(self, shop: Person) -> None:
        one = kept(shop, days="60")

        assert set(queries.members(one)) == set(found("days_since", "60", op="at_most"))
        assert not queries.is_counting(workspace_id=shop.workspace_id, now=NOW)
        tomorrow = NOW + timedelta(days=1)
        assert queries.is_counting(workspace_id=shop.workspace_id, now=tomorrow)

    def test_few_belong_as_soon_as_it_is_said_anew(self, shop: Person) -> None:
        one = kept(shop, days="60")
        rule = {"join": "all", "parts": []}

        basis.change_segment(shop.caller, segment_id=one, name="All", rule=rule, now=NOW)

        assert queries.members(one).count() == Figures.objects.count()

    @pytest.mark.usefixtures("many")
    def test_many_are_written_down_by_the_worker(self, shop: Person) -> None:
        one = kept(shop, days="60")

        assert queries.members(one).count() == 0
        assert queries.is_counting(workspace_id=shop.workspace_id, now=NOW)

    @pytest.mark.usefixtures("many")
    def test_meanwhile_its_page_and_the_list_say_so_and_look_again(self, shop: Person) -> None:
        one, browser = kept(shop, days="60"), shop.browser()
        said = "Liczymy, kto należy do tego segmentu"
        for address, part in (
            (f"/value/segments/{one}/", "members"),
            (f"/customers/?segment={one}", "people"),
        ):
            assert said in browser.get(address).text
            again = browser.get(address, headers={"HX-Request": "true", "HX-Target": part}).text
            assert f'id="{part}"' in again
            assert said in again

        tasks.follow_segments(workspace_id=shop.workspace_id, subject="", now=NOW)
        Duty.objects.filter(job=FOLLOW).delete()
        assert said not in browser.get(f"/value/segments/{one}/").text
        assert said not in browser.get(f"/customers/?segment={one}").text


@pytest.mark.usefixtures("many")
class TestFollowing:
    def test_of_a_rule_that_cannot_be_read_nobody_comes_or_leaves(self, shop: Person) -> None:
        one = kept(shop, days="60")
        follow(shop, one)
        Segment.objects.update(rule={"join": "some"})

        assert follow(shop, one, days=1) == (0, 0)
        assert Belonging.objects.filter(left_at=None).exists()

    def test_writes_only_what_differs(self, shop: Person) -> None:
        one = kept(shop, days="60")

        came, left = follow(shop, one)

        assert (came, left) == (Belonging.objects.count(), 0)
        assert came == len(found("days_since", "60", op="at_most")) > 0
        assert follow(shop, one) == (0, 0)
        assert Belonging.objects.count() == came

    def test_who_leaves_and_comes_again_is_remembered(self, shop: Person) -> None:
        one = kept(shop, days="60")
        came, _left = follow(shop, one)

        assert follow(shop, one, days=400) == (0, came)
        assert follow(shop, one, days=0) == (came, 0)

        assert Belonging.objects.count() == 2 * came
        assert Belonging.objects.filter(left_at=None).count() == came
        assert [day.customers for day in days_of(one)] == [came, 0]

    def test_comings_and_goings_are_told_but_not_the_first_look(self, shop: Person) -> None:
        one = kept(shop, days="60")
        came, _left = follow(shop, one)
        since = NOW - timedelta(days=1)
        assert moves_of(one, since=since).came == 0

        follow(shop, one, days=400)

        moves = moves_of(one, since=since)
        assert (moves.came, moves.left) == (0, came)
        assert 0 < len(moves.newest_out) <= 8

    def test_a_removed_segment_has_nobody(self, shop: Person) -> None:
        assert follow(shop, new_id()) == (0, 0)

    def test_the_worker_follows_all_after_new_figures(self, shop: Person) -> None:
        kept(shop, days="60")
        kept(shop, days="3")
        assert Duty.objects.filter(job=FOLLOW).exists()

        tasks.follow_segments(workspace_id=shop.workspace_id, subject="", now=NOW)

        assert SegmentDay.objects.count() == 2

    def test_a_customer_who_became_another_is_forgotten(self, shop: Person) -> None:
        one = kept(shop, days="3000")
        follow(shop, one)
        gone = Belonging.objects.values_list("customer_id", flat=True)[0]

        following.forget_belongings(workspace_id=shop.workspace_id, customer_id=gone)

        assert not Belonging.objects.filter(customer_id=gone).exists()
