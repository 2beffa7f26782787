"""Few customers changed: they alone are scored anew, and the totals follow."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Count, Sum

from plon.customers.models import Customer
from plon.lifetime.answer.analyse import analyse as whole_analysis
from plon.orders.models import Order
from plon.orders.services import NewOrder, NewRefund, record_order, record_refunds
from plon.runtime.tenancy import inside
from plon.value import queries, tasks
from plon.value.models import Figures, Freshness, Snapshot
from plon.value.services import freshness, keeping_some
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db

SOON = NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def small_is_large_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping_some, "SMALL_BASE", 0)


@pytest.fixture
def shop() -> Person:
    """A bakery with orders and their figures."""
    owner = ann()
    stock(owner.workspace_id, until=NOW - timedelta(days=1))
    refresh(owner, at=NOW)
    return owner


@pytest.fixture
def no_models(shop: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever would fit models to all customers once more fails."""
    monkeypatch.setattr(tasks, "analyse", None)


def refresh(person: Person, *, at: datetime) -> None:
    tasks.refresh(workspace_id=person.workspace_id, subject="", now=at)


def buys(person: Person, who: UUID, *, at: datetime = SOON, **told: Any) -> UUID:
    order = NewOrder(
        external_id=f"new:{who}:{at.isoformat()}",
        customer_id=who,
        ordered_at=at,
        total_minor=90_00,
        currency="PLN",
        **told,
    )
    with inside(person.workspace_id):
        order_id, _is_new = record_order(workspace_id=person.workspace_id, order=order, now=at)
        freshness.mark_stale(workspace_id=person.workspace_id, reason="orders", now=at)
    return order_id


def somebody(person: Person) -> UUID:
    """Return a customer with figures who has not bought for long."""
    with inside(person.workspace_id):
        found = Figures.objects.order_by("last_date").values_list("customer_id", flat=True).first()
    assert found is not None
    return found


def kept(person: Person) -> dict[UUID, dict[str, Any]]:
    with inside(person.workspace_id):
        return {row["customer_id"]: dict(row) for row in Figures.objects.values()}


@pytest.mark.usefixtures("no_models")
class TestAPurchase:
    def test_is_in_the_figures_at_once_and_nobody_elses_move(self, shop: Person) -> None:
        who, before = somebody(shop), kept(shop)
        buys(shop, who)

        refresh(shop, at=SOON + timedelta(minutes=1))

        after = kept(shop)
        assert [one for one in after if after[one] != before[one]] == [who]
        assert after[who]["last_date"] == SOON.date()
        assert after[who]["purchase_days"] == before[who]["purchase_days"] + 1
        assert after[who]["observed_minor"] == before[who]["observed_minor"] + 90_00
        assert after[who]["alive"] > before[who]["alive"]

    def test_of_somebody_new_makes_a_row(self, shop: Person) -> None:
        with inside(shop.workspace_id):
            new = Customer.objects.create(
                workspace_id=shop.workspace_id, created_at=NOW, updated_at=NOW
            )
        buys(shop, new.id)

        refresh(shop, at=SOON)

        assert kept(shop)[new.id]["observed_minor"] == 90_00
        with inside(shop.workspace_id):
            assert Snapshot.objects.get().customers == 121
            assert queries.freshness().customers == 121

    def test_that_is_taken_back_takes_the_row_away(self, shop: Person) -> None:
        who = somebody(shop)
        with inside(shop.workspace_id):
            Order.objects.filter(customer_id=who).update(
                status=Order.Status.CANCELLED, changed_at=SOON
            )

        refresh(shop, at=SOON)

        assert who not in kept(shop)

    def test_leaves_the_totals_what_customers_add_up_to(self, shop: Person) -> None:
        with inside(shop.workspace_id):
            before = Snapshot.objects.get()
            old_sum = Figures.objects.aggregate(all=Sum("value_12m_minor"))["all"]
        buys(shop, somebody(shop))

        refresh(shop, at=SOON)

        with inside(shop.workspace_id):
            after = Snapshot.objects.get()
            sums = Figures.objects.aggregate(
                value=Sum("value_12m_minor"), ltv=Sum("ltv_minor"), all=Count("id")
            )
            slipping = Figures.objects.filter(is_slipping=True)
            groups = dict(Figures.objects.order_by().values_list("group").annotate(Count("id")))
            assert after.value_12m_minor == before.value_12m_minor + sums["value"] - old_sum
            assert after.ltv_mean_minor == round(sums["ltv"] / sums["all"])
            assert after.slipping_customers == slipping.count()
            assert {name: many for name, many in after.groups.items() if many} == groups
            assert set(after.groups) == set(before.groups)
            assert sum(after.ltv_by_group[name] * groups[name] for name in groups) == (
                pytest.approx(sums["ltv"], abs=sums["all"])
            )

    def test_is_told_apart_from_the_base_on_the_page(self, shop: Person) -> None:
        assert not fresh(shop).is_partly_newer
        buys(shop, somebody(shop))

        refresh(shop, at=SOON)

        found = fresh(shop)
        assert (found.state, found.refreshed_at, found.computed_at) == ("fresh", SOON, NOW)
        assert "Cała baza: stan z" in shop.browser().get("/value/").text

    def test_told_while_they_are_scored_leaves_them_stale(self, shop: Person) -> None:
        buys(shop, somebody(shop), at=SOON + timedelta(minutes=2))

        refresh(shop, at=SOON)

        assert fresh(shop).state == "stale"

    def test_counts_once_however_often_it_is_looked_at(self, shop: Person) -> None:
        buys(shop, somebody(shop))
        refresh(shop, at=SOON)
        once = kept(shop)

        refresh(shop, at=SOON + timedelta(minutes=1))

        assert kept(shop) == once

    def test_does_not_answer_a_wish_for_all_that_came_meanwhile(self, shop: Person) -> None:
        with inside(shop.workspace_id):
            freshness.ask_refresh(workspace_id=shop.workspace_id, now=SOON)
            keeping_some.keep_some(
                workspace_id=shop.workspace_id,
                changed=[],
                table=None,
                today=NOW.date(),
                now=SOON,
            )

            assert Freshness.objects.get().content_sha256 == ""

    def test_of_everything_given_back_leaves_nothing(self, shop: Person) -> None:
        who = somebody(shop)
        with inside(shop.workspace_id):
            for order in Order.objects.filter(customer_id=who):
                refund = NewRefund(
                    external_id=f"back:{order.id}",
                    order_external_id=order.external_id,
                    amount_minor=order.total_minor,
                    refunded_at=SOON,
                )
                record_refunds(workspace_id=shop.workspace_id, refunds=[refund], now=SOON)

        refresh(shop, at=SOON)

        assert who not in kept(shop)


def fresh(person: Person) -> queries.FreshnessFacts:
    with inside(person.workspace_id):
        return queries.freshness()


class TestAllIsComputed:
    """Where scores of some would be wrong, everything is computed anew, as before."""

    @pytest.fixture(autouse=True)
    def counted(self, monkeypatch: pytest.MonkeyPatch) -> list[int]:
        runs: list[int] = []

        def analyse(*given: Any, **options: Any) -> Any:
            runs.append(1)
            return whole_analysis(*given, **options)

        monkeypatch.setattr(tasks, "analyse", analyse)
        return runs

    def test_on_another_day(self, shop: Person, counted: list[int]) -> None:
        counted.clear()
        buys(shop, somebody(shop))

        refresh(shop, at=NOW + timedelta(days=1))

        assert counted == [1]

    def test_where_many_changed(self, shop: Person, counted: list[int]) -> None:
        counted.clear()
        for who in list(kept(shop))[:5]:
            buys(shop, who)

        refresh(shop, at=SOON)

        assert counted == [1]

    def test_where_prices_changed_or_orders_are_gone(
        self, shop: Person, counted: list[int]
    ) -> None:
        counted.clear()
        with inside(shop.workspace_id):
            freshness.mark_stale(
                workspace_id=shop.workspace_id, reason="prices", now=SOON, is_whole=True
            )
            assert Freshness.objects.get().content_sha256 == ""
        buys(shop, somebody(shop))

        refresh(shop, at=SOON)

        assert counted == [1]

    def test_in_a_small_base(
        self, shop: Person, counted: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        counted.clear()
        monkeypatch.setattr(keeping_some, "SMALL_BASE", 2_000)
        buys(shop, somebody(shop))

        refresh(shop, at=SOON)

        assert counted == [1]

    def test_of_an_older_version_without_scales(self, shop: Person, counted: list[int]) -> None:
        counted.clear()
        with inside(shop.workspace_id):
            row = Snapshot.objects.get()
            row.answer.pop("scales")
            row.save()
        buys(shop, somebody(shop))

        refresh(shop, at=SOON)

        assert counted == [1]

    def test_where_a_margin_is_missing_in_a_base_of_margins(
        self, shop: Person, counted: list[int]
    ) -> None:
        with inside(shop.workspace_id):
            Order.objects.update(margin_minor=30_00)
            Freshness.objects.update(content_sha256="")
        refresh(shop, at=NOW)
        counted.clear()
        who = somebody(shop)
        buys(shop, who, margin_minor=10_00)
        refresh(shop, at=SOON)
        assert counted == []

        buys(shop, who, at=SOON + timedelta(minutes=1))
        refresh(shop, at=SOON + timedelta(minutes=2))

        assert counted == [1]

    def test_after_some_were_scored_a_whole_refresh_is_near_them(self, shop: Person) -> None:
        who = somebody(shop)
        buys(shop, who)
        refresh(shop, at=SOON)
        quick = kept(shop)[who]
        with inside(shop.workspace_id):
            freshness.ask_refresh(workspace_id=shop.workspace_id, now=SOON)

        refresh(shop, at=SOON)

        whole = kept(shop)[who]
        for name in ("last_date", "purchase_days", "spend_days", "mean_minor", "observed_minor"):
            assert whole[name] == quick[name]
        for name in ("alive", "expected_12m", "value_12m_minor", "ltv_minor"):
            assert quick[name] == pytest.approx(whole[name], rel=0.15)
        assert fresh(shop).is_partly_newer is False


class TestAllOfItAnew:
    """Asked for while all of it is being computed: that run has read older sales."""

    @pytest.fixture
    def gone(self, shop: Person, monkeypatch: pytest.MonkeyPatch) -> UUID:
        """Somebody whose orders were taken back while the models ran."""
        who = somebody(shop)
        with inside(shop.workspace_id):
            Freshness.objects.update(content_sha256="")

        def meanwhile(*sales: Any, **options: Any) -> Any:
            with inside(shop.workspace_id):
                Order.objects.filter(customer_id=who).delete()
                freshness.mark_stale(
                    workspace_id=shop.workspace_id, reason="orders", now=NOW, is_whole=True
                )
            return whole_analysis(*sales, **options)

        monkeypatch.setattr(tasks, "analyse", meanwhile)
        refresh(shop, at=SOON)
        monkeypatch.setattr(tasks, "analyse", whole_analysis)
        return who

    def test_stays_asked_for(self, shop: Person, gone: UUID) -> None:
        with inside(shop.workspace_id):
            assert (queries.freshness().state, queries.freshness().reason) == ("stale", "orders")
        assert gone in kept(shop)

    def test_is_done_by_the_next_run(self, shop: Person, gone: UUID) -> None:
        refresh(shop, at=SOON + timedelta(minutes=1))

        assert gone not in kept(shop)
        with inside(shop.workspace_id):
            assert (queries.freshness().state, queries.freshness().reason) == ("fresh", "")

    def test_is_done_anew_where_a_worker_died(
        self, shop: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with inside(shop.workspace_id):
            Freshness.objects.update(content_sha256="")
        monkeypatch.setattr(tasks, "analyse", None)
        with pytest.raises(TypeError):
            refresh(shop, at=SOON)

        with inside(shop.workspace_id):
            assert keeping_some.base_of(today=NOW.date()) is None
