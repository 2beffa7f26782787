"""The summary for an investor says what is known, and no more."""

import pytest

from plon.lifetime.analysis import Analysis
from plon.ui.speech import Speech
from plon.value.services.one_pager import people_tile
from plon.value.tests import sample

EN = Speech(language="en", currency="PLN")


@pytest.mark.parametrize(
    ("analysis", "is_told"), [(sample.full(), True), (sample.too_thin(), False)]
)
def test_who_still_buys_is_told_where_a_model_says_so(analysis: Analysis, is_told: bool) -> None:
    assert bool(people_tile(analysis, EN).note) == is_told
