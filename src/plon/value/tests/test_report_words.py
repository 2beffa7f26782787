"""What the report says in each state, and how it tells its proof."""

from dataclasses import replace

import pytest

from plon.lifetime.analysis import Interval
from plon.lifetime.sales import Guess
from plon.value.tests import sample
from plon.value.tests.page import Page, anchors, html, page, told


class TestProofInWords:
    def test_without_a_rule_only_the_model_is_told(self) -> None:
        shop = sample.full()
        models = tuple(c for c in shop.choice.candidates if not c.is_baseline)

        text = told(replace(shop, choice=replace(shop.choice, candidates=models)))

        assert "Pareto/NBD forecast 1,770 purchases" in text
        assert "simple rule (" not in text

    def test_a_hit_without_error_is_spot_on(self) -> None:
        shop = sample.full()
        exact = tuple(
            replace(c, holdout=sample.holdout(1_882, 0.75, -0.97)) if c.chosen else c
            for c in shop.choice.candidates
        )

        assert "1,880 were made: spot on." in told(
            replace(shop, choice=replace(shop.choice, candidates=exact))
        )

    def test_too_many_is_told_from_too_few(self) -> None:
        shop = sample.full()
        high = tuple(
            replace(c, holdout=sample.holdout(2_070, 0.75, -0.97)) if c.chosen else c
            for c in shop.choice.candidates
        )

        assert "10% too many" in told(replace(shop, choice=replace(shop.choice, candidates=high)))

    def test_a_corrected_total_is_admitted(self) -> None:
        shop = sample.full()

        text = told(replace(shop, choice=replace(shop.choice, calibration_applied=True)))

        assert "All tests erred to one side, so totals are multiplied by 1.07." in text

    def test_a_test_without_its_days_is_told_in_general(self) -> None:
        shop = sample.full()
        bare = replace(shop.choice, cuts=(), calibration=None)

        text = told(replace(shop, choice=bare))

        assert "Part of the sales was kept hidden" in text
        assert "What happened was on average" not in text

    def test_a_test_without_tenths_has_no_chart_of_them(self) -> None:
        shop = sample.full()
        plain = tuple(
            replace(c, holdout=replace(c.holdout, deciles=())) if c.holdout else c
            for c in shop.choice.candidates
        )

        assert "by tenths of customers" not in told(
            replace(shop, choice=replace(shop.choice, candidates=plain))
        )

    def test_a_rule_that_wins_by_customer_may_lose_in_total(self) -> None:
        text = page("baseline_wins").sentences

        assert "misses by 0.61 purchases on average, the model by 0.75." in text
        assert "For the total the model was nearer: 6% too few, the rule: 56% too many." in text
        assert "So rely on the total and on the order of customers" in text
        assert "distrust" not in text

    def test_a_rule_that_wins_in_both_is_not_excused(self) -> None:
        shop = sample.baseline_wins()
        exact = tuple(
            replace(c, holdout=sample.holdout(1_882, 0.61, float("nan"))) if c.is_baseline else c
            for c in shop.choice.candidates
        )

        text = told(replace(shop, choice=replace(shop.choice, candidates=exact)))

        assert "For the total the model was nearer" not in text
        assert "So use the order of customers, and distrust the amounts." in text
        assert "A simple rule predicts your customers as well as the model" in text

    def test_buying_nothing_is_named_only_where_most_did(self) -> None:
        busy = sample.baseline_wins()
        bought = tuple(
            replace(c, holdout=replace(c.holdout, deciles=((1.0, 2.0),) * 10)) if c.holdout else c
            for c in busy.choice.candidates
        )

        assert "Most customers bought nothing" in page("baseline_wins").sentences
        assert "Most customers bought nothing" not in told(
            replace(busy, choice=replace(busy.choice, candidates=bought))
        )


class TestCohortsInWords:
    @pytest.mark.parametrize(
        ("period", "periods", "expected"),
        [
            ("month", 2, "It is too early to say"),
            ("month", 3, "bought again in the month after the first."),
            ("quarter", 3, "bought again in the quarter after the first."),
            ("month", 8, "and 22% in month 6."),
            ("quarter", 8, "and 22% in quarter 6."),
        ],
    )
    def test_the_answer_reaches_as_far_as_the_data(
        self, period: str, periods: int, expected: str
    ) -> None:
        found = replace(sample.cohorts(periods), period=period)

        assert expected in told(replace(sample.full(), cohorts=found))

    def test_hidden_cohorts_are_counted(self) -> None:
        shop = replace(sample.full(), cohorts=sample.cohorts(20))

        assert "7 older cohorts are not shown" in told(shop)


class TestOtherStates:
    def test_neither_amounts_nor_a_forecast_leave_the_counts(self) -> None:
        text = told(replace(sample.too_thin(), has_amount=False))

        assert "So far: 31 customers, 58 purchases. It is too early" in text

    def test_without_tiers_the_histogram_stands_alone(self) -> None:
        text = told(replace(sample.full(), tiers=()))

        assert "half: PLN" in text
        assert "12 months by tier, with" not in text

    def test_a_range_of_nothing_is_not_told_as_narrow(self) -> None:
        shop = sample.full()
        nothing = replace(shop.totals.value_12m_minor, value=0.0, low=0.0, high=0.0)

        text = told(replace(shop, totals=replace(shop.totals, value_12m_minor=nothing)))

        assert "The range could not be computed." in text

    def test_guesses_of_our_own_codes_are_put_into_words(self) -> None:
        guesses = (
            Guess(role="separator", value="tab", evidence="content"),
            Guess(role="header", value="3", evidence="content"),
            Guess(role="header", value="none", evidence="content"),
            Guess(role="customer", value="1", evidence="content"),
            Guess(role="unheard_of", value="x", evidence="unheard_of"),
        )

        found = Page(html(replace(sample.full(), guesses=guesses)))

        assert {"tab", "row 3", "none", "column 1", "x"} <= set(found.texts_of["strong"])

    def test_margin_is_called_margin(self) -> None:
        assert "of margin (80% of outcomes" in page("with_margin").sentences

    def test_without_amounts_no_money_is_shown(self) -> None:
        found = page("without_amounts")

        assert "PLN" not in found.sentences
        assert "The file has no amounts" in found.sentences
        assert "should make about 3,940 purchases" in found.sentences
        assert {"45%", "46%"} <= set(found.texts_of["p"])  # beside the names, in place of money
        assert not {"spread", "dependence"} & set(anchors(found))

    def test_thin_history_gives_facts_and_reasons(self) -> None:
        found = page("too_thin")

        assert not {"slipping", "contacts", "spread", "forecast"} & set(anchors(found))
        assert "The history is too thin for a forecast" in found.sentences
        assert "about a hundred are needed" in found.sentences

    def test_thin_history_with_a_careful_model_says_so(self) -> None:
        shop = sample.full()
        thin = replace(shop, choice=replace(sample.too_thin().choice))

        text = Page(html(thin)).sentences
        assert "use the order of customers, distrust the amounts" in text
        assert "Not tested" in text

    def test_one_customer_is_told_in_the_singular(self) -> None:
        found = page("one_customer")

        assert "So far: 1 customer, 1 purchase" in found.sentences
        assert "1 row was read" in found.sentences
        assert not {"cohorts", "dependence"} & set(anchors(found))

    def test_nobody_slipping_is_good_news(self) -> None:
        text = page("nobody_slips").sentences

        assert "Nobody is slipping away now." in text
        assert "Nobody is overdue" in text
        assert "The check found nothing to object to." in text

    def test_a_winning_rule_is_admitted_first_and_in_the_proof(self) -> None:
        text = page("baseline_wins").sentences

        assert "For a single customer a simple rule is as exact" in text
        assert "For a single customer the simple rule is at least as exact" in text
        assert "Fair hit" in text
        assert "Good hit" not in text

    def test_a_missing_season_is_admitted(self) -> None:
        found = page("baseline_wins")

        assert "The season is not in the data" in found.sentences
        assert "The strongest month" not in found.sentences

    def test_channels_stand_only_where_they_are_known(self) -> None:
        assert "Which channels bring" in page("full").sentences
        assert "Which channels bring" not in page("without_channels").sentences

    def test_dangerous_dependence_is_said(self) -> None:
        assert "Dangerous" in page("without_channels").sentences


def test_parameters_stand_with_their_range_and_its_kind() -> None:
    ranges = {
        "pareto_nbd": {"r": Interval(value=0.5, low=0.4, high=0.6)},
        "gamma_gamma": {"q": Interval(value=3.74, low=3.1, high=4.5, method="delta")},
    }

    text = told(replace(sample.full(), parameter_intervals=ranges))

    assert "(0.400–0.600)" in text
    assert "reshuffled customers (bootstrap)" in text
    assert "(3.100–4.500)" in text
    assert "curvature of the likelihood (delta)" in text
    assert "(80% range)" in text
