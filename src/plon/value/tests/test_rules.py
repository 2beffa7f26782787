"""Rules of the value pages: sentences of segments, formulas with numbers, causes, what comes first."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from plon.lifetime.analysis import Cohorts
from plon.lifetime.errors import InputUnusable, LifetimeError
from plon.lifetime.formulas.methods import Method
from plon.value.domain.causes import CAUSES, Signs, causes, repeat_change
from plon.value.domain.conditions import (
    DEPTH_MAX,
    Condition,
    Rule,
    RuleUnreadable,
    read_rule,
    rows_of_rule,
    rule_of_rows,
)
from plon.value.domain.workbench import PARAMETERS, defaults, known_of, plain, work_out
from plon.value.tests import sample


def rule(*parts: dict[str, Any], join: str = "all") -> Rule:
    return read_rule({"join": join, "parts": list(parts)})


class TestReadRule:
    def test_reads_amounts_as_people_write_them(self) -> None:
        (read,) = rule({"field": "value_12m", "op": "at_least", "value": "1 200,50"}).parts

        assert read == Condition(field="value_12m", op="at_least", value=1_200_50)

    def test_reads_rules_inside_rules(self) -> None:
        inner = {"join": "any", "parts": [{"field": "is_slipping", "op": "is"}]}

        (read,) = rule(inner).parts

        assert isinstance(read, Rule)
        assert read.is_any

    @pytest.mark.parametrize(
        ("given", "problem"),
        [
            ({}, "no_rule"),
            ({"join": "all", "parts": "x"}, "no_rule"),
            ({"join": "all", "parts": [{"field": "x", "op": "is"}]}, "unknown_condition"),
            ({"join": "all", "parts": [{"field": "group", "op": "at_least"}]}, "unknown_condition"),
            ({"join": "all", "parts": ["x"]}, "no_rule"),
            ({"join": ["all"]}, "no_rule"),
            ({"join": "all", "parts": [{"field": "group", "op": "is"}]}, "value_missing"),
            (
                {"join": "all", "parts": [{"field": "group", "op": "is", "value": "nobody"}]},
                "value_unknown",
            ),
            ({"join": "all", "parts": [{"field": "group", "op": "is"}] * 21}, "too_large"),
        ],
    )
    def test_refuses_what_is_no_sentence(self, given: dict[str, Any], problem: str) -> None:
        with pytest.raises(RuleUnreadable, match=problem):
            read_rule(given)

    @pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "1e30", "nan"])
    def test_refuses_what_is_no_number_of_days(self, value: str) -> None:
        with pytest.raises(RuleUnreadable, match="number_unreadable"):
            rule({"field": "days_since", "op": "at_least", "value": value})

    def test_refuses_rules_too_deep(self) -> None:
        deep: dict[str, Any] = {"join": "all", "parts": []}
        for _ in range(DEPTH_MAX):
            deep = {"join": "all", "parts": [deep]}

        with pytest.raises(RuleUnreadable, match="too_large"):
            read_rule(deep)


class TestWorkOut:
    @pytest.mark.parametrize(
        ("method", "value", "text"),
        [
            (Method.BROKER, "17360", "3500 + 2800 × 2.7 + 3500 × 0.3 × 6"),
            (Method.MARGIN_TIMES_PURCHASES, "300", "25 × 12"),
            (Method.ARPU_TIMES_LIFETIME, "720", "30 × 24"),
            (Method.ORDER_TIMES_FREQUENCY, "960", "80 × 4 × 3"),
            (Method.MARGIN_OVER_CHURN, "225", "15 × 0.6 ÷ 0.04"),
            (Method.NET_PRESENT_VALUE, "202.78", "90.91 + 99.17 + 112.7 − 100"),
            (Method.SUM_OF_SEGMENTS, "5200", "10000 × 0.8 × 0.5 + 6000 × 0.5 × 0.4"),
            (Method.OBSERVED, "0", "0 + 0 × 0"),
        ],
    )
    def test_gives_the_published_example(self, method: Method, value: str, text: str) -> None:
        worked = work_out(method, defaults(method, {}))

        assert (plain(worked.value), worked.sum) == (value, text)

    @pytest.mark.parametrize("figure", ["9" * 30, "9" * 5_000, "1e999999"])
    def test_refuses_more_digits_than_anybody_reckons_with(self, figure: str) -> None:
        with pytest.raises(InputUnusable, match="too large"):
            work_out(Method.MARGIN_TIMES_PURCHASES, {"margin": figure, "purchases": figure})
        given = {"earned": "0", "open_referrals": "1", "referral_value": figure}
        with pytest.raises(InputUnusable, match="too large"):
            work_out(Method.OBSERVED, given)

    def test_every_formula_is_there(self) -> None:
        assert set(PARAMETERS) == set(Method)

    def test_an_empty_list_of_segments_is_nothing(self) -> None:
        worked = work_out(Method.SUM_OF_SEGMENTS, {"segments": " "})

        assert (plain(worked.value), worked.sum) == ("0", "0")

    def test_refuses_words(self) -> None:
        with pytest.raises(LifetimeError):
            work_out(Method.OBSERVED, {"earned": "x", "open_referrals": "0", "referral_value": "0"})


class TestKnownOf:
    def test_takes_the_average_customer_from_the_sales(self) -> None:
        analysis = sample.full()

        told = known_of(analysis)

        order = Decimal(analysis.totals.revenue_minor) / 100 / analysis.totals.purchases
        assert told["order_value"] == plain(order)
        assert 0 < Decimal(told["churn_monthly"]) < 1
        assert told["margin"] == told["order_value"]
        assert "margin_share" not in told

    def test_what_stays_is_a_share_of_turnover(self) -> None:
        analysis = sample.with_margin()
        order = Decimal(analysis.totals.revenue_minor) / 100 / analysis.totals.purchases

        told = known_of(analysis, margin_share=Decimal("0.255"))

        assert told["margin_share"] == "0.255"
        assert told["order_value"] == plain(order)
        assert told["margin"] == told["first_commission"] == plain(order * Decimal("0.255"))

    def test_knows_nothing_without_purchases(self) -> None:
        full = sample.full()

        assert known_of(replace(full, totals=replace(full.totals, purchases=0))) == {}

    def test_leaves_leaving_out_where_it_is_not_known(self) -> None:
        full = sample.full()
        unknown = replace(full, totals=replace(full.totals, alive=float("nan")))

        assert "churn_monthly" not in known_of(unknown)


SEEN = {
    "no_retention_work": Signs(repeat_change=0.8),
    "poor_experience": Signs(complaint_share=0.05),
    "no_personalisation": Signs(segments_kept=0),
    "weak_after_sales": Signs(contacted=0),
    "narrow_assortment": Signs(new_product_months=6),
}


class TestCauses:
    @pytest.mark.parametrize("code", CAUSES)
    def test_each_is_found_by_its_sign_alone(self, code: str) -> None:
        assert causes(SEEN[code]) == (code,)

    def test_nothing_known_claims_nothing(self) -> None:
        assert causes(Signs()) == ()

    def test_good_signs_claim_nothing(self) -> None:
        good = Signs(
            repeat_change=1.0,
            complaint_share=0.04,
            segments_kept=1,
            contacted=1,
            new_product_months=5.9,
        )
        assert causes(good) == ()


def cohorts(*second: int) -> Cohorts:
    """Return cohorts of ten, of whom so many came back in the second period."""
    rows = tuple((10, back, 1) for back in second)
    return Cohorts(
        period="month",
        labels=tuple(f"2026-{i + 1:02d}" for i in range(len(rows))),
        sizes=(10,) * len(rows),
        active=rows,
        revenue_minor=rows,
        cumulative_minor=rows,
    )


class TestRepeatChange:
    def test_sets_newer_cohorts_beside_older_ones(self) -> None:
        assert repeat_change(cohorts(4, 4, 2, 2)) == pytest.approx(1 / 2)

    def test_says_nothing_of_few_cohorts_or_of_no_returns(self) -> None:
        assert repeat_change(cohorts(4, 4, 2)) is None
        assert repeat_change(cohorts(0, 0, 2, 2)) is None


def told(field: str) -> dict[str, Any]:
    return {"field": field, "op": "is", "value": "x", "not": False}


class TestRows:
    @pytest.mark.parametrize(
        ("rows", "rule"),
        [
            ([], {"join": "all", "parts": []}),
            ([("", "tag")], {"join": "all", "parts": [told("tag")]}),
            (
                [("", "tag"), ("and", "city")],
                {"join": "all", "parts": [told("tag"), told("city")]},
            ),
            ([("", "tag"), ("or", "city")], {"join": "any", "parts": [told("tag"), told("city")]}),
            (
                [("", "tag"), ("and", "city"), ("or", "region"), ("and", "group")],
                {
                    "join": "any",
                    "parts": [
                        {"join": "all", "parts": [told("tag"), told("city")]},
                        {"join": "all", "parts": [told("region"), told("group")]},
                    ],
                },
            ),
        ],
    )
    def test_and_binds_closer_than_or_and_back(
        self, rows: list[tuple[str, str]], rule: dict[str, Any]
    ) -> None:
        given = [(link, told(field)) for link, field in rows]

        assert rule_of_rows(given) == rule
        assert rows_of_rule(rule) == given

    def test_brackets_around_an_or_do_not_fit_into_rows(self) -> None:
        inner = {"join": "any", "parts": [told("tag"), told("city")]}

        assert rows_of_rule({"join": "all", "parts": [inner, told("group")]}) is None
        assert rows_of_rule({"join": "any", "parts": [{"join": "all", "parts": [inner]}]}) is None
