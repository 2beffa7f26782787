from uuid import UUID

import pytest
from django.utils import timezone

from plon.accounts.domain import Role
from plon.experiments import services
from plon.experiments.tests.test_services import TRIED
from plon.runtime.tenancy import inside
from tests.cast import Person, ann, cora, person

pytestmark = pytest.mark.django_db

REGISTER = "/reports/hypotheses/"
WRITTEN = {
    "observation": "New customers from fairs do not come back",
    "kind": "finding",
    "segment": "Came by: fair",
    "change": "A call a week after",
    "metric": "Share that buys again",
    "start_date": "2026-04-01",
    "end_date": "2026-04-30",
}


def one_of(shop: Person) -> UUID:
    with inside(shop.workspace_id):
        return services.write_down(
            workspace_id=shop.workspace_id, tried=TRIED, actor="user:ann", now=timezone.now()
        )


def test_an_empty_register_says_what_it_is_for() -> None:
    found = ann().browser().get(REGISTER)

    assert found.context["table"] is None
    assert "co już próbowano" in found.text


def test_the_form_is_filled_in_from_the_address() -> None:
    found = ann().browser().get(f"{REGISTER}new/?segment=VIP&observation=Silence")

    assert found.context["form"].initial["segment"] == "VIP"
    assert "Silence" in found.text


def test_the_last_day_is_not_before_the_first() -> None:
    given = WRITTEN | {"end_date": "2026-03-01"}
    found = ann().browser().post(f"{REGISTER}new/", given)

    assert found.status_code == 422
    assert list(found.context["form"].errors) == ["end_date"]


def test_what_was_written_is_changed() -> None:
    owner = ann()
    address = f"{REGISTER}{one_of(owner)}/"
    browser = owner.browser()

    assert browser.get(f"{address}change/").context["form"].initial["segment"] == TRIED.segment
    assert browser.post(f"{address}change/", WRITTEN | {"metric": ""}).status_code == 422
    assert browser.post(f"{address}change/", WRITTEN | {"kind": "bundle"}).status_code == 302
    assert "Produkty proponowane razem" in browser.get(address).text


def test_who_may_not_write_reads() -> None:
    owner = ann()
    one = one_of(owner)
    ben = person("Ben", workspace_id=owner.workspace_id, role=Role.BROKER).browser()

    found = ben.get(f"{REGISTER}{one}/")

    assert found.status_code == 200
    assert '<form class="card narrow"' not in found.text
    assert ben.post(f"{REGISTER}{one}/", {"result": "x", "decision": "drop"}).status_code == 403


def test_a_stranger_finds_nothing() -> None:
    one = one_of(ann())
    stranger = cora().browser()

    assert stranger.get(f"{REGISTER}{one}/").status_code == 404
    assert (
        stranger.post(f"{REGISTER}{one}/", {"result": "x", "decision": "drop"}).status_code == 404
    )
    assert stranger.post(f"{REGISTER}{one}/change/", WRITTEN).status_code == 404
    assert stranger.get(REGISTER).context["table"] is None
