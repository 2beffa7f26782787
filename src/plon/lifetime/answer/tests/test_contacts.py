"""Whom to contact first, why, and what is at stake."""

from datetime import date, timedelta

import numpy as np
import pytest

from plon.lifetime.answer.contacts import PURPOSES, Prospects, choose_contacts, reasons
from plon.lifetime.answer.standing import Standing
from plon.lifetime.tests.bases import summary_of

UNTIL = date(2026, 6, 30)


def prospects(
    *customers: tuple[int, float, float, float, str], has_amount: bool = True
) -> Prospects:
    """Return customers told as (purchases, days idle, chance now, value in PLN, tier).

    Half of such customers are back after 30 days, four in five after 60; at the last purchase
    everyone was surely here.
    """
    idle = [int(told[1]) for told in customers]
    summary = summary_of(
        {
            f"c{k:02}": {
                UNTIL - timedelta(days=int(told[1]) + 20 * n): 100_00 for n in range(told[0])
            }
            for k, told in enumerate(customers)
        },
        until=UNTIL,
    )
    size = len(customers)
    return Prospects(
        summary=summary,
        standing=Standing(
            days_since_last=np.array(idle, dtype=np.float64),
            usual_gap_days=np.array([20.0 if told[0] > 1 else np.nan for told in customers]),
            due_days=np.full(size, 30.0),
            late_days=np.full(size, 60.0),
            alive=np.array([told[2] for told in customers]),
            alive_at_last=np.ones(size),
        ),
        expected_purchases_12m=np.array([told[3] / 100 for told in customers]),
        value_12m_minor=np.array([told[3] * 100 for told in customers]) if has_amount else None,
        tier=np.array([told[4] for told in customers]),
        group=np.full(size, "loyal"),
    )


@pytest.mark.parametrize(
    ("purchases", "idle", "tier", "reason"),
    [
        (3, 29, "low", ""),
        (3, 30, "low", "due_now"),
        (3, 60, "low", "slipping_away"),
        (3, 60, "vip", "vip_silent"),
        (3, 59, "vip", "due_now"),
        (1, 60, "vip", "second_purchase"),
    ],
)
def test_the_reason_is_the_first_that_holds(
    purchases: int, idle: int, tier: str, reason: str
) -> None:
    assert reasons(prospects((purchases, idle, 0.5, 100, tier)), np.arange(1)).tolist() == [reason]


def test_at_stake_is_the_value_times_the_lost_chance() -> None:
    (contact,) = choose_contacts(prospects((3, 70, 0.4, 100, "low")))

    assert contact.at_stake_minor == pytest.approx(100_00 * 0.6)
    assert contact.value_12m_minor == pytest.approx(100_00 / 0.4)
    assert contact.purpose == PURPOSES[contact.reason] == "win_back"
    assert (contact.days_since_last, contact.usual_gap_days) == (70, 20)
    assert contact.last_day == UNTIL - timedelta(days=70)
    assert contact.group == "loyal"


def test_most_at_stake_comes_first_and_ties_go_by_id() -> None:
    found = choose_contacts(
        prospects((3, 70, 0.5, 10, "low"), (3, 70, 0.5, 90, "low"), (3, 70, 0.5, 10, "low"))
    )

    assert [contact.customer for contact in found] == ["c01", "c00", "c02"]


def test_neither_the_surely_here_nor_the_surely_gone_come_first() -> None:
    here, between, gone = (3, 70, 0.99, 99, "low"), (3, 70, 0.5, 50, "low"), (3, 70, 0.01, 1, "low")

    first = choose_contacts(prospects(here, between, gone))[0]

    assert first.customer == "c01"


def test_who_is_in_rhythm_is_left_in_peace() -> None:
    assert choose_contacts(prospects((3, 10, 0.5, 100, "vip"))) == ()


def test_nobody_is_contacted_for_nothing() -> None:
    assert choose_contacts(prospects((3, 70, 1.0, 100, "low"))) == ()


def test_there_are_at_most_ten() -> None:
    assert len(choose_contacts(prospects(*[(3, 70, 0.5, 100, "low")] * 12))) == 10


def test_without_amounts_purchases_are_at_stake() -> None:
    found = choose_contacts(prospects((3, 70, 0.5, 10, ""), (3, 70, 0.5, 90, ""), has_amount=False))

    assert [contact.customer for contact in found] == ["c01", "c00"]
    assert found[0].at_stake_minor == found[0].value_12m_minor == 0


def test_one_purchase_has_no_usual_gap() -> None:
    (contact,) = choose_contacts(prospects((1, 70, 0.5, 100, "low")))

    assert contact.usual_gap_days is None
    assert contact.purpose == "invite_again"
