"""The card as told by the services: a young shop, money given back, days of life."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import translation

from plon.agenda import services as agenda
from plon.agenda.services import words as agenda_words
from plon.customers import services
from plon.customers.models import Consent, Customer, LifeEvent, Note
from plon.insights.services import words
from plon.insights.services.story import Asked
from plon.insights.tests.shop import buyer, customer, shown
from plon.orders.models import Order, OrderLine
from plon.runtime.tenancy import inside
from plon.value import queries as value
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


class TestCard:
    def test_says_that_it_is_too_early_for_a_value_but_not_for_a_group(
        self, bakery: Person
    ) -> None:
        worth, risk, following, group = shown(bakery, buyer(bakery, 0)).tiles

        assert (worth.value, worth.range) == ("too early", "")
        assert (risk.value, risk.level) == ("too early", "unknown")
        assert following.value == "not soon"
        assert group.note.count(" · ") == 1  # its tier is known even then

    def test_expects_a_purchase_until_its_day_has_passed(self, bakery: Person) -> None:
        who = buyer(bakery, 0, 10, 20, 30)

        ahead, *happened = shown(bakery, who).timeline.entries
        after = shown(bakery, who, now=NOW + timedelta(days=1)).timeline.entries

        assert (ahead.text, ahead.is_expected) == ("A purchase is expected by then", True)
        assert len(happened) == 4
        assert after == happened

    def test_leads_to_all_transactions_and_says_that_it_holds_the_newest(
        self, bakery: Person
    ) -> None:
        some, many = buyer(bakery, *range(49)), buyer(bakery, *range(100, 150))

        few, newest, nobody = (shown(bakery, who) for who in (some, many, customer(bakery)))

        assert (few.orders_href, few.orders_max) == (f"/orders/?customer={some}", None)
        assert (newest.orders_href, newest.orders_max) == (f"/orders/?customer={many}", 50)
        assert (nobody.orders_href, nobody.orders_max) == ("", None)

    def test_says_in_its_head_by_which_ways_and_for_what_one_may_write(
        self, bakery: Person
    ) -> None:
        told = services.Person(email="dan@example.org", phone="600100200", external_id="K1")
        who = services.identify(workspace_id=bakery.workspace_id, person=told, now=NOW)
        for purpose, channel, is_given in [
            ("service", "telegram", False),
            ("referral", "voice", True),
            ("marketing", "sms", False),
            ("marketing", "email", True),
        ]:
            Consent.objects.create(
                workspace_id=bakery.workspace_id,
                customer_id=who,
                channel=channel,
                purpose=purpose,
                is_given=is_given,
                decided_at=NOW,
                recorded_at=NOW,
            )

        head = [
            (each.purpose, [(way.what, way.word, way.level) for way in each.ways])
            for each in shown(bakery, who).agreed
        ]

        assert head == [
            (
                "offers",
                [
                    ("e-mail", "agreed", "good"),
                    ("SMS", "refused", "bad"),
                    ("a call", "no consent", "unknown"),
                ],
            ),
            ("as somebody who was referred", [("a call", "agreed", "good")]),
            ("service", [("Telegram", "refused", "bad")]),
        ]
        assert shown(bakery, customer(bakery)).agreed == []
        Customer.objects.update(erased_at=NOW)
        assert shown(bakery, who).agreed == []

    def test_says_what_of_a_purchase_was_given_back(self, bakery: Person) -> None:
        whole = shown(bakery, buyer(bakery, 0)).timeline.entries[-1]
        partly = shown(bakery, buyer(bakery, 1, refunded_minor=5_000)).timeline.entries[-1]

        assert whole.note == "paid · web"
        assert partly.note.startswith("paid · web · given back: ")
        assert "50" in partly.note

    def test_names_consents_and_days_of_life_in_words(self, bakery: Person) -> None:
        who = customer(bakery)
        Consent.objects.create(
            workspace_id=bakery.workspace_id,
            customer_id=who,
            channel="email",
            purpose="marketing",
            is_given=True,
            decided_at=NOW,
            recorded_at=NOW,
        )
        LifeEvent.objects.create(
            workspace_id=bakery.workspace_id,
            customer_id=who,
            kind=LifeEvent.Kind.KEYS,
            event_date=date(2026, 3, 1),
            note="Flat 7",
        )

        found = shown(bakery, who)

        assert [(said.what, said.is_given) for said in found.consents] == [
            ("e-mail · offers", True)
        ]
        assert [(entry.text, entry.note) for entry in found.timeline.entries] == [
            ("Keys handed over", "Flat 7")
        ]


class TestHolding:
    def test_says_what_was_bought_and_for_how_much(self, bakery: Person) -> None:
        who = buyer(bakery, 0, 10, 20)
        for number, order in enumerate(Order.objects.order_by("ordered_at")):
            for name in ["Rye", *(f"Cake {each}" for each in range(6 * (number == 2)))]:
                OrderLine.objects.create(
                    workspace_id=bakery.workspace_id, order=order, name=name, amount_minor=1_000
                )

        found = shown(bakery, who)

        assert [each.what for each in found.holding.products][:2] == ["Cake 0", "Cake 1"]
        assert (len(found.holding.products), found.holding.more) == (5, 2)
        texts = [entry.text for entry in found.timeline.entries if not entry.is_expected]
        assert texts[0].endswith(" and 6 more")
        assert texts[1].endswith(" · Rye")

    def test_is_empty_where_nothing_counts(self, bakery: Person) -> None:
        who = buyer(bakery, 0)
        order = Order.objects.get()
        OrderLine.objects.create(
            workspace_id=bakery.workspace_id, order=order, name="Rye", amount_minor=1_000
        )
        Order.objects.update(status=Order.Status.CANCELLED)

        assert shown(bakery, who).holding.products == []


class TestReason:
    def test_of_one_purchase_names_no_rhythm(self, bakery: Person) -> None:
        who = buyer(bakery, 0)

        told = words.why_slipping(value.figures_of(customer_ids=[who])[who], NOW.date())

        assert told == "One purchase, 40 days ago."

    def test_of_more_purchases_names_their_rhythm(self, bakery: Person) -> None:
        who = buyer(bakery, 0, 10, 20, 30)
        day = NOW.date() + timedelta(days=5)

        told = words.why_slipping(value.figures_of(customer_ids=[who])[who], day)

        assert told == "Buys every 10 days on average, silent for 15 days."


class TestStory:
    def noted(self, who: UUID, *texts: str) -> None:
        for number, text in enumerate(texts):
            Note.objects.create(
                workspace_id=Customer.objects.get().workspace_id,
                customer_id=who,
                text=text,
                author="Ann",
                written_at=NOW - timedelta(days=100 + number),
            )

    def test_is_told_by_kind_where_there_are_several(self, bakery: Person) -> None:
        who = buyer(bakery, 0, 10, 20, 30)
        assert shown(bakery, who).timeline.filters == []
        self.noted(who, "Likes rye")

        told = shown(bakery, who).timeline
        notes = shown(bakery, who, asked=Asked(kind="notes")).timeline
        bought = shown(bakery, who, asked=Asked(kind="purchases")).timeline
        unknown = shown(bakery, who, asked=Asked(kind="tasks")).timeline

        assert [(tab.word, tab.is_current) for tab in told.filters] == [
            ("All", True),
            ("Purchases", False),
            ("Notes", False),
        ]
        assert [entry.text for entry in notes.entries] == ["Likes rye"]
        assert [tab.word for tab in notes.filters if tab.is_current] == ["Notes"]
        assert [entry.icon for entry in bought.entries] == ["calendar", *["shopping-bag"] * 4]
        assert unknown == told

    def test_shows_the_newest_and_the_rest_when_asked(self, bakery: Person) -> None:
        who = customer(bakery)
        self.noted(who, *(f"{number}" for number in range(14)))

        first = shown(bakery, who).timeline
        whole = shown(bakery, who, asked=Asked(is_whole=True)).timeline

        assert [entry.text for entry in first.entries] == [f"{number}" for number in range(12)]
        assert first.more_href == "?show=&whole=yes#happened"
        assert len(whole.entries) == 14
        assert whole.more_href == ""

    def test_tells_what_came_of_a_task(self, bakery: Person) -> None:
        who = customer(bakery)
        task = agenda.NewTask(title="Call Dan", customer_id=who, working_days=1)
        one = agenda.add_task(workspace_id=bakery.workspace_id, task=task, now=NOW)
        assert shown(bakery, who).timeline.entries == []
        agenda.record_outcome(
            workspace_id=bakery.workspace_id,
            task_id=one,
            outcome=agenda.Outcome.DONE,
            actor="user:ann",
            now=NOW,
        )

        (told,) = shown(bakery, who).timeline.entries

        assert (told.text, told.icon, told.note) == (
            "Call Dan",
            "check",
            agenda_words.outcome_word("done"),
        )


class TestNextPurchase:
    def test_says_how_long_ago_its_day_was(self, bakery: Person) -> None:
        who = buyer(bakery, 0, 10, 20, 30)
        due = value.figures_of(customer_ids=[who])[who].due_date
        assert due is not None
        on_the_day = NOW + timedelta(days=(due - NOW.date()).days)

        ahead = shown(bakery, who, now=on_the_day).tiles[2]
        late = shown(bakery, who, now=on_the_day + timedelta(days=2)).tiles[2]

        assert (ahead.level, ahead.word) == ("", "")
        assert (late.level, late.word) == ("watch", "2 days ago")
        assert late.value == ahead.value
