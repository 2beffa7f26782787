"""Demo firms: a year that looks like life, the same for the same seed, filled in once."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from plon.accounts import queries as accounts
from plon.config.demo import doors as links
from plon.config.demo.fill import SEED, fill_demo
from plon.config.demo.life import Somebody, year_of
from plon.config.demo.names import MARK
from plon.config.demo.trades import TRADES, Trade
from plon.customers.domain import normal_phone
from plon.customers.models import Customer
from plon.orders.models import Order, Refund
from plon.runtime.tenancy import inside
from tests.cast import NOW

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize("trade", TRADES, ids=lambda trade: trade.code)
class TestYearOf:
    @pytest.fixture
    def people(self, trade: Trade) -> list[Somebody]:
        return year_of(trade, today=TODAY, seed=1)

    def test_is_the_same_for_the_same_seed_and_another_for_another(
        self, trade: Trade, people: list[Somebody]
    ) -> None:
        assert year_of(trade, today=TODAY, seed=1) == people
        assert year_of(trade, today=TODAY, seed=2) != people

    def test_everybody_bought_within_the_year_before_today(
        self, trade: Trade, people: list[Somebody]
    ) -> None:
        days = [bought.at.date() for one in people for bought in one.purchases]

        assert len(people) == trade.customers
        assert all(one.purchases for one in people)
        assert min(days) >= date(2025, 11, 26)
        assert max(days) < TODAY

    def test_some_come_once_and_some_often(self, trade: Trade, people: list[Somebody]) -> None:
        counts = sorted(len(one.purchases) for one in people)

        assert counts[0] == 1
        assert counts[-1] >= 4
        assert 0.15 < sum(count == 1 for count in counts) / len(counts) < 0.8

    def test_nobody_is_taken_for_a_person(self, trade: Trade, people: list[Somebody]) -> None:
        assert all(one.last_name.endswith(MARK) for one in people)
        assert all(one.email.endswith("@demo.example") for one in people if one.email)

    def test_a_referrer_came_before(self, trade: Trade, people: list[Somebody]) -> None:
        referred = [one for one in people if one.referrer is not None]

        assert referred
        assert all(
            people[one.referrer].first_day <= one.first_day for one in referred if one.referrer
        )


@pytest.mark.django_db
def test_the_firms_are_filled_in_once() -> None:
    after_midnight = NOW.replace(hour=22, minute=30)  # in Warsaw
    visitor = fill_demo(now=after_midnight)

    assert fill_demo(now=after_midnight) == visitor
    firms = accounts.workspaces_of(visitor)
    assert [firm.is_demo for firm in firms] == [True, True, True]
    for firm in firms:
        with inside(firm.id):
            assert Customer.objects.count() >= 260
            assert Order.objects.count() > Customer.objects.count()
            assert Order.objects.filter(margin_minor=None).count() == 0
            brought = Customer.objects.exclude(referrer=None)
            assert brought.count() > 10
            assert brought.values("acquisition_channel").distinct().count() == 1
            assert Refund.objects.count() == Order.objects.filter(status="returned").count() > 0
            (trade,) = (each for each in TRADES if each.name == firm.name)
            people = year_of(trade, today=NOW.date() + timedelta(days=1), seed=SEED)
            newest = max(bought.at for one in people for bought in one.purchases)
            assert Order.objects.latest("ordered_at").ordered_at == newest


@pytest.mark.django_db
def test_a_link_leads_into_the_hairdressers_salon() -> None:
    browser = Client()
    token = links.demo_link(now=timezone.now())

    assert browser.get(f"/enter/{token}").status_code == 200
    assert browser.post(f"/enter/{token}").headers["Location"] == "/"
    assert "Salon Ania" in browser.get("/").content.decode()
    assert Client().post(f"/enter/{token}").status_code == 410
    assert links.first_owner_link(now=timezone.now())


def test_nobody_is_called_from_the_demo() -> None:
    """555-0100 to 555-0199 of each North American area belong to stories; no Polish ones do."""
    for trade in TRADES:
        people = year_of(trade, today=TODAY, seed=SEED)
        numbers = [one.phone for one in people if one.phone]
        assert len(numbers) == len(set(numbers)) > 100
        assert all(re.fullmatch(r"\+1[2-9]\d{2}55501\d{2}", number) for number in numbers)
        assert all(normal_phone(number) == number for number in numbers)
        assert all(one.email.endswith("@demo.example") for one in people if one.email)
