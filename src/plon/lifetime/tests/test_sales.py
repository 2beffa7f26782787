"""Rows of a file close: what was read was used, returned or rejected."""

import pytest

from plon.lifetime.sales import RowCounts


def test_counts_that_do_not_close_cannot_exist() -> None:
    assert RowCounts(read=3, used=1, returned=1, rejected=1).read == 3

    with pytest.raises(AssertionError, match="do not close"):
        RowCounts(read=4, used=1, returned=1, rejected=1)
