"""Returns that match no purchase: they lower what was spent, never how often."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse import AnalyseOptions, analyse
from plon.lifetime.answer.expected_spend import REPEATERS_MIN, expected_spend
from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.netting import customer_days
from plon.lifetime.history.returners import joined
from plon.lifetime.tests.bases import days_of, summary_of
from plon.lifetime.tests.lines import line, sales_of, told


def analysed(*lines: dict[str, Any], **flags: Any) -> Analysis:
    return analyse(sales_of(*lines, **flags), options=AnalyseOptions(language="en"))


def finding(shop: Analysis) -> dict[str, Any]:
    return next(dict(each.facts) for each in shop.findings if each.code == "returns_unmatched")


class TestRevenue:
    def test_a_refund_lowers_its_customer_and_nobody_else(self) -> None:
        shop = analysed(line("a", 3, 1000), line("a", 4, -3000), line("b", 3, 500))

        assert shop.customers["observed_value_minor"].to_pylist() == [0, 500]
        assert shop.customers["purchase_days"].to_pylist() == [1, 1]
        assert shop.totals.revenue_minor == 500
        assert shop.totals.returned_minor == 3000
        assert finding(shop)["amount_minor"] == 3000

    def test_what_is_left_of_a_customer_stays(self) -> None:
        shop = analysed(line("a", 2, -300), line("a", 3, 1000), line("b", 3, 500))

        assert shop.customers["observed_value_minor"].to_pylist() == [700, 500]
        assert shop.totals.revenue_minor == 1200

    def test_groups_and_channels_add_up_to_the_revenue(self) -> None:
        shop = analysed(
            line("a", 2, -300),
            line("a", 3, 1000, channel="web"),
            line("b", 3, 500, channel="fair"),
        )

        assert sum(group.revenue_minor for group in shop.groups) == 1200
        assert {each.channel: each.revenue_minor for each in shop.channels} == {
            "web": 700,
            "fair": 500,
        }

    def test_the_margin_is_left_alone(self) -> None:
        shop = analysed(
            line("a", 2, -300, margin=-100),
            line("a", 3, 1000, margin=400),
            has_margin=True,
        )

        assert shop.totals.revenue_minor == 700
        assert shop.customers["observed_value_minor"].to_pylist() == [400]


class TestThoseWhoKeptNothing:
    def test_the_surplus_of_a_customer_who_is_gone_is_still_told(self) -> None:
        lines = (
            line("a", 3, 1000, order="7"),
            line("a", 4, -1700, order="7"),
            line("b", 3, 500),
            line("c", 4, -20),
        )

        shop = analysed(*lines)

        assert told(customer_days(sales_of(*lines))) == {"b": {3: 500}}
        assert finding(shop) == {
            "amount_minor": 720,
            "customers": 2,
            "share": pytest.approx(720 / 1220),
        }
        assert shop.totals.revenue_minor == 500

    def test_it_is_kept_where_customers_are_put_together(self) -> None:
        gone = customer_days(sales_of(line("a", 3, 1000), line("b", 4, -70)))
        none = days_of({"z": {date(2026, 1, 3): 100}})

        assert gone.gone_returned_minor == (70,)
        assert joined([none, gone, gone]).gone_returned_minor == (70, 70)

    @pytest.mark.parametrize("channel", [None, "web"])
    def test_a_file_in_which_everything_was_returned_is_refused(self, channel: str | None) -> None:
        more = {} if channel is None else {"channel": channel}
        lines = (line("a", 3, 1000, **more), line("a", 4, -1000, **more))

        with pytest.raises(InputUnusable, match="Returns leave no purchase at all"):
            analysed(*lines)


class TestSpend:
    START = date(2026, 1, 1)

    def days(self, *paid: int) -> dict[date, int]:
        return {self.START + timedelta(days=k): minor for k, minor in enumerate(paid)}

    def test_every_day_of_the_customer_is_lowered_by_the_same_share(self) -> None:
        summary = summary_of(
            {"a": self.days(1000, 2000, 1000), "b": self.days(100, 300), "c": self.days(0, 0)},
            until=date(2026, 2, 1),
            returned=[1000, 0, 5],
        )

        assert summary.value_minor.tolist() == [4000, 400, 0]
        assert summary.net_value_minor.tolist() == [3000, 400, 0]
        assert summary.x.tolist() == [2, 1, 1]
        assert summary.monetary_value == pytest.approx([11.25, 3, 0])
        assert summary.mean_value == pytest.approx([10, 2, 0])
        assert [part.tolist() for part in summary.spend()] == [[2, 1], [11.25, 3]]

    def test_who_gave_everything_back_has_no_spend_to_learn_from(self) -> None:
        summary = summary_of({"a": self.days(100, 300)}, until=date(2026, 2, 1), returned=[5_000])

        assert summary.net_value_minor.tolist() == [0]
        assert len(summary.spend()[0]) == 0

    @pytest.mark.parametrize("many", [REPEATERS_MIN - 2, 40])
    def test_a_purchase_is_expected_to_be_worth_less(self, many: int) -> None:
        paid = np.random.default_rng(4).gamma(3, 1_000, size=(many, 4)).astype(int)
        bought = {f"c{k:02}": self.days(*map(int, own)) for k, own in enumerate(paid)}
        returned = [int(own.sum()) // 2 for own in paid]

        kept, back = (
            expected_spend(summary_of(bought, until=date(2026, 2, 1), returned=refunds), size=many)
            for refunds in (None, returned)
        )

        assert back.minor == pytest.approx(kept.minor / 2, rel=1e-2)
