"""LTV-020: a newly imported sale changes a customer's modelled value; nothing is typed in."""

from datetime import date
from pathlib import Path

import pyarrow.compute as pc
import pytest

from plon.lifetime.analysis import Analysis
from tests.acceptance.library import analysed, cdnow_lines, written

AS_OF = date(1998, 6, 30)
HEADING = "customer,date,amount"
WHO = "0111"  # bought before, far from the best


def value_of(shop: Analysis, who: str) -> int:
    own = shop.customers.filter(pc.equal(shop.customers["customer"], who))
    (value,) = own["value_12m_minor"].to_pylist()
    return int(value)


@pytest.mark.feature("LTV-020")
def test_one_more_sale_of_a_customer_raises_what_he_is_expected_to_be_worth(tmp_path: Path) -> None:
    old = written(tmp_path / "old.csv", HEADING, [",".join(line) for line in cdnow_lines()])
    new = written(tmp_path / "new.csv", HEADING, [f"{WHO},1998-06-29,60.00"])

    before, after = analysed(old, as_of=AS_OF), analysed(old, new, as_of=AS_OF)

    assert after.rows.used == before.rows.used + 1
    assert value_of(after, WHO) > value_of(before, WHO) > 0
