"""Roles, rights, and how long somebody stays signed in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.accounts.domain import ALL_RIGHTS, KEY_RIGHTS, RIGHTS, STAYS, Role, is_stay_over

NOW = datetime(2026, 4, 12, 9, tzinfo=UTC)


@pytest.mark.parametrize("role", Role)
class TestEveryRole:
    def test_has_rights_and_its_own_account(self, role: Role) -> None:
        assert RIGHTS[role] > {"account.own"}

    def test_stays_to_the_last_moment_and_no_longer(self, role: Role) -> None:
        stay, moment = STAYS[role], timedelta.resolution

        def is_over(*, began: timedelta, seen: timedelta) -> bool:
            return is_stay_over(role=role, began_at=NOW - began, seen_at=NOW - seen, now=NOW)

        assert not is_over(began=stay.whole, seen=stay.idle)
        assert is_over(began=stay.whole + moment, seen=timedelta(0))
        assert is_over(began=stay.idle + moment, seen=stay.idle + moment)

    def test_idles_shorter_than_it_stays(self, role: Role) -> None:
        assert timedelta(0) < STAYS[role].idle < STAYS[role].whole <= timedelta(days=30)


@given(st.sets(st.sampled_from(sorted(ALL_RIGHTS))))
def test_a_key_never_governs(wanted: set[str]) -> None:
    given = wanted & KEY_RIGHTS

    assert not [right for right in given if right.startswith(("settings.", "audit.", "api."))]
    assert "account.own" not in given
