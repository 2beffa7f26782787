"""One sentence a customer, fast, in whole words of both languages."""

import numpy as np
import pytest

from plon.lifetime.answer.standing import Standing
from plon.lifetime.answer.why import (
    Words,
    days_phrase,
    fill,
    why_with_model,
    why_without_model,
    worded,
)


def standing(gap: list[float], idle: list[float], alive: list[float]) -> Standing:
    return Standing(
        days_since_last=np.array(idle),
        usual_gap_days=np.array(gap),
        due_days=np.full(len(gap), 30.0),
        late_days=np.full(len(gap), 60.0),
        alive=np.array(alive),
        alive_at_last=np.ones(len(gap)),
    )


THREE = standing([24.0, 24.0, np.nan], [80.0, 20.0, 7.0], [0.34, 0.91, 0.5])


def test_each_kind_of_customer_has_its_sentence() -> None:
    assert why_with_model(THREE, language="en").to_pylist() == [
        "Buys every 24 days on average, silent for 80 days:"
        " the chance of still being your customer fell to 34%.",
        "Buys every 24 days on average, last 20 days ago: in the usual rhythm.",
        "One purchase, 7 days ago; the chance of still being your customer is 50%.",
    ]


def test_without_a_model_there_are_only_facts() -> None:
    told = why_without_model(
        purchase_days=np.array([5.0]), days_since_last=np.array([1.0]), language="en"
    )

    assert told.to_pylist() == ["Purchases: 5; the last one 1 day ago."]


@pytest.mark.parametrize(("days", "text"), [(0, "0 days"), (1, "1 day"), (22.4, "22 days")])
def test_days_are_counted_in_words(days: float, text: str) -> None:
    assert days_phrase(days, language="en") == text


def test_numbers_are_rounded_and_nothing_is_said_of_an_unknown() -> None:
    told = worded(np.array([0.344, np.nan, 0.346]), lambda share: f"{share:.2f}", steps=100)

    assert [told.texts[code] for code in told.code] == ["0.34", "", "0.35"]


def test_each_row_has_the_template_of_its_kind_with_its_own_columns_and_percent_signs() -> None:
    columns = {
        "a": Words(texts=["x", "y"], code=np.array([0, 1, 1])),
        "b": Words(texts=["1", "2"], code=np.array([0, 1, 0])),
    }
    templates = ("%(a)s: 5%% of %(b)s.", "only %(b)s")

    told = fill(templates, np.array([0, 1, 0]), columns)

    assert told.to_pylist() == ["x: 5% of 1.", "only 2", "y: 5% of 1."]
