"""The demo: one click in, one click out, for the owner of a firm and for a mere visitor."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from plon.accounts.domain import Role
from plon.accounts.models import ApiKey, Membership, User, Workspace
from plon.config.demo import doors, fill
from plon.config.demo.trades import TRADES
from plon.orders.models import Order
from plon.runtime import duties
from plon.runtime.models import Duty
from plon.runtime.tenancy import inside
from tests.cast import ann, cora, person

pytestmark = pytest.mark.django_db
SMALL = tuple(trade for trade in TRADES if trade.trade == fill.SHOWN_FIRST)


@pytest.fixture(autouse=True)
def _small_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """One firm stands for three: that they are filled is tested elsewhere."""
    monkeypatch.setattr(fill, "TRADES", SMALL)


def heading(browser: Client) -> str:
    return browser.get("/").content.decode()


def test_the_owner_goes_in_and_comes_back() -> None:
    browser = ann().browser()
    assert "Salon Ania" not in heading(browser)

    for _ in range(2):
        assert browser.post("/demo/in").headers["Location"] == "/"
        inside = heading(browser)
        assert "Salon Ania" in inside
        assert 'action="/demo/out"' in inside
        assert browser.post("/demo/out").headers["Location"] == "/"
        outside = heading(browser)
        assert 'action="/demo/out"' not in outside
        assert "Salon Ania" not in outside  # not among the owner's firms either


def test_it_opens_whatever_its_owners_changed_in_it() -> None:
    """Another trade for the firm shown first, and no place for the visitor any more."""
    ann().browser().post("/demo/in")
    Workspace.objects.filter(is_demo=True).update(trade="bakery")
    browser = cora().browser()
    browser.post("/demo/in")
    assert "Salon Ania" in heading(browser)
    Membership.objects.filter(user__email=fill.VISITOR).update(ended_at=timezone.now())

    for _ in range(2):  # the first makes a new demo
        assert browser.post("/demo/in").status_code == 302
    visitor = Client()
    visitor.post(f"/enter/{doors.demo_link(now=timezone.now())}")
    assert "Salon Ania" in heading(browser)
    assert "Salon Ania" in heading(visitor)


def test_who_lost_their_place_in_the_demo_comes_in_again() -> None:
    owner = ann()
    owner.browser().post("/demo/in")
    Membership.objects.filter(user=owner.user, workspace__is_demo=True).update(
        ended_at=timezone.now()
    )
    browser = owner.browser()

    browser.post("/demo/in")

    assert "Salon Ania" in heading(browser)


def test_a_demo_grown_old_is_made_anew_and_nothing_real_is_touched() -> None:
    owner = ann()
    opened = timezone.now()
    with time_machine.travel(opened, tick=False):
        owner.browser().post("/demo/in")
    (old,) = fill.demo_firms(owner.user.id)
    key = ApiKey.objects.create(
        workspace_id=old.id, name="k", prefix="p", token_sha256="x", may=[], created_at=opened
    )
    duties.ask("value.refresh", workspace_id=old.id, due_at=opened)
    duties.ask("value.refresh", workspace_id=owner.workspace_id, due_at=opened)
    with time_machine.travel(opened + fill.FRESH - timedelta(seconds=1), tick=False):
        owner.browser().post("/demo/in")
    assert [firm.id for firm in fill.demo_firms(owner.user.id)] == [old.id]

    later = opened + fill.FRESH
    with time_machine.travel(later, tick=False):
        owner.browser().post("/demo/in")

    (new,) = fill.demo_firms(owner.user.id)
    with inside(new.id):
        newest = Order.objects.latest("ordered_at").ordered_at
    assert later - newest < timedelta(days=3)
    with inside(old.id):
        assert opened - Order.objects.latest("ordered_at").ordered_at < timedelta(days=3)
    key.refresh_from_db()
    assert (new.id != old.id, key.ended_at) == (True, later)
    places = Membership.objects.filter(user=owner.user, ended_at=None)
    assert set(places.values_list("workspace_id", flat=True)) == {new.id, owner.workspace_id}
    assert not Duty.objects.filter(workspace_id=old.id).exists()
    assert Duty.objects.filter(workspace_id=owner.workspace_id).exists()


EMPTY = ("/", "/customers/", "/value/", "/orders/", "/import/")


@pytest.mark.parametrize("page", EMPTY)
def test_a_page_that_is_still_empty_leads_there_who_may_go(page: str) -> None:
    owner = ann()
    ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)
    way = 'action="/demo/in"'

    assert way in owner.browser().get(page).content.decode()
    assert way not in ben.browser().get(page).content.decode()


def test_there_is_no_way_in_from_inside() -> None:
    browser = ann().browser()
    browser.post("/demo/in")

    assert 'action="/demo/in"' not in browser.get("/import/").content.decode()


def test_an_operator_does_not_fill_the_demo() -> None:
    owner = ann()
    ben = person("Ben", workspace_id=owner.workspace_id, role=Role.OPERATOR)

    assert ben.browser().post("/demo/in").status_code == 403
    assert not User.objects.filter(email=fill.VISITOR).exists()


def test_a_visitor_goes_on_to_a_firm_of_their_own() -> None:
    browser = Client()
    token = doors.demo_link(now=timezone.now())
    browser.post(f"/enter/{token}")
    assert "Salon Ania" in heading(browser)

    there = browser.post("/demo/out").headers["Location"]

    assert there.startswith("/join/")
    assert browser.get(there).status_code == 200


def test_a_visitor_is_nobodys_owner_where_there_is_one() -> None:
    ann()
    browser = Client()
    browser.post(f"/enter/{doors.demo_link(now=timezone.now())}")

    assert browser.post("/demo/out").headers["Location"] == "/accounts/login/"
    assert browser.get("/").status_code == 302


def test_a_get_changes_nothing() -> None:
    browser = ann().browser()

    assert browser.get("/demo/in").status_code == browser.get("/demo/out").status_code == 405
