"""Rules of the books, tried on anything."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plon.ledger.domain import (
    AMOUNT_MAX,
    EFFECTS,
    RULES,
    AccountName,
    Free,
    Kind,
    Line,
    LineImpossible,
    NotEnough,
    Use,
    changes,
    half_up,
    reversal_step,
    settle_debts,
    share,
    split,
    take,
)

NOW = datetime(2026, 4, 12, tzinfo=UTC)
MINOR = st.integers(1, 10**12)


def wallet(kind: Kind, owner: str = "dan", unit: str = "PLN") -> AccountName:
    return AccountName(unit=unit, kind=kind, owner_type="customer", owner_id=owner)


def line(debit: Kind, credit: Kind, minor: int = 1) -> Line:
    return Line(debit=wallet(debit), credit=wallet(credit), amount_minor=minor)


class TestLine:
    @pytest.mark.parametrize("minor", [0, -1, AMOUNT_MAX + 1, True, 1.0])
    def test_refuses_what_is_no_amount(self, minor: int) -> None:
        with pytest.raises(LineImpossible):
            line(Kind.EXPENSE, Kind.PENDING, minor)

    def test_refuses_one_account_on_both_sides_and_two_units(self) -> None:
        with pytest.raises(LineImpossible):
            line(Kind.PENDING, Kind.PENDING)
        with pytest.raises(LineImpossible):
            Line(
                debit=wallet(Kind.EXPENSE),
                credit=wallet(Kind.PENDING, unit="PTS"),
                amount_minor=1,
            )


class TestChanges:
    def test_are_in_each_accounts_own_sign(self) -> None:
        lines = [
            line(Kind.EXPENSE, Kind.PENDING, 500),
            line(Kind.PENDING, Kind.DEBT, 200),  # pays a debt
            line(Kind.PENDING, Kind.AVAILABLE, 300),
        ]

        assert changes(lines) == {
            wallet(Kind.PENDING): 0,
            wallet(Kind.DEBT): -200,
            wallet(Kind.AVAILABLE): 300,
        }

    def test_every_kind_has_a_rule(self) -> None:
        assert set(RULES) == set(Kind)


class TestSettleDebts:
    @given(st.lists(MINOR, min_size=1, max_size=5), st.integers(0, 10**12))
    def test_pays_debts_first_and_loses_nothing(self, amounts: list[int], owed: int) -> None:
        lines = [line(Kind.PENDING, Kind.AVAILABLE, minor) for minor in amounts]

        settled = settle_debts(lines, {wallet(Kind.DEBT): owed})

        paid = sum(each.amount_minor for each in settled if each.credit.kind is Kind.DEBT)
        assert sum(each.amount_minor for each in settled) == sum(amounts)
        assert paid == min(owed, sum(amounts))

    def test_leaves_other_lines_and_other_people_alone(self) -> None:
        lines = [line(Kind.EXPENSE, Kind.PENDING, 5), line(Kind.PENDING, Kind.AVAILABLE, 5)]

        assert settle_debts(lines, {wallet(Kind.DEBT, "eve"): 9}) == lines


class TestSplit:
    @pytest.mark.parametrize(
        ("pool", "weights", "parts"),
        [
            (100_000, [1, 1, 1], [33_334, 33_333, 33_333]),
            (100, [50, 30, 20, 7], [47, 28, 19, 6]),
            (0, [1, 2], [0, 0]),
        ],
    )
    def test_gives_the_largest_remainder_the_rest(
        self, pool: int, weights: list[int], parts: list[int]
    ) -> None:
        assert split(pool, weights) == parts

    @given(st.integers(0, 10**12), st.lists(st.integers(1, 10**6), min_size=1, max_size=30))
    def test_sums_to_the_pool_and_never_strays(self, pool: int, weights: list[int]) -> None:
        parts = split(pool, weights)

        assert sum(parts) == pool
        total = sum(weights)
        assert all(
            abs(part * total - pool * weight) < total
            for part, weight in zip(parts, weights, strict=True)
        )


class TestRounding:
    @pytest.mark.parametrize(
        ("numerator", "denominator", "rounded"), [(5, 10, 1), (4, 10, 0), (15, 10, 2), (0, 3, 0)]
    )
    def test_is_half_up(self, numerator: int, denominator: int, rounded: int) -> None:
        assert half_up(numerator, denominator) == rounded

    def test_a_tenth_of_a_percent_of_a_loan(self) -> None:
        assert share(35_000_000, 10) == 35_000


class TestReversalStep:
    @pytest.mark.parametrize("order", [(33333, 66666, 100000), (100000, 33333, 66666)])
    def test_a_sale_refunded_in_three_parts_takes_back_its_commission(
        self, order: tuple[int, ...]
    ) -> None:
        taken, before = {}, 0
        for refund in order:
            step = reversal_step(20_000, base=199_999, before=before, after=before + refund)
            taken[refund], before = step, before + refund

        assert sum(taken.values()) == 20_000
        if order[0] == 33_333:
            assert taken == {33_333: 3_333, 66_666: 6_667, 100_000: 10_000}

    def test_a_grosz_at_a_time_takes_back_no_more_than_was_given(self) -> None:
        steps = [reversal_step(5, base=10, before=at, after=at + 1) for at in range(10)]

        assert sum(steps) == 5

    @given(MINOR, MINOR, st.lists(st.integers(0, 10**12), max_size=7))
    def test_parts_never_drift(self, amount: int, base: int, cuts: list[int]) -> None:
        stops = [0, *sorted(cut % (base + 1) for cut in cuts), base]
        steps = [
            reversal_step(amount, base=base, before=before, after=after)
            for before, after in pairwise(stops)
        ]

        assert min(steps) >= 0
        assert sum(steps) == amount


def lot(number: int, free: int, days: int | None, *, age: int = 0) -> Free:
    return Free(
        id=UUID(int=number),
        free_minor=free,
        expires_at=None if days is None else NOW + timedelta(days=days),
        earned_at=NOW - timedelta(days=age),
    )


class TestTake:
    def test_uses_what_expires_first_then_the_oldest(self) -> None:
        lots = [lot(1, 100, 90, age=2), lot(2, 50, 30), lot(3, 70, 90, age=1), lot(4, 9, None)]

        assert take(lots, 120) == [(UUID(int=2), 50), (UUID(int=1), 70)]

    def test_refuses_more_than_there_is(self) -> None:
        with pytest.raises(NotEnough):
            take([lot(1, 5, 1)], 6)

    @given(
        st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=8),
        st.integers(0, 400),
    )
    def test_takes_exactly_what_is_wanted_or_nothing(
        self, held: list[tuple[int, int]], wanted: int
    ) -> None:
        lots = [lot(number, free, days) for number, (free, days) in enumerate(held)]
        if wanted > sum(free for free, _days in held):
            with pytest.raises(NotEnough):
                take(lots, wanted)
            return

        taken = take(lots, wanted)

        assert sum(part for _id, part in taken) == wanted
        assert [id_ for id_, _part in taken] == [
            each.id for each in sorted(lots, key=lambda one: one.order) if each.id in dict(taken)
        ]
        untouched = [each for each in lots if each.id not in dict(taken) and each.free_minor]
        last = max((each.order for each in lots if each.id in dict(taken)), default=None)
        assert last is None or all(each.order > last for each in untouched)


class TestEffects:
    def test_no_use_makes_a_lot_larger_than_it_was_earned(self) -> None:
        assert set(EFFECTS) == set(Use)
        assert all(sum(effect) in {-1, 0, 1} for effect in EFFECTS.values())


def test_an_account_is_named_by_kind_and_owner() -> None:
    assert str(wallet(Kind.AVAILABLE)) == "available:customer:dan"
    assert str(replace(wallet(Kind.BANK), owner_type="", owner_id="")) == "bank"
