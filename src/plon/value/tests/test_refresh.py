"""Figures follow the orders: computed, kept, left alone where nothing changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from plon.customers.services import Person as Told
from plon.customers.services import identify
from plon.lifetime.analysis import Finding
from plon.orders.models import Order
from plon.orders.services import NewOrder, record_orders
from plon.runtime.models import Duty
from plon.runtime.tenancy import inside
from plon.ui.speech import Speech
from plon.value import queries, tasks
from plon.value.models import Basis, Figures, Freshness, Snapshot
from plon.value.services import basis, freshness, pages, refreshing
from plon.value.tests.shop import stock
from tests.cast import NOW, Person, ann, cora

pytestmark = pytest.mark.django_db


@pytest.fixture
def bakery() -> Person:
    return ann()


@pytest.fixture
def shop(bakery: Person) -> Person:
    """A bakery with orders and their figures."""
    stock(bakery.workspace_id, until=NOW)
    refresh(bakery)
    return bakery


@pytest.fixture
def inside_shop(shop: Person) -> Iterator[Person]:
    with inside(shop.workspace_id):
        yield shop


def refresh(person: Person, *, days: int = 0) -> None:
    tasks.refresh(workspace_id=person.workspace_id, subject="", now=NOW + timedelta(days=days))


def test_every_customer_who_bought_has_figures(inside_shop: Person) -> None:
    one = Figures.objects.order_by("-value_12m_minor").first()

    assert one is not None
    assert Figures.objects.count() == 120
    assert one.value_12m_minor is not None
    assert one.value_12m_minor > 0
    assert one.ltv_minor == one.observed_minor + one.value_12m_minor  # type: ignore[operator]
    assert queries.freshness().state == "fresh"


def test_the_answer_comes_back_whole(inside_shop: Person) -> None:
    found = queries.answer()

    assert found is not None
    assert found.totals.customers == 120
    assert len(found.groups) == 11


def test_the_same_orders_on_the_same_day_are_not_computed_twice(
    shop: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "analyse", None)  # would fail if it were called

    refresh(shop)

    with inside(shop.workspace_id):
        assert queries.freshness().state == "fresh"


def test_the_next_day_is_a_second_snapshot_and_only_it_keeps_the_whole_answer(
    shop: Person,
) -> None:
    refresh(shop, days=1)

    with inside(shop.workspace_id):
        newest, older = Snapshot.objects.order_by("-as_of_date")
        assert (newest.as_of_date - older.as_of_date).days == 1
        assert newest.answer
        assert not older.answer
        assert older.groups


def test_a_workspace_without_orders_is_empty(bakery: Person) -> None:
    refresh(bakery)

    with inside(bakery.workspace_id):
        assert queries.freshness().state == "empty"
        assert Snapshot.objects.count() == 0


def test_figures_go_with_the_orders(shop: Person) -> None:
    with inside(shop.workspace_id):
        Order.objects.all().delete()

    refresh(shop)

    with inside(shop.workspace_id):
        assert Figures.objects.count() == 0
        assert queries.freshness().state == "empty"
        assert queries.newest() is None
        assert queries.answer() is None


def test_others_see_nothing_of_it(shop: Person) -> None:
    elsewhere = cora()

    with inside(elsewhere.workspace_id):
        assert queries.answer() is None
        assert queries.slipping(limit=5) == []


def test_a_change_while_the_models_run_leaves_the_figures_stale(shop: Person) -> None:
    with inside(shop.workspace_id):
        later = NOW + timedelta(minutes=1)
        freshness.mark_stale(workspace_id=shop.workspace_id, reason="orders", now=later)
        Freshness.objects.update(content_sha256="")

    refresh(shop)

    with inside(shop.workspace_id):
        assert queries.freshness().state == "stale"


def test_what_a_customer_is_worth_is_explained_in_sentences(inside_shop: Person) -> None:
    one = Figures.objects.order_by("-value_12m_minor").first()
    assert one is not None

    found = queries.explained(customer_id=one.customer_id, language="pl")

    assert found is not None
    assert len(found.sentences) >= 4


class TestCadence:
    def test_on_change_new_figures_are_asked_for_at_once(self, inside_shop: Person) -> None:
        Duty.objects.all().delete()

        freshness.mark_stale(workspace_id=inside_shop.workspace_id, reason="orders", now=NOW)

        assert Duty.objects.filter(job="value.refresh", due_at=NOW).count() == 1

    def test_a_quarterly_firm_waits_and_is_told_that_prices_changed(
        self, inside_shop: Person
    ) -> None:
        Duty.objects.all().delete()
        Basis.objects.create(workspace_id=inside_shop.workspace_id, cadence="quarterly")

        freshness.mark_stale(workspace_id=inside_shop.workspace_id, reason="prices", now=NOW)

        assert (queries.freshness().state, queries.freshness().reason) == ("stale", "prices")
        assert not Duty.objects.exists()

    def test_a_quarterly_firm_that_sold_nothing_yet_does_not_wait(self, bakery: Person) -> None:
        with inside(bakery.workspace_id):
            Basis.objects.create(workspace_id=bakery.workspace_id, cadence="quarterly")
        refresh(bakery)
        with inside(bakery.workspace_id):
            Duty.objects.all().delete()

            freshness.mark_stale(workspace_id=bakery.workspace_id, reason="orders", now=NOW)

            assert Duty.objects.filter(job="value.refresh", due_at=NOW).exists()

    def test_figures_that_wait_for_a_quarter_are_due_at_once_on_change(
        self, inside_shop: Person
    ) -> None:
        basis.change_basis(inside_shop.caller, told={"cadence": "quarterly"}, now=NOW)
        freshness.mark_stale(workspace_id=inside_shop.workspace_id, reason="prices", now=NOW)
        Duty.objects.all().delete()

        basis.change_basis(inside_shop.caller, told={"cadence": "on_change"}, now=NOW)

        jobs = set(Duty.objects.filter(due_at=NOW).values_list("job", flat=True))
        assert jobs == {"value.refresh", "value.look_again"}

    def test_a_shorter_cadence_counts_from_now_on(self, shop: Person) -> None:
        with inside(shop.workspace_id):
            basis.change_basis(shop.caller, told={"cadence": "quarterly"}, now=NOW)
            Duty.objects.filter(job="value.look_again").update(due_at=NOW + timedelta(days=80))

            basis.change_basis(shop.caller, told={"cadence": "monthly"}, now=NOW)

            assert Duty.objects.get(job="value.look_again").due_at == NOW
        again = tasks.look_again(workspace_id=shop.workspace_id, subject="", now=NOW)
        assert again is not None
        assert again.date().isoformat() == "2026-05-01"

    def test_the_day_of_the_cadence_asks_for_new_figures(self, shop: Person) -> None:
        with inside(shop.workspace_id):
            Basis.objects.create(workspace_id=shop.workspace_id, cadence="quarterly")
            Duty.objects.all().delete()

        before = tasks.look_again(workspace_id=shop.workspace_id, subject="", now=NOW)
        assert before is not None
        assert before.date().isoformat() == "2026-07-01"
        assert not Duty.objects.exists()

        again = tasks.look_again(workspace_id=shop.workspace_id, subject="", now=before)
        assert again is not None
        assert again.date().isoformat() == "2026-10-01"
        assert Duty.objects.filter(job="value.refresh").count() == 1


def test_a_customer_who_became_another_has_no_figures_any_more(inside_shop: Person) -> None:
    gone = Figures.objects.order_by("id").first()
    assert gone is not None

    for _ in range(2):
        refreshing.forget_customer(
            workspace_id=inside_shop.workspace_id, customer_id=gone.customer_id
        )

    assert Figures.objects.count() == 119
    assert not Figures.objects.filter(customer_id=gone.customer_id).exists()


def test_findings_call_customers_by_their_names(inside_shop: Person) -> None:
    found, who = queries.answer(), Figures.objects.order_by("id").first()
    assert found is not None
    assert who is not None
    facts: dict[str, float | int | str] = {"customer": str(who.customer_id), "share": 0.5}
    till = Finding(code="one_customer_purchases", level="watch", facts=facts)
    speech = Speech(language="en", currency="PLN")

    named = pages.risks(
        replace(found, findings=(till,)),
        speech,
        names={who.customer_id: "Ola Zięba"},
        rights=frozenset(),
    )
    unnamed = pages.risks(replace(found, findings=(till,)), speech, names={}, rights=frozenset())

    assert "Ola Zięba" in repr(named)
    assert str(who.customer_id) in repr(unnamed)


def test_a_segments_name_is_given_once(inside_shop: Person) -> None:
    few = {"join": "all", "parts": [{"field": "is_slipping", "op": "is"}]}
    keep = partial(basis.save_segment, inside_shop.caller, name="Regulars", now=NOW)

    assert keep(rule=few) == keep(rule=few)
    with pytest.raises(basis.SegmentNameTaken, match="Regulars"):
        keep(rule={**few, "join": "any"})


def test_a_firm_with_one_young_customer_has_figures(bakery: Person) -> None:
    with inside(bakery.workspace_id):
        dan = identify(workspace_id=bakery.workspace_id, person=Told(email="d@b.pl"), now=NOW)
        bought = [
            NewOrder(
                external_id=str(day),
                customer_id=dan,
                ordered_at=NOW - timedelta(days=30 - day),
                total_minor=200_00,
                currency="PLN",
            )
            for day in (0, 4, 10)
        ]
        record_orders(workspace_id=bakery.workspace_id, orders=bought, now=NOW)
    refresh(bakery)

    with inside(bakery.workspace_id):
        assert Figures.objects.get().observed_minor == 600_00
        assert queries.freshness().state == "fresh"
