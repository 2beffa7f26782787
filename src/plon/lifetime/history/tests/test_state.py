"""A saved summary equals a full computation, bit for bit, however its sales came."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plon.lifetime.engines.tests.fingerprint import fingerprint
from plon.lifetime.errors import InputUnusable
from plon.lifetime.history.state import Rules, State, new_state, update
from plon.lifetime.history.state_files import load, save
from plon.lifetime.history.summarize import summarize
from plon.lifetime.units import TimeUnit

COLUMNS: dict[str, Any] = {
    "amount": "amount",
    "order": "order",
    "amount_in_minor_units": True,
}
Sale = tuple[str, int, int, str | None]  # customer, day of January, minor units, order

SALES = st.lists(
    st.tuples(
        st.sampled_from(["Ann", "Ben", "Cora"]),
        st.integers(1, 12),
        st.integers(-5, 9),
        st.sampled_from([None, "1", "2", "C1"]),
    ),
    min_size=1,
    max_size=14,
)


def table(*sales: Sale) -> pa.Table:
    customers, days, minors, orders = zip(*sales, strict=True)
    first = date(2026, 1, 1)
    return pa.table(
        {
            "customer": pa.array(customers, pa.string()),
            "date": pa.array([first + timedelta(days=day - 1) for day in days], pa.date32()),
            "amount": pa.array(minors, pa.int64()),
            "order": pa.array(orders, pa.string()),
        }
    )


def built(*batches: tuple[Sale, ...]) -> State:
    state = new_state()
    for number, batch in enumerate(batches):
        state = update(state, table(*batch), batch=str(number), **COLUMNS)
    return state


def afresh(*sales: Sale) -> str:
    return fingerprint(summarize(table(*sales), **COLUMNS))


@settings(max_examples=30, deadline=None)
@given(sales=SALES, cuts=st.lists(st.integers(1, 13), max_size=3), chance=st.randoms())
def test_any_batches_in_any_order_equal_all_at_once(
    sales: list[Sale], cuts: list[int], chance: Any
) -> None:
    chance.shuffle(sales)
    edges = sorted({0, len(sales), *(cut for cut in cuts if cut < len(sales))})
    batches = [tuple(sales[low:high]) for low, high in pairwise(edges)]

    state = built(*batches)

    if all(days == 0 for days in state.table["purchase_days"].to_pylist()):
        assert not len(state.summary())
    else:
        assert fingerprint(state.summary()) == afresh(*sales)


class TestUpdate:
    def test_new_days_after_the_last_are_added(self) -> None:
        first, second = ("Ann", 1, 500, None), ("Ann", 9, 0, None)

        summary = built((first,), (second,)).summary()

        assert fingerprint(summary) == afresh(first, second)
        assert summary.purchase_days.tolist() == [2]
        assert summary.zero_days.tolist() == [1]

    def test_a_late_row_on_a_known_day_makes_no_second_occasion(self) -> None:
        summary = built(
            (("Ann", 1, 500, None), ("Ann", 9, 7, None)), (("Ann", 1, 30, None),)
        ).summary()

        assert summary.purchase_days.tolist() == [2]
        assert summary.first_value_minor.tolist() == [530]

    def test_a_refund_of_an_old_order_erases_its_day(self) -> None:
        old = (("Ann", 1, 500, "7"), ("Ann", 5, 500, "8"))

        summary = built(old, (("Ann", 9, -500, "7"),)).summary()

        assert summary.purchase_days.tolist() == [1]
        assert summary.first_day.tolist() == summary.last_day.tolist()

    def test_a_customer_who_returned_everything_comes_back(self) -> None:
        gone = built((("Ann", 1, 500, None), ("Ben", 2, 9, None)), (("Ann", 3, -500, None),))

        assert gone.summary().customer.to_pylist() == ["Ben"]
        back = update(gone, table(("Ann", 8, 300, None)), **COLUMNS).summary()
        assert back.customer.to_pylist() == ["Ann", "Ben"]
        assert back.purchase_days.tolist() == [1, 1]

    def test_a_second_delivery_changes_nothing(self) -> None:
        state = built((("Ann", 1, 500, None),))

        assert update(state, table(("Ann", 1, 500, None)), batch="0", **COLUMNS) is state

    def test_a_delivery_without_a_name_is_known_by_its_content(self) -> None:
        sales = table(("Ann", 1, 500, None), ("Ann", 2, 300, None))
        state = update(new_state(), sales, **COLUMNS)

        assert update(state, sales.slice(1).cast(sales.schema), **COLUMNS) is not state
        assert (
            update(state, pa.concat_tables([sales.slice(1), sales.slice(0, 1)]), **COLUMNS) is state
        )

    def test_a_known_name_with_other_content_is_refused(self) -> None:
        state = built((("Ann", 1, 500, None),))

        with pytest.raises(InputUnusable, match='"0" was added before with other content'):
            update(state, table(("Ann", 1, 501, None)), batch="0", **COLUMNS)

    def test_ids_of_another_kind_are_refused(self) -> None:
        numbers = table(("Ann", 1, 500, None)).set_column(0, "customer", pa.array([7]))

        with pytest.raises(InputUnusable, match="of another kind"):
            update(built((("Ann", 1, 500, None),)), numbers, **COLUMNS)

    def test_an_end_before_the_last_day_is_refused(self) -> None:
        with pytest.raises(InputUnusable, match="up to 2026-01-09"):
            built((("Ann", 9, 500, None),)).summary(until=date(2026, 1, 8))

    def test_a_summary_of_nothing_is_refused(self) -> None:
        with pytest.raises(InputUnusable, match="no sales yet"):
            new_state().summary()


class TestUnits:
    def test_whole_numbers_are_major_units_unless_minor_are_told(self) -> None:
        sales = table(("Ann", 1, 30, None))

        for is_minor, minor in ((False, 3_000), (True, 30)):
            columns = {**COLUMNS, "amount_in_minor_units": is_minor}
            summary = update(new_state(), sales, **columns).summary()
            assert summary.value_minor.tolist() == [minor]


class TestFolder:
    def test_what_was_saved_is_loaded_and_goes_on(self, tmp_path: Path) -> None:
        first = (("Ann", 1, 500, "7"), ("Ben", 4, 30, None))
        second = (("Ann", 9, -200, "C7"), ("Cora", 2, 5, None))

        save(built(first), tmp_path)
        state = update(load(tmp_path), table(*second), **COLUMNS)

        assert fingerprint(state.summary()) == afresh(*first, *second)
        assert fingerprint(load(tmp_path).summary()) == afresh(*first)

    def test_files_are_the_bytes_of_a_rebuild(self, tmp_path: Path) -> None:
        first = (("Ann", 1, 500, None), ("Ben", 4, 30, None))
        second = (("Ann", 1, 20, None), ("Cora", 2, 5, None), ("Ben", 5, 1, None))
        save(built(first, second), tmp_path / "updated")
        save(built((*second, *first)), tmp_path / "rebuilt")

        updated, rebuilt = (
            next((tmp_path / name).glob("summary-*")).read_bytes()
            for name in ("updated", "rebuilt")
        )

        assert updated == rebuilt

    def test_a_new_folder_is_an_empty_state(self, tmp_path: Path) -> None:
        assert load(tmp_path / "none").last_day is None

    def test_only_the_latest_summary_stays(self, tmp_path: Path) -> None:
        state = save(built((("Ann", 1, 500, None),)), tmp_path)
        save(update(state, table(("Ann", 3, 20, None)), **COLUMNS), tmp_path)

        assert len(list(tmp_path.glob("summary-*"))) == 1
        assert len(list(tmp_path.glob("entries-*"))) == 2

    def test_a_failure_while_saving_leaves_the_old_state(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        state = save(built((("Ann", 1, 500, None),)), tmp_path)

        def fail(*_: object, **__: object) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(json, "dump", fail)
        with pytest.raises(OSError, match="disk full"):
            save(update(state, table(("Ann", 3, 20, None)), **COLUMNS), tmp_path)

        assert fingerprint(load(tmp_path).summary()) == afresh(("Ann", 1, 500, None))

    @pytest.mark.parametrize(
        ("rules", "reason"),
        [
            (Rules(unit=TimeUnit.DAY), "unit week, not day"),
            (Rules(zone="Europe/London"), "zone Europe/Warsaw, not Europe/London"),
            (Rules(currency="EUR"), "currency PLN, not EUR"),
        ],
    )
    def test_other_rules_are_refused_by_name(
        self, tmp_path: Path, rules: Rules, reason: str
    ) -> None:
        save(built((("Ann", 1, 500, None),)), tmp_path)

        with pytest.raises(InputUnusable, match=reason):
            load(tmp_path, rules)

    def test_another_version_is_refused(self, tmp_path: Path) -> None:
        save(built((("Ann", 1, 500, None),)), tmp_path)
        head = json.loads((tmp_path / "state.json").read_text())
        (tmp_path / "state.json").write_text(json.dumps({**head, "version": 99}))

        with pytest.raises(InputUnusable, match="version 99"):
            load(tmp_path)

    def test_a_broken_head_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "state.json").write_text("{")

        with pytest.raises(InputUnusable, match="no saved summary"):
            load(tmp_path)

    @pytest.mark.parametrize(
        "head", ["[]", "3", "{}", '{"version": 1}', '{"version": 1, "rules": []}']
    )
    def test_a_head_of_another_shape_is_refused(self, tmp_path: Path, head: str) -> None:
        (tmp_path / "state.json").write_text(head)

        with pytest.raises(InputUnusable, match="no saved summary"):
            load(tmp_path)

    @pytest.mark.parametrize("kind", ["summary", "entries"])
    def test_a_missing_file_is_named(self, tmp_path: Path, kind: str) -> None:
        save(built((("Ann", 1, 500, None),)), tmp_path)
        gone = next(tmp_path.glob(f"{kind}-*"))
        gone.unlink()

        with pytest.raises(InputUnusable, match=f'"{gone.name}".* is missing'):
            load(tmp_path)

    def test_a_table_that_is_no_parquet_is_refused(self, tmp_path: Path) -> None:
        save(built((("Ann", 1, 500, None),)), tmp_path)
        next(tmp_path.glob("summary-*")).write_text("customer;x")

        with pytest.raises(InputUnusable, match="no saved summary"):
            load(tmp_path)

    def test_files_of_others_are_left_alone(self, tmp_path: Path) -> None:
        stray = tmp_path / "summary-old.parquet"
        stray.write_text("mine")

        save(built((("Ann", 1, 500, None),)), tmp_path)

        assert stray.read_text() == "mine"
        assert fingerprint(load(tmp_path).summary()) == afresh(("Ann", 1, 500, None))
