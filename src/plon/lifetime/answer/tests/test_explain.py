"""A customer's figures taken apart, in facts and in sentences."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from plon.lifetime.analysis import Season
from plon.lifetime.answer.analyse import analyse
from plon.lifetime.answer.explain import explain
from plon.lifetime.answer.explain_words import sentences
from plon.lifetime.errors import InputUnusable
from plon.lifetime.tests.sales_maker import sales_of
from plon.lifetime.tests.shops import CALIBRATION_END, cdnow_shop, cdnow_until, thin_shop

REPEATER, ONCE, LOST = "0001", "0003", "0002"


def test_the_facts_are_those_of_the_papers_formulas() -> None:
    facts = explain(cdnow_shop(), REPEATER).facts

    params = cdnow_shop().choice.chosen.fit.params  # type: ignore[union-attr] # tested to be there
    assert facts["purchase_days"] == 3
    assert facts["usual_gap_days"] == pytest.approx(213 / 2)
    assert facts["own_history_share"] == pytest.approx(2 / (2 + params["r"]))
    assert facts["expected_spend_minor"] == pytest.approx(2466, abs=3)  # note 025: 24.65
    assert facts["base_spend_minor"] == pytest.approx(3517, abs=2)
    assert facts["own_spend_share"] == pytest.approx(12.5 / (12.5 + 2.744), abs=1e-3)


def test_the_facts_agree_with_the_table() -> None:
    shop = cdnow_shop()
    row = shop.customers.slice(0, 1).to_pylist()[0]

    facts = explain(shop, REPEATER).facts

    assert facts["probability_alive"] == pytest.approx(row["probability_alive"])
    assert facts["due_date"] == row["due_date"]
    assert facts["value_12m_minor"] == row["value_12m_minor"]
    assert facts["expected_purchases_12m"] * facts["expected_spend_minor"] == pytest.approx(
        facts["value_12m_minor"], abs=1
    )


def test_days_of_free_goods_do_not_part_the_facts_from_the_table() -> None:
    """Purchases × spend = value, for a customer of whose four repeat days two were free."""
    bought = cdnow_until(CALIBRATION_END)
    free = {date(1997, month, 5): 0 if month in {3, 5} else 90_00 for month in range(2, 7)}
    shop = analyse(sales_of({**bought, "0001": free}, as_of=CALIBRATION_END))
    row = shop.customers.slice(0, 1).to_pylist()[0]

    facts = explain(shop, REPEATER).facts

    assert (row["x"], row["spend_days"], row["monetary_value_minor"]) == (4, 2, 90_00)
    assert facts["own_spend_minor"] == 90_00
    assert facts["expected_purchases_12m"] * facts["expected_spend_minor"] == pytest.approx(
        facts["value_12m_minor"], abs=1
    )


def test_a_customer_in_rhythm_is_told_when_to_expect_the_next_purchase() -> None:
    told = explain(cdnow_shop(), REPEATER, language="en").sentences

    assert told == (
        "Buys every 106 days on average, silent for 59 days.",
        "The chance of still being your customer is 87%;"
        " right after the last purchase it was 100%.",
        "Without another purchase it falls below one half on 19\N{NO-BREAK SPACE}Mar"
        "\N{NO-BREAK SPACE}1998.",
        "Half of the customers with such a history buy again by 31\N{NO-BREAK SPACE}Oct"
        "\N{NO-BREAK SPACE}1997, four in five by 12\N{NO-BREAK SPACE}Apr\N{NO-BREAK SPACE}1998.",
        "The expected number of purchases rests 78% on this customer's own history"
        " and 22% on the whole base.",
        "A repeat purchase is worth USD\N{NO-BREAK SPACE}22 on average, in the whole base"
        " USD\N{NO-BREAK SPACE}35; the customer's own mean counts for 82%.".replace("USD", "PLN"),
        "Expected in 12 months: purchases 1.9 at PLN\N{NO-BREAK SPACE}25 each"
        " give PLN\N{NO-BREAK SPACE}46.",
        "In eight cases of ten it is 0 to 5 purchases:"
        " a wide range, for this customer has few so far.",
    )


def test_a_customer_gone_quiet_is_told_when_the_chance_fell() -> None:
    told = " ".join(explain(cdnow_shop(), LOST, language="en").sentences)

    assert "It fell below one half on" in told
    assert "such a customer does not buy in that time" in told


def test_one_purchase_has_no_rhythm_and_no_own_mean() -> None:
    explanation = explain(cdnow_shop(), ONCE, language="en")

    assert explanation.sentences[0] == "One purchase so far, 272 days ago."
    assert explanation.facts["usual_gap_days"] is None
    assert explanation.facts["own_spend_minor"] is None
    assert not any("own mean" in sentence for sentence in explanation.sentences)


def test_without_amounts_only_purchases_are_told() -> None:
    shop = cdnow_shop()
    facts = explain(shop, REPEATER).facts
    without = {key: value for key, value in facts.items() if "minor" not in key}

    told = sentences(without | {"value_12m_minor": None}, currency="PLN", language="en")

    assert "Expected in 12 months: purchases 1.9." in told
    assert not any("PLN" in sentence for sentence in told)


def test_a_thin_base_explains_what_it_can() -> None:
    explanation = explain(thin_shop(), "ben", language="en")

    assert explanation.sentences[0] == "One purchase so far, 62 days ago."


def test_without_a_model_there_is_only_the_history() -> None:
    shop = thin_shop()
    silent = replace(shop, choice=replace(shop.choice, candidates=()))
    table = silent.customers
    for name in ("expected_purchases_12m", "value_12m_minor"):
        place = table.column_names.index(name)
        table = table.set_column(place, name, [[None] * len(table)])

    explanation = explain(replace(silent, customers=table), "ann", language="en")

    assert explanation.sentences == ("Buys every 31 days on average, silent for 33 days.",)


def test_the_bg_nbd_does_not_pretend_to_know_one_time_buyers() -> None:
    shop = cdnow_shop()
    candidates = tuple(
        replace(each, chosen=each.name == "bg_nbd") for each in shop.choice.candidates
    )
    by_bg = replace(shop, choice=replace(shop.choice, candidates=candidates))

    explanation = explain(by_bg, ONCE, language="en")

    assert explanation.facts["probability_alive"] == 1
    assert explanation.sentences[1].startswith("By its construction the model BG/NBD gives 100%")


def test_another_model_is_named_for_one_time_buyers() -> None:
    told = explain(cdnow_shop(), ONCE, language="en").sentences

    assert told[1].startswith("The model BG/NBD would give 100% to everyone with one purchase")
    assert "Pareto/NBD is used" in told[1]
    assert not any("BG/NBD" in each for each in explain(cdnow_shop(), REPEATER).sentences)


def test_a_discount_is_told_beside_the_value() -> None:
    explanation = explain(cdnow_shop(), REPEATER, language="en", discount_per_year=0.1)

    value = explanation.facts["value_12m_minor"]
    assert 0.93 * value < explanation.facts["discounted_value_12m_minor"] < 0.97 * value
    assert any(told.startswith("Discounted at 10% a year") for told in explanation.sentences)
    nearly = explain(cdnow_shop(), REPEATER, discount_per_year=1e-9)
    assert nearly.facts["discounted_value_12m_minor"] == pytest.approx(value, abs=2)


def test_a_value_of_margin_is_called_that() -> None:
    of_margin = replace(cdnow_shop(), value_is_margin=True)

    told = explain(of_margin, REPEATER, language="en").sentences

    assert "The value is margin: what is left of the price." in told


@pytest.mark.parametrize(("factor", "said"), [(0.8, "adds 25%"), (1.25, "takes 20% off")])
def test_the_seasons_part_is_told(factor: float, said: str) -> None:
    shop = cdnow_shop()
    flat = tuple(
        replace(told, purchases_without_season=factor * told.purchases.value)
        for told in shop.forecasts
    )
    season = Season(source="learned", months=(1.0,) * 12, log_sd=(0.1,) * 12)

    told = explain(replace(shop, season=season, forecasts=flat), REPEATER, language="en").sentences

    assert any(said in sentence for sentence in told)
    assert explain(shop, REPEATER).facts["season_share"] is None


def test_a_model_without_leaving_names_no_day() -> None:
    shop = cdnow_shop()
    candidates = tuple(replace(each, chosen=each.name == "nbd") for each in shop.choice.candidates)
    by_nbd = replace(shop, choice=replace(shop.choice, candidates=candidates))

    explanation = explain(by_nbd, REPEATER, language="en")

    assert explanation.facts["best_before"] is None
    assert not any("one half" in sentence for sentence in explanation.sentences)


def test_the_cause_of_the_range_is_the_strongest() -> None:
    shop = cdnow_shop()
    place = int(np.argmax(shop.customers["x"].to_numpy()))
    often = shop.customers["customer"][place].as_py()
    small = replace(shop, totals=replace(shop.totals, customers=400))
    learned = replace(shop, season=Season(source="learned", months=(1.0,) * 12, log_sd=(0.1,) * 12))

    causes = [
        explain(analysis, who).facts["interval_cause"]
        for analysis, who in ((shop, REPEATER), (small, often), (shop, often), (learned, often))
    ]

    assert causes == ["few_purchases", "few_customers", "season_unknown", "chance"]


def test_each_cause_has_its_sentence() -> None:
    facts = explain(cdnow_shop(), REPEATER).facts

    told = {
        sentences(facts | {"interval_cause": cause}, currency="PLN", language="en")[-1]
        for cause in ("few_purchases", "few_customers", "season_unknown", "chance")
    }

    assert len(told) == 4


def test_a_spend_without_a_mean_is_weighed_against_nothing() -> None:
    shop = cdnow_shop()
    assert shop.spend is not None
    endless = replace(shop, spend=replace(shop.spend, params={"p": 6.0, "q": 0.9, "gamma": 1.0}))

    explanation = explain(endless, REPEATER, language="en")

    assert explanation.facts["own_spend_share"] is None
    assert not any("own mean" in sentence for sentence in explanation.sentences)


def test_a_stranger_is_refused() -> None:
    with pytest.raises(InputUnusable, match="no customer “nobody”"):
        explain(cdnow_shop(), "nobody")


def test_the_history_is_in_dates() -> None:
    facts = explain(cdnow_shop(), REPEATER).facts

    assert (facts["first_date"], facts["last_date"]) == (date(1997, 1, 1), date(1997, 8, 2))
