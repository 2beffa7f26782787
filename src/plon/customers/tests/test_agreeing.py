"""The consent of two who became one: the stricter word, until the person speaks anew."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from plon.customers import queries, services
from plon.customers.domain import Word, counting
from plon.customers.models import Agreement, Consent, Customer, Merge
from plon.customers.services import Person as Told
from plon.customers.services import identify
from plon.customers.services.agreeing import settle
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, ann

pytestmark = pytest.mark.django_db
EARLY, LATE = NOW - timedelta(days=9), NOW + timedelta(days=9)


@pytest.fixture
def bakery() -> Iterator[Person]:
    owner = ann()
    with inside(owner.workspace_id):
        yield owner


@pytest.fixture
def two(bakery: Person) -> tuple[UUID, UUID]:
    kept, gone = (
        identify(workspace_id=bakery.workspace_id, person=Told(external_id=number), now=NOW)
        for number in "12"
    )
    return kept, gone


def say(bakery: Person, customer_id: UUID, is_given: bool, at: datetime) -> None:
    Consent.objects.create(
        workspace_id=bakery.workspace_id,
        customer_id=customer_id,
        channel="email",
        purpose="marketing",
        is_given=is_given,
        decided_at=at,
        recorded_at=at,
    )
    settle(bakery.workspace_id, [customer_id])


def agrees(customer_id: UUID) -> bool | None:
    """Return what the card says; the list and segments must say the same."""
    card = queries.card(customer_id)
    assert card is not None
    said = card.consents[0].is_given if card.consents else None
    listed = list(queries.ids(queries.Wanted(consent="email")))
    assert (customer_id in listed) == bool(said)
    assert set(queries.with_trait("consent", "email")) == set(listed)
    return said


@pytest.mark.parametrize(
    ("kept_says", "gone_says", "counts"),
    [
        ((True, EARLY), (False, EARLY - timedelta(days=1)), False),
        ((False, EARLY), (True, NOW - timedelta(days=1)), False),
        ((True, EARLY), (True, EARLY), True),
        (None, (True, EARLY), True),
        (None, (False, EARLY), False),
        ((True, EARLY), None, True),
        (None, None, None),
    ],
)
def test_the_stricter_word_counts_and_parting_restores_both(
    bakery: Person,
    two: tuple[UUID, UUID],
    kept_says: tuple[bool, datetime] | None,
    gone_says: tuple[bool, datetime] | None,
    counts: bool | None,
) -> None:
    for who, said in zip(two, (kept_says, gone_says), strict=True):
        if said:
            say(bakery, who, *said)

    merge_id = services.merge(bakery.caller, kept_id=two[0], gone_id=two[1], now=NOW)
    assert agrees(two[0]) is counts

    services.unmerge(bakery.caller, merge_id=merge_id, now=LATE)
    assert [agrees(who) for who in two] == [said and said[0] for said in (kept_says, gone_says)]


def test_a_new_word_after_the_merge_counts_for_the_whole(
    bakery: Person, two: tuple[UUID, UUID]
) -> None:
    say(bakery, two[1], False, EARLY)
    services.merge(bakery.caller, kept_id=two[0], gone_id=two[1], now=NOW)

    say(bakery, two[0], True, LATE)
    assert agrees(two[0]) is True

    say(bakery, two[0], False, LATE + timedelta(days=1))
    assert agrees(two[0]) is False


def test_nothing_is_kept_of_whom_was_erased(bakery: Person, two: tuple[UUID, UUID]) -> None:
    for who in two:
        say(bakery, who, True, EARLY)
    Customer.objects.filter(id=two[0]).update(last_name="Lis")
    services.merge(bakery.caller, kept_id=two[0], gone_id=two[1], now=NOW)
    assert Agreement.objects.get().customer_id == two[0]

    services.erase(bakery.caller, customer_id=two[0], name="Lis", now=NOW)

    assert not Agreement.objects.exists()


def test_the_migration_fills_in_what_was_said_before(
    bakery: Person, two: tuple[UUID, UUID]
) -> None:
    third = identify(workspace_id=bakery.workspace_id, person=Told(external_id="3"), now=NOW)
    for who, is_given in ((two[0], True), (two[1], False), (third, True)):
        say(bakery, who, is_given, EARLY)
    services.merge(bakery.caller, kept_id=two[0], gone_id=two[1], now=NOW)
    say(bakery, third, False, LATE)
    columns = ("customer_id", "channel", "purpose", "is_given")
    kept = set(Agreement.objects.values_list(*columns))
    assert len(kept) == 2
    Agreement.objects.all().delete()

    import_module("plon.customers.migrations.0006_agreements").write_agreements(
        apps, SimpleNamespace(connection=connection)
    )

    assert set(Agreement.objects.values_list(*columns)) == kept


PEOPLE = st.integers(0, 3)
MATTERS = (("email", "marketing"), ("sms", "marketing"), ("email", "service"))
WORDS = st.tuples(
    st.just("say"), PEOPLE, st.sampled_from(MATTERS), st.booleans(), st.integers(-3, 3)
)
JOINS = st.tuples(st.just("merge"), PEOPLE, PEOPLE)
PARTINGS = st.tuples(st.just("part"), PEOPLE)


def by_the_rule() -> dict[tuple[UUID, str, str], bool]:
    """Work out anew, word by word, what everybody's words come to."""
    found = {}
    for person in Customer.objects.filter(merged_into=None):
        merges = Merge.objects.filter(undone_at=None, gone__merged_into=person)
        merged_at = max(merges.values_list("merged_at", flat=True), default=None)
        for channel, purpose in MATTERS:
            rows = Consent.objects.filter(
                customer__in=queries.together(person.id), channel=channel, purpose=purpose
            ).order_by("decided_at", "-is_given", "recorded_at", "id")
            words = [
                Word(customer_id=r.customer_id, is_given=r.is_given, decided_at=r.decided_at)
                for r in rows
            ]
            if word := counting(words, merged_at=merged_at):
                found[person.id, channel, purpose] = word.is_given
    return found


class TestKept(TestCase):
    """Whatever is said, merged and parted: what is kept is what the rule says."""

    @settings(max_examples=30)
    @given(course=st.lists(WORDS | WORDS | JOINS | PARTINGS, min_size=4, max_size=14))
    def test_as_the_rule_says(self, course: list[tuple[Any, ...]]) -> None:
        owner = ann()
        with inside(owner.workspace_id):
            told = [Told(external_id=str(number)) for number in range(4)]
            ids = services.identify_many(workspace_id=owner.workspace_id, people=told, now=NOW)
            wordings = {
                matter: services.add_wording(
                    owner.caller,
                    channel=matter[0],
                    purpose=matter[1],
                    text_pl="Tak.",
                    text_en="Yes.",
                    now=NOW,
                )
                for matter in MATTERS
            }
            for hour, act in enumerate(course):
                take(owner, act, ids, wordings, now=NOW + timedelta(hours=hour))
                rows = Agreement.objects.values_list(
                    "customer_id", "channel", "purpose", "is_given"
                )
                assert {row[:3]: row[3] for row in rows} == by_the_rule()


def take(
    owner: Person,
    act: tuple[Any, ...],
    ids: list[UUID],
    wordings: dict[tuple[str, str], UUID],
    *,
    now: datetime,
) -> None:
    """Take a step of a random course; one that is refused changes nothing."""
    if act[0] == "say":
        _say, who, matter, is_given, hours = act
        said = services.Said(
            channel=matter[0],
            purpose=matter[1],
            is_given=is_given,
            form="page",
            wording_id=wordings[matter],
            language="pl",
            decided_at=min(now, now + timedelta(hours=hours)),
        )
        services.record_consent(
            workspace_id=owner.workspace_id, customer_id=ids[who], said=said, now=now
        )
    elif act[0] == "merge":
        with suppress(services.NotMergeable):
            services.merge(owner.caller, kept_id=ids[act[1]], gone_id=ids[act[2]], now=now)
    else:
        standing = Merge.objects.filter(undone_at=None, kept_id=ids[act[1]])
        for merge_id in standing.values_list("id", flat=True):
            with suppress(services.LaterMergeFirst):
                services.unmerge(owner.caller, merge_id=merge_id, now=now)
