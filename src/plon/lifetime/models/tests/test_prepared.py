import numpy as np
import pytest

from plon.lifetime.models.prepared import every_kth, mean_interval, prepare
from plon.lifetime.models.tests import cdnow
from plon.lifetime.purchases import Purchases

FEW = Purchases(
    x=np.array([0.0, 2.0, 1.0, 0.0]),
    t_x=np.array([0.0, 5.0, 3.0, 0.0]),
    T=np.array([8.0, 8.0, 9.0, 8.0]),
    weight=np.array([1.0, 1.0, 2.0, 3.0]),
)


def test_counts_are_by_x_and_by_T() -> None:
    prepared = prepare(FEW)
    counts = prepared.count(FEW.weight)

    np.testing.assert_array_equal(counts.more_than, [3, 1])
    assert counts.customers == 7
    assert counts.purchases == 4
    used = counts.at_end > 0
    np.testing.assert_allclose(prepared.T[used] * prepared.unit, [8, 9])
    np.testing.assert_array_equal(counts.at_end[used], [5, 2])
    np.testing.assert_array_equal(counts.x_at_end[used], [2, 2])


def test_rows_of_all_hold_who_never_came_back_once_per_T() -> None:
    prepared = prepare(FEW, rows="all")
    counts = prepared.count(FEW.weight)

    is_zero = prepared.row_x == 0
    assert counts.rows[is_zero].sum() == 4
    assert counts.rows[~is_zero].tolist() == [1, 2]
    assert np.all(prepared.t[prepared.row_last[is_zero]] == 0)


def test_replicates_are_counted_like_each_alone() -> None:
    prepared = prepare(FEW, rows="all")
    weights = np.array([FEW.weight, [0.0, 2.0, 0.0, 1.0]])

    both = prepared.count(weights)

    for i, weight in enumerate(weights):
        alone = prepared.count(weight)
        np.testing.assert_array_equal(both.rows[i], alone.rows)
        np.testing.assert_array_equal(both.more_than[i], alone.more_than)
        np.testing.assert_array_equal(both.at_end[i], alone.at_end)
        np.testing.assert_array_equal(both.x_at_end[i], alone.x_at_end)


@pytest.mark.parametrize("x", [0.5, -1.0])
def test_x_must_be_a_count(x: float) -> None:
    with pytest.raises(ValueError, match="whole number"):
        prepare(cdnow.one(x, 0, 1))


def test_the_unit_is_the_mean_interval() -> None:
    assert mean_interval(FEW) == pytest.approx((8 + 8 + 18 + 24) / 4)
    assert mean_interval(cdnow.one(0, 0, 4)) == 4
    assert mean_interval(cdnow.one(0, 0, 0)) == 1


def test_every_kth_keeps_rows_whole() -> None:
    thinned = every_kth(FEW, 2)

    assert thinned.x.tolist() == [0, 1]
    assert thinned.weight.tolist() == [1, 2]
