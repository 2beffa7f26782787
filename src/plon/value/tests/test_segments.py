"""Segments: every field finds whom it says, and a name is given once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation

from plon.customers.models import Consent, Customer, LifeEvent, Tag, Tagging
from plon.customers.services.agreeing import settle
from plon.lifetime.segments.groups import GROUPS
from plon.orders.models import Order, OrderLine, Product
from plon.runtime.ids import new_id
from plon.runtime.tenancy import inside
from plon.ui.speech import Speech
from plon.value import queries
from plon.value.domain.conditions import CHOSEN, FIELDS, OPS, read_rule
from plon.value.models import Figures, Segment
from plon.value.queries.figures import matching
from plon.value.queries.segments import Day, Moves
from plon.value.services import basis, builder, pages
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def shop() -> Iterator[Person]:
    """Twelve customers with figures written by hand: of every group, risk and age."""
    owner = ann()
    with inside(owner.workspace_id):
        people = Customer.objects.bulk_create(
            Customer(workspace_id=owner.workspace_id, created_at=NOW, updated_at=NOW)
            for _ in range(12)
        )
        Figures.objects.bulk_create(
            Figures(
                workspace_id=owner.workspace_id,
                customer=one,
                first_date=TODAY - timedelta(days=400),
                last_date=TODAY - timedelta(days=10 * number),
                purchase_days=1 + number,
                r_score=1 + number % 5,
                f_score=1 + number % 4,
                m_score=1 + number % 3,
                group=GROUPS[number % 11],
                alive=(None, 0.1, 0.5, 0.9)[number % 4],
                is_slipping=(None, False, True)[number % 3],
                observed_minor=100 * number,
                value_12m_minor=200 * number,
                ltv_minor=300 * number,
            )
            for number, one in enumerate(people)
        )
        yield owner


def found(field: str, value: str = "", *, op: str = "is", is_denied: bool = False) -> set[UUID]:
    told = {"field": field, "op": op, "value": value, "not": is_denied}
    rule = read_rule({"join": "all", "parts": [told]})
    return set(matching(rule, today=TODAY).values_list("customer_id", flat=True))


def everybody() -> set[UUID]:
    return set(Figures.objects.values_list("customer_id", flat=True))


def one_and_other() -> tuple[UUID, UUID]:
    first, second, *_ = sorted(everybody())
    return first, second


class TestFields:
    @pytest.mark.parametrize("field", FIELDS)
    def test_each_can_be_asked_and_denied(self, shop: Person, field: str) -> None:
        value = CHOSEN.get(field, ("3",))[0]
        for op in OPS[FIELDS[field]]:
            so = found(field, value, op=op)
            not_so = found(field, value, op=op, is_denied=True)
            assert so | not_so == everybody()
            assert not so & not_so

    @pytest.mark.parametrize(
        ("field", "value", "column"),
        [
            ("city", "Łódź", {"city": "Łódź"}),
            ("region", "mazowieckie", {"region": "mazowieckie"}),
            ("acquired_by", "targi", {"acquisition_channel": "targi"}),
            ("campaign", "wiosna", {"campaign": "wiosna"}),
            ("kind", "company", {"kind": "company"}),
            ("has_complaint", "", {"has_complaint": True}),
            ("has_returned", "", {"has_returned": True}),
        ],
    )
    def test_of_the_person(
        self, shop: Person, field: str, value: str, column: dict[str, Any]
    ) -> None:
        one, _other = one_and_other()
        Customer.objects.filter(id=one).update(**column)

        assert found(field, value) == {one}

    def test_of_somebodys_word_and_of_events_and_tags(self, shop: Person) -> None:
        one, other = one_and_other()
        Customer.objects.filter(id=one).update(referrer_id=other)
        LifeEvent.objects.create(
            workspace_id=shop.workspace_id, customer_id=other, kind="child", event_date=TODAY
        )
        tag = Tag.objects.create(workspace_id=shop.workspace_id, name="VIP")
        Tagging.objects.create(workspace_id=shop.workspace_id, tag=tag, customer_id=one)

        assert found("was_referred") == {one}
        assert found("event", "child") == {other}
        assert found("tag", "VIP") == {one}
        assert builder.rows_shown(
            {"join": "all", "parts": [{"field": "tag", "op": "is", "value": ""}]},
            is_chosen_in=True,
        )[0].suggested == ["VIP"]  # type: ignore[index]

    def test_of_consent_by_the_newest_word(self, shop: Person) -> None:
        one, other = one_and_other()
        for who, words in ((one, (False, True)), (other, (True, False))):
            for hours, is_given in enumerate(words):
                Consent.objects.create(
                    workspace_id=shop.workspace_id,
                    customer_id=who,
                    channel="email",
                    purpose="marketing",
                    is_given=is_given,
                    decided_at=NOW + timedelta(hours=hours),
                    recorded_at=NOW,
                )
        settle(shop.workspace_id, [one, other])

        assert found("consent", "email") == {one}
        assert found("consent", "sms") == set()

    def test_of_consent_to_be_called_also_in_the_words_of_older_rules(self, shop: Person) -> None:
        one, _other = one_and_other()
        Consent.objects.create(
            workspace_id=shop.workspace_id,
            customer_id=one,
            channel=Consent.Channel.VOICE,
            purpose="marketing",
            is_given=True,
            decided_at=NOW,
            recorded_at=NOW,
        )
        settle(shop.workspace_id, [one])

        assert found("consent", "voice") == found("consent", "phone") == {one}
        older = {"join": "all", "parts": [{"field": "consent", "op": "is", "value": "phone"}]}
        first, *_ = builder.rows_shown(older, is_chosen_in=True) or []
        assert first.value in dict(first.choices)
        with translation.override("en"):
            assert builder.sentence(older) == "agrees to offers by: phone"

    def test_offer_what_rooms_below_keep(self) -> None:
        kept = {
            "consent": Consent.Channel,
            "event": LifeEvent.Kind,
            "kind": Customer.Kind,
            "order_status": Order.Status,
        }

        for field, choices in kept.items():
            assert set(CHOSEN[field]) == set(choices.values)

    def test_of_what_was_bought_where_and_how_it_ended(self, shop: Person) -> None:
        one, _other = one_and_other()
        product = Product.objects.create(
            workspace_id=shop.workspace_id, code="K1", name="Kredyt", created_at=NOW
        )
        order = Order.objects.create(
            workspace_id=shop.workspace_id,
            customer_id=one,
            external_id="own",
            status="cancelled",
            ordered_at=NOW,
            total_minor=100,
            currency="PLN",
            channel="kiosk",
            created_at=NOW,
        )
        OrderLine.objects.create(
            workspace_id=shop.workspace_id, order=order, product=product, amount_minor=100
        )

        assert found("order_status", "cancelled") == {one}
        assert found("product", "Kredyt") == found("order_channel", "kiosk") == set()

        Order.objects.filter(id=order.id).update(status="paid")

        assert found("product", "Kredyt") == found("product", "K1") == {one}
        assert found("order_channel", "kiosk") == {one}

    def test_of_risk_is_each_customers_own(self, shop: Person) -> None:
        figures = queries.figures_of(customer_ids=everybody())
        for risk in ("high", "medium", "low", "unknown"):
            assert found("risk", risk) == {
                one for one, each in figures.items() if each.risk == risk
            }

    def test_or_joins_sentences(self, shop: Person) -> None:
        one, other = one_and_other()
        Customer.objects.filter(id=one).update(region="A", campaign="x")
        Customer.objects.filter(id=other).update(region="B", campaign="x")

        def told(field: str, value: str) -> dict[str, Any]:
            return {"field": field, "op": "is", "value": value, "not": False}

        both = {"join": "all", "parts": [told("region", "A"), told("campaign", "x")]}
        rule = read_rule({"join": "any", "parts": [both, told("region", "B")]})

        assert set(matching(rule, today=TODAY).values_list("customer_id", flat=True)) == {
            one,
            other,
        }


def kept(shop: Person, *, days: str) -> UUID:
    rule = {
        "join": "all",
        "parts": [{"field": "days_since", "op": "at_most", "value": days, "not": False}],
    }
    return basis.save_segment(shop.caller, name=f"within {days}", rule=rule, now=NOW)


class TestCommands:
    def test_a_name_is_taken_once(self, shop: Person) -> None:
        one, other = kept(shop, days="60"), kept(shop, days="90")
        rule = {"join": "all", "parts": []}

        with pytest.raises(basis.SegmentNameTaken):
            basis.save_segment(shop.caller, name="within 60", rule=rule, now=NOW)
        with pytest.raises(basis.SegmentNameTaken):
            basis.change_segment(
                shop.caller, segment_id=other, name="within 60", rule=rule, now=NOW
            )
        basis.change_segment(shop.caller, segment_id=one, name="All", rule=rule, now=NOW)
        assert Segment.objects.get(id=one).rule == rule

    def test_a_segment_that_is_not_there_is_not_changed(self, shop: Person) -> None:
        with pytest.raises(basis.SegmentGone):
            basis.change_segment(
                shop.caller,
                segment_id=new_id(),
                name="x",
                rule={"join": "all", "parts": []},
                now=NOW,
            )


def test_the_whole_is_worth_what_its_parts_are(shop: Person) -> None:
    everybodys = list(Figures.objects.values_list("ltv_minor", flat=True))
    known = [minor for minor in everybodys if minor is not None]

    whole, parts = queries.worth_by("group", today=TODAY)

    assert whole == queries.worth_of(read_rule({"join": "all", "parts": []}), today=TODAY)
    assert whole.customers == sum(part.customers for part in parts) == len(everybodys)
    assert whole.ltv_mean_minor == sum(known) / len(known)


def test_words_to_choose_from_wait_for_the_sentence(shop: Person) -> None:
    Tag.objects.create(workspace_id=shop.workspace_id, name="VIP")
    rule = {"join": "all", "parts": [{"field": "tag", "op": "is", "value": ""}]}

    for is_chosen_in, suggested in ((True, ["VIP"]), (False, [])):
        first, *_ = builder.rows_shown(rule, is_chosen_in=is_chosen_in) or []
        assert list(first.suggested) == suggested


def test_a_day_without_a_value_has_a_dash() -> None:
    days = [
        Day(as_of_date=TODAY, customers=2, ltv_mean_minor=None, value_12m_minor=None)
        for _ in range(2)
    ]
    moves = Moves(came=0, left=0, newest_in=(), newest_out=())
    speech = Speech(language="en", currency="PLN")

    assert "–" in str(pages.segment_history(days, moves, speech))
