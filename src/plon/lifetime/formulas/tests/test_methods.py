"""Which formula for whom."""

import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.formulas.methods import RECOMMENDED, Method, recommend


def test_an_unlisted_business_is_told_the_list() -> None:
    with pytest.raises(
        InputUnusable, match="“circus” is not a business model: choose one of retail"
    ):
        recommend("circus")


@pytest.mark.parametrize("business", RECOMMENDED)
def test_a_recommendation_does_not_repeat_itself(business: str) -> None:
    advice = recommend(business)

    assert advice.method not in advice.also
    assert len(set(advice.also)) == len(advice.also)


def test_every_formula_is_recommended_to_somebody() -> None:
    offered = {
        method for advice in RECOMMENDED.values() for method in (advice.method, *advice.also)
    }

    assert offered == set(Method)
