"""Why a customer's figures differ between two runs: the parts add up, and each is what it says."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.analysis import Analysis
from plon.lifetime.answer.analyse import AnalyseOptions, analyse
from plon.lifetime.answer.explain_change import FIGURES, Change, explain_change
from plon.lifetime.answer.explain_change_words import change_sentences
from plon.lifetime.answer.split_figure import PARTS, Split
from plon.lifetime.errors import InputUnusable
from plon.lifetime.tests.sales_maker import sales_of
from plon.lifetime.tests.shops import CALIBRATION_END, cdnow_shop, cdnow_until, thin_shop
from plon.lifetime.wording import NBSP

LATER = date(1997, 12, 31)
BACK, SILENT, NEW = "0001", "0009", "newcomer"


def shop_at(end: date, **more: dict[date, int]) -> Analysis:
    bought = {**cdnow_until(end), **more}
    return analyse(sales_of(bought, as_of=end), options=AnalyseOptions(language="en"))


@lru_cache
def later_shop() -> Analysis:
    return shop_at(LATER, **{NEW: {date(1997, 11, 3): 20_00, date(1997, 12, 1): 30_00}})


def change_of(customer: str) -> Change:
    return explain_change(cdnow_shop(), later_shop(), customer, language="en")


def figure(analysis: Analysis, customer: str, name: str) -> float:
    table = analysis.customers
    place = table["customer"].to_pylist().index(customer)
    return float(table[name][place].as_py())


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, 2_356))
def test_the_parts_add_up_to_the_tables_figures(place: int) -> None:
    customer = cdnow_shop().customers["customer"][place].as_py()

    for name, split in change_of(customer).splits.items():
        parts = sum(getattr(split, part) for part in PARTS)
        assert split.before + parts == pytest.approx(split.after, rel=1e-9, abs=1e-9)
        # The table's money is whole, and so is the customer's own mean that the split starts from.
        slack = 1 + 1e-3 * split.after if name == "value_12m_minor" else 1e-9
        assert split.before == pytest.approx(
            figure(cdnow_shop(), customer, name), rel=1e-6, abs=slack
        )
        assert split.after == pytest.approx(
            figure(later_shop(), customer, name), rel=1e-6, abs=slack
        )


@given(
    figures=st.lists(st.floats(-1e7, 1e7, allow_nan=False), min_size=4, max_size=4),
    step=st.sampled_from([0.01, 0.1, 100.0]),
)
def test_what_is_shown_adds_up_too(figures: list[float], step: float) -> None:
    before, *parts = figures
    split = Split(before=before, after=sum(figures), **dict(zip(PARTS, parts, strict=True)))

    shown = split.rounded(step)

    total = shown.before + sum(getattr(shown, part) for part in PARTS)
    assert total == pytest.approx(shown.after, abs=step / 1e3)
    assert all(
        abs(getattr(shown, name) - getattr(split, name)) <= 2 * step + 1e-6
        for name in ("before", "after", *PARTS)
    )


def test_silence_alone_lowers_the_chance_and_nothing_was_bought() -> None:
    change = change_of(SILENT)

    assert change.facts["new_purchase_days"] == 0
    assert change.facts["days_passed"] == 92
    for split in change.splits.values():
        assert split.time_passing < 0
        assert split.new_purchases == 0
        assert split.refitted != 0


def test_a_purchase_raises_what_silence_lowered() -> None:
    change = change_of(BACK)

    assert change.facts["new_purchase_days"] > 0
    alive = change.splits["probability_alive"]
    assert alive.time_passing < 0 < alive.new_purchases
    assert change.splits["value_12m_minor"].new_purchases > 0


def test_the_same_run_twice_moves_nothing() -> None:
    change = explain_change(cdnow_shop(), cdnow_shop(), BACK, language="en")

    assert set(change.splits) == set(FIGURES)
    for split in change.splits.values():
        assert split.difference == split.time_passing == split.new_purchases == split.refitted == 0


def test_what_the_base_taught_is_a_part_of_its_own() -> None:
    """Same day, same purchases, another level of the totals: all of it is refitted."""
    shop = cdnow_shop()
    table = shop.customers
    for name in ("expected_purchases_12m", "value_12m_minor"):
        doubled = [2 * figure for figure in table[name].to_pylist()]
        table = table.set_column(table.column_names.index(name), name, [doubled])

    change = explain_change(shop, replace(shop, customers=table), BACK, language="en")

    split = change.splits["value_12m_minor"]
    assert split.time_passing == split.new_purchases == 0
    assert split.refitted == pytest.approx(split.before)


def test_a_new_customer_comes_from_nothing_by_his_purchases() -> None:
    change = change_of(NEW)

    assert change.facts["is_new_customer"]
    for split in change.splits.values():
        assert split.before == split.time_passing == 0
        assert split.new_purchases > 0
    assert change.sentences[0] == (
        f"A customer who is new since 30{NBSP}Sep{NBSP}1997:"
        f" 2 purchase days by 31{NBSP}Dec{NBSP}1997."
    )
    assert not any("still being your customer" in said for said in change.sentences)


def test_it_is_told_in_sentences() -> None:
    told = change_of(SILENT).sentences

    assert told[0] == f"From 30{NBSP}Sep{NBSP}1997 to 31{NBSP}Dec{NBSP}1997: no new purchase."
    assert told[1].startswith("The chance of still being your customer went from 96% to ")
    assert "time passing \N{MINUS SIGN}" in told[1]
    assert "new purchases 0 pp" in told[1]
    assert told[2].startswith("Purchases expected in the next 12 months went from 2.0 to ")
    assert told[3].startswith(f"The value of the next 12 months went from PLN{NBSP}56 to ")
    assert f"time passing \N{MINUS SIGN}PLN{NBSP}" in told[3]


def test_it_is_told_in_polish() -> None:
    told = explain_change(cdnow_shop(), later_shop(), SILENT).sentences

    assert told[0] == f"Od 30{NBSP}wrz{NBSP}1997 do 31{NBSP}gru{NBSP}1997: żadnego nowego zakupu."
    assert "upływ czasu" in told[3]


@pytest.mark.parametrize(
    ("days", "said"),
    [(1, "1 new purchase day."), (3, "3 new purchase days."), (-1, "took off 1 purchase day.")],
)
def test_what_happened_is_counted(days: int, said: str) -> None:
    facts = {**change_of(SILENT).facts, "new_purchase_days": days}

    assert change_sentences(facts, {}, currency="PLN", language="en")[0].endswith(said)


def test_without_a_model_there_is_only_what_happened() -> None:
    thin = thin_shop()
    mute = replace(thin, choice=replace(thin.choice, candidates=()))

    change = explain_change(mute, mute, "ann", language="en")

    assert change.splits == {}
    assert len(change.sentences) == 1


def test_values_of_two_kinds_are_not_compared() -> None:
    for other in ({"currency": "EUR"}, {"value_is_margin": True}, {"has_amount": False}):
        change = explain_change(cdnow_shop(), replace(cdnow_shop(), **other), BACK)
        assert set(change.splits) == {"probability_alive", "expected_purchases_12m"}


def test_spend_that_could_not_be_fitted_is_everyones_mean() -> None:
    shop = replace(cdnow_shop(), spend=None)

    split = explain_change(shop, shop, BACK).splits["value_12m_minor"]

    table = shop.customers.to_pandas()
    mean = table["value_12m_minor"].sum() / table["expected_purchases_12m"].sum()
    assert split.after == pytest.approx(figure(shop, BACK, "expected_purchases_12m") * mean)


def test_the_earlier_run_comes_first() -> None:
    with pytest.raises(InputUnusable, match="give the earlier run first"):
        explain_change(later_shop(), cdnow_shop(), BACK)


def test_a_stranger_is_refused() -> None:
    with pytest.raises(InputUnusable, match="no customer “nobody”"):
        explain_change(cdnow_shop(), later_shop(), "nobody")


def test_the_end_of_the_first_run_is_its_calibration() -> None:
    assert cdnow_shop().as_of == CALIBRATION_END
