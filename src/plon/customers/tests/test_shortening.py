"""Addresses that prove consents are shortened after 90 days; all else of a consent stays."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from plon.customers import tasks
from plon.customers.models import Consent, Customer
from plon.customers.services import shortening
from plon.runtime.ids import new_id
from plon.runtime.tenancy import inside
from tests.cast import NOW, ann, cora

pytestmark = pytest.mark.django_db
DAYS_90 = timedelta(days=90)


def consents(workspace_id: UUID, *said: tuple[str, datetime]) -> None:
    with inside(workspace_id):
        who = Customer.objects.create(workspace_id=workspace_id, created_at=NOW, updated_at=NOW)
        for number, (address, decided_at) in enumerate(said):
            Consent.objects.create(
                id=new_id(),
                workspace_id=workspace_id,
                customer=who,
                channel="email",
                purpose="marketing",
                is_given=True,
                form=f"page {number}",
                proof="click",
                ip=address,
                decided_at=decided_at,
                recorded_at=NOW,
            )


def addresses(workspace_id: UUID) -> list[str]:
    with inside(workspace_id):
        return list(Consent.objects.order_by("form").values_list("ip", flat=True))


def test_from_the_ninetieth_day_of_the_decision_the_network_stays() -> None:
    owner = ann()
    young, old = NOW - DAYS_90 + timedelta(seconds=1), NOW - DAYS_90
    consents(
        owner.workspace_id,
        ("203.0.113.7", young),
        ("203.0.113.7", old),
        ("2001:db8:85a3:1::7", old),
        ("kiosk 3", old),
        ("", old),
    )
    with inside(owner.workspace_id):
        before = list(Consent.objects.order_by("form").values())

    tasks.shorten_addresses(now=NOW)

    shorter = ["203.0.113.7", "203.0.113.0/24", "2001:db8:85a3::/48", "", ""]
    with inside(owner.workspace_id):
        after = list(Consent.objects.order_by("form").values())
    assert after == [row | {"ip": ip} for row, ip in zip(before, shorter, strict=True)]
    tasks.shorten_addresses(now=NOW)
    assert addresses(owner.workspace_id) == shorter


def test_all_of_every_firm_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortening, "AT_ONCE", 2)
    firms = [ann().workspace_id, cora().workspace_id]
    for firm in firms:
        consents(firm, *[("203.0.113.7", NOW - DAYS_90)] * 4)

    tasks.shorten_addresses(now=NOW)

    assert [addresses(firm) for firm in firms] == [["203.0.113.0/24"] * 4] * 2
