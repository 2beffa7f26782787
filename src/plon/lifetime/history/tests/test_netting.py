"""Returns find their purchase: order first, then product, then an amount that fits."""

from datetime import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.history.netting import customer_days
from plon.lifetime.tests.lines import line, returned, sales_of, told


@pytest.fixture(params=["kernel", "numpy"], autouse=True)
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "numpy":
        monkeypatch.setenv("PLON_NO_KERNEL", "1")


def netted(*lines: dict[str, Any], **flags: Any) -> dict[str, dict[int, int]]:
    return told(customer_days(sales_of(*lines, **flags)))


class TestDays:
    def test_lines_of_one_day_are_one_occasion(self) -> None:
        assert netted(line("Ann", 3, 100), line("Ben", 3, 5), line("Ann", 3, 250)) == {
            "Ann": {3: 350},
            "Ben": {3: 5},
        }

    def test_customers_are_sorted_by_bytes_and_days_rise(self) -> None:
        days = customer_days(
            sales_of(line("ż", 9, 1), line("b", 2, 1), line("B", 4, 1), line("b", 1, 1))
        )

        assert days.customer.to_pylist() == ["B", "b", "ż"]
        assert days.index.tolist() == [0, 1, 1, 2]
        assert np.diff(days.day[1:3]).tolist() == [1]

    def test_a_day_of_free_goods_is_an_occasion(self) -> None:
        assert netted(line("Ann", 3, 0), line("Ann", 5, 100)) == {"Ann": {3: 0, 5: 100}}

    def test_without_an_amount_days_count_and_values_are_zero(self) -> None:
        lines = (line("Ann", 3, None), line("Ann", 5, None))

        assert netted(*lines, has_amount=False) == {"Ann": {3: 0, 5: 0}}


class TestOrders:
    def test_a_return_lowers_its_order_not_a_later_purchase(self) -> None:
        lines = (
            line("Ann", 3, 500, order="7"),
            line("Ann", 5, 500, order="8"),
            line("Ann", 9, -200, order="7"),
        )

        assert netted(*lines) == {"Ann": {3: 300, 5: 500}}

    def test_the_cancel_form_names_the_order(self) -> None:
        lines = (
            line("Ann", 3, 500, order="7"),
            line("Ann", 5, 500, order="8"),
            line("Ann", 9, -500, order="C7"),
        )

        assert netted(*lines) == {"Ann": {5: 500}}

    def test_its_own_order_goes_before_the_cancel_form(self) -> None:
        lines = (
            line("Ann", 3, 500, order="7"),
            line("Ann", 5, 500, order="C7"),
            line("Ann", 9, -100, order="C7"),
        )

        assert netted(*lines) == {"Ann": {3: 500, 5: 400}}

    def test_an_order_of_another_customer_is_not_touched(self) -> None:
        lines = (
            line("Ann", 3, 500, order="7"),
            line("Ben", 2, 900),
            line("Ben", 9, -500, order="7"),
        )

        assert netted(*lines) == {"Ann": {3: 500}, "Ben": {2: 400}}

    def test_a_refund_dated_before_its_order_still_finds_it(self) -> None:
        lines = (line("Ann", 2, -100, order="7"), line("Ann", 3, 500, order="7"))

        assert netted(*lines) == {"Ann": {3: 400}}

    def test_an_order_of_two_days_gives_from_its_latest(self) -> None:
        lines = (
            line("Ann", 3, 500, order="7"),
            line("Ann", 5, 300, order="7"),
            line("Ann", 9, -400, order="7"),
        )

        assert netted(*lines) == {"Ann": {3: 400}}

    def test_what_exceeds_the_order_stays_unmatched(self) -> None:
        days = customer_days(
            sales_of(
                line("Ann", 2, 900),
                line("Ann", 3, 500, order="7"),
                line("Ann", 9, -600, order="7"),
            )
        )

        assert told(days) == {"Ann": {2: 900}}
        assert returned(days) == {"Ann": 100}


class TestProducts:
    def test_the_latest_earlier_purchase_of_the_product_gives_first(self) -> None:
        lines = (
            line("Ann", 3, 500, product="tea"),
            line("Ann", 5, 300, product="tea"),
            line("Ann", 6, 800, product="pot"),
            line("Ann", 9, -400, product="tea"),
            line("Ann", 12, 700, product="tea"),
        )

        assert netted(*lines) == {"Ann": {3: 400, 6: 800, 12: 700}}

    def test_on_one_day_the_time_says_what_is_earlier(self) -> None:
        lines = (
            line("Ann", 3, 500, product="tea", at=time(9)),
            line("Ann", 4, -500, product="tea", at=time(9)),
            line("Ann", 4, 900, product="tea", at=time(10)),
        )

        assert netted(*lines) == {"Ann": {4: 900}}

    def test_what_an_order_took_cannot_be_returned_again(self) -> None:
        days = customer_days(
            sales_of(
                line("Ann", 3, 500, product="tea", order="7"),
                line("Ann", 4, -500, product="tea", order="7"),
                line("Ann", 5, -500, product="tea"),
                line("Ann", 6, 80),
            )
        )

        assert told(days) == {"Ann": {6: 80}}
        assert returned(days) == {"Ann": 500}

    def test_without_an_amount_a_returned_line_is_gone(self) -> None:
        lines = (
            line("Ann", 3, None, product="tea"),
            line("Ann", 5, None, product="pot"),
            line("Ann", 6, None, product="tea", is_return=True),
            line("Ann", 7, None, product="cup", is_return=True),
        )

        assert netted(*lines, has_amount=False) == {"Ann": {5: 0}}


class TestAmounts:
    def test_the_latest_earlier_day_with_enough_gives(self) -> None:
        lines = (
            line("Ann", 3, 500),
            line("Ann", 5, 600),
            line("Ann", 6, 100),
            line("Ann", 9, -550),
        )

        assert netted(*lines) == {"Ann": {3: 500, 5: 50, 6: 100}}

    def test_a_refund_before_every_purchase_is_unmatched_and_no_occasion_is_lost(self) -> None:
        days = customer_days(sales_of(line("Ann", 2, -100), line("Ann", 3, 500)))

        assert told(days) == {"Ann": {3: 500}}
        assert returned(days) == {"Ann": 100}

    def test_two_refunds_do_not_spend_one_day_twice(self) -> None:
        days = customer_days(
            sales_of(line("Ann", 3, 500), line("Ann", 4, -400), line("Ann", 5, -400))
        )

        assert told(days) == {"Ann": {3: 100}}
        assert returned(days) == {"Ann": 400}

    def test_a_customer_who_returned_everything_is_gone(self) -> None:
        assert netted(line("Ann", 3, 500), line("Ann", 4, -500), line("Ben", 3, 1)) == {
            "Ben": {3: 1}
        }

    def test_a_free_line_does_not_save_a_day_returned_to_zero(self) -> None:
        lines = (line("Ann", 3, 500), line("Ann", 3, 0), line("Ann", 4, -500), line("Ann", 6, 7))

        assert netted(*lines) == {"Ann": {6: 7}}

    def test_a_return_by_a_stranger_without_purchases_disturbs_nobody(self) -> None:
        assert netted(line("Ann", 3, 500), line("Cora", 4, -500)) == {"Ann": {3: 500}}


class TestMargin:
    def test_a_return_takes_its_margin_along(self) -> None:
        days = customer_days(
            sales_of(
                line("Ann", 3, 500, margin=200),
                line("Ann", 3, 100, margin=10),
                line("Ann", 9, -250, margin=-101),
                has_margin=True,
            )
        )

        assert days.margin_minor is not None
        assert days.margin_minor.tolist() == [109]

    def test_a_return_over_two_days_splits_its_margin_without_losing_a_grosz(self) -> None:
        days = customer_days(
            sales_of(
                line("Ann", 3, 500, margin=200, order="7"),
                line("Ann", 5, 300, margin=120, order="7"),
                line("Ann", 5, 50, margin=20),
                line("Ann", 9, -400, margin=-161, order="7"),
                has_margin=True,
            )
        )

        assert days.margin_minor is not None
        assert days.value_minor.tolist() == [400, 50]
        assert days.margin_minor.sum() == 200 + 120 + 20 - 161


class TestChannels:
    def test_the_first_line_of_the_first_day_left_names_the_channel(self) -> None:
        days = customer_days(
            sales_of(
                line("Ann", 5, 100, channel="web"),
                line("Ann", 3, 100, channel="shop", order="7"),
                line("Ann", 4, -100, order="7"),
                line("Ben", 3, 100, channel="shop", at=time(12)),
                line("Ben", 3, 100, channel="fair", at=time(9)),
                line("Cora", 3, 100),
                line("Cora", 4, 100, channel="web"),
            )
        )

        assert days.channel is not None
        names = {
            customer: days.channels[code] if code >= 0 else None
            for customer, code in zip(days.customer.to_pylist(), days.channel, strict=True)
        }
        assert names == {"Ann": "web", "Ben": "fair", "Cora": None}


LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(["Ann", "Ben"]),
        st.integers(1, 9),
        st.integers(-9, 9),
        order=st.sampled_from([None, "1", "2", "C1"]),
        product=st.sampled_from([None, "tea", "pot"]),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(lines=LINES)
def test_money_is_kept_for_customers_who_stay(lines: list[dict[str, Any]]) -> None:
    days = customer_days(sales_of(*lines))

    for customer, sums in told(days).items():
        net = sum(made["minor"] for made in lines if made["customer"] == customer)
        assert sum(sums.values()) - returned(days)[customer] == net
        assert all(value >= 0 for value in sums.values())


def test_orders_of_rows_make_no_difference() -> None:
    lines = [
        line("Ann", day, minor, product=product, at=time(day, minute))
        for minute, (day, minor, product) in enumerate(
            [(1, 500, "tea"), (2, 300, "pot"), (3, -300, "pot"), (4, 200, "tea"), (5, -450, None)]
        )
    ]
    wanted = netted(*lines)

    assert netted(*reversed(lines)) == wanted == {"Ann": {1: 50, 4: 200}}
