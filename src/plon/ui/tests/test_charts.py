"""Charts: places are made of the figures, bars stand on zero, nothing leaves the frame."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from plon.ui import charts
from plon.ui.charts import scale

TABLE = charts.Table(caption="Table", headings=("Name", "Figure"), rows=(("a", "1"), ("b", "2")))
FRAME: dict[str, Any] = {"title": "Title", "summary": "One sentence.", "table": TABLE}


def bars(*values: float, top: float | None = None) -> charts.Bars:
    made = [charts.Bar(label=f"b{i}", value=v, text=str(v)) for i, v in enumerate(values)]
    return charts.Bars(**FRAME, bars=made, top=top)


def columns(*values: float, level: float | None = None) -> charts.Columns:
    made = [charts.Column(label=f"c{i}", value=v, text=str(v)) for i, v in enumerate(values)]
    return charts.Columns(**FRAME, columns=made, level=level)


def fan(*points: tuple[float, float, float, float]) -> charts.Fan:
    made = [
        charts.FanPoint(at=at, label=str(at), value=v, low=low, high=high, text=str(v))
        for at, v, low, high in points
    ]
    return charts.Fan(**FRAME, points=made, levels=[(50.0, "50")])


def intervals(*ranges: tuple[float, float, float]) -> charts.Intervals:
    made = [charts.Range(label="r", value=v, low=lo, high=hi, text="") for v, lo, hi in ranges]
    return charts.Intervals(**FRAME, ranges=made)


def histogram(edges: tuple[float, ...], counts: tuple[int, ...]) -> charts.Histogram:
    marks, labels = [(edges[0], "low"), (edges[-1], "high")], [(edges[0], "0")]
    return charts.Histogram(**FRAME, edges=edges, counts=counts, marks=marks, edge_labels=labels)


def grid() -> charts.Grid:
    counts = ((4, 0), (1, 2))
    texts = (("4", "0"), ("1", "2"))
    names: dict[str, Any] = {"row_labels": ("F1", "F2"), "column_labels": ("R1", "R2")}
    return charts.Grid(**FRAME, counts=counts, texts=texts, **names, marked=frozenset({(1, 0)}))


def heat() -> charts.Heat:
    row = charts.HeatRow(label="May", size="10", cells=[("50%", 0.5), ("", None), ("20%", 0.2)])
    return charts.Heat(**FRAME, headings=("Month", "New", "+1", "+2", "+3"), rows=[row], top=0.5)


def calibration() -> charts.Calibration:
    return charts.Calibration(
        **FRAME, pairs=((0.0, 0.5), (2.0, 1.0)), labels=("1", "2"), levels=[(1.0, "1")]
    )


def shares() -> charts.Shares:
    return charts.Shares(**FRAME, parts=(("1", 60.0), ("2", 30.0), ("3", 10.0)))


ALL: list[charts.Figure] = [
    bars(3, 1),
    columns(2, 1, level=1.5),
    histogram((0.0, 10.0, 20.0), (3, 1)),
    grid(),
    heat(),
    fan((3, 10, 8, 12), (12, 40, 30, 60)),
    intervals((5, 4, 6), (10, 7, 14)),
    calibration(),
    shares(),
]


class TestScale:
    def test_across_is_a_share_of_the_width_held_inside_the_chart(self) -> None:
        assert [scale.across(s) for s in (0, 1 / 3, 1, 1.2, -1)] == [
            "0%",
            "33.33%",
            "100%",
            "100%",
            "0%",
        ]

    @pytest.mark.parametrize(
        ("top", "expected"),
        [
            (0, [0]),
            (-1, [0]),
            (float("nan"), [0]),
            (4, [0, 1, 2, 3, 4]),
            (7, [0, 2, 4, 6]),
            (480_900, [0, 200_000, 400_000]),
            (1e6, [0, 500_000, 1e6]),
            (0.9, [0, 0.5]),
        ],
    )
    def test_ticks_are_round(self, top: float, expected: list[float]) -> None:
        assert scale.ticks(top) == pytest.approx(expected)

    @given(st.floats(1e-6, 1e15))
    def test_ticks_are_few_and_never_above_the_top(self, top: float) -> None:
        found = scale.ticks(top)

        assert 2 <= len(found) <= 5
        assert found[-1] <= top * (1 + 1e-6)

    def test_heat_is_a_step_that_shows_the_least_share_too(self) -> None:
        assert [scale.heat(s) for s in (0, 0.01, 0.5, 1, 3)] == ["0", "1", "5", "10", "10"]

    def test_texts_at_the_edges_hang_inwards(self) -> None:
        assert [scale.anchor(s) for s in (0, 0.5, 1)] == ["start", "middle", "end"]

    def test_a_part_of_nothing_is_nothing(self) -> None:
        assert [scale.part(1, 0), scale.part(float("nan"), 2), scale.part(1, 2)] == [0, 0, 0.5]


class TestBars:
    def test_the_longest_is_as_wide_as_the_chart_and_the_others_to_scale(self) -> None:
        assert [bar.width for bar in bars(4, 1, 0).placed] == ["100%", "25%", "0%"]

    def test_shares_are_told_against_the_whole(self) -> None:
        assert [bar.width for bar in bars(0.5, top=1.0).placed] == ["50%"]

    def test_bars_stand_one_under_another(self) -> None:
        chart = bars(1, 2)

        assert [bar.bar_y for bar in chart.placed] == [24, 70]
        assert chart.height == 92


class TestColumns:
    def test_columns_stand_on_the_ground(self) -> None:
        chart = columns(2, 1)

        for column in chart.placed:
            assert float(column.y) + float(column.height) == chart.ground

    def test_heights_are_to_scale_from_zero(self) -> None:
        high, low = columns(2, 1).placed

        assert float(high.height) == 2 * float(low.height)

    def test_a_level_above_all_columns_still_fits(self) -> None:
        assert columns(1, level=2).level_y == "22"

    def test_a_figure_the_level_would_strike_through_stands_above_it(self) -> None:
        chart = columns(100, 98, 75, 150, level=100)

        texts = [float(c.text_y) for c in chart.placed]
        assert texts[1] == texts[0] == float(chart.level_y) - 6
        assert texts[2] == float(chart.placed[2].y) - 6 > float(chart.level_y)
        assert texts[3] == float(chart.placed[3].y) - 6

    def test_without_a_level_no_line(self) -> None:
        assert columns(1).level_y == ""


class TestHistogram:
    def test_heights_are_counts(self) -> None:
        tall, small = histogram((0, 1, 2), (10, 5)).bins

        assert float(tall.height) == 2 * float(small.height)

    @pytest.mark.parametrize(
        ("value", "share"), [(-5, 0), (0, 0), (5, 0.25), (10, 0.5), (60, 0.75), (110, 1), (999, 1)]
    )
    def test_a_value_stands_straight_within_its_bin_also_in_a_wide_last_one(
        self, value: float, share: float
    ) -> None:
        assert histogram((0, 10, 110), (1, 1)).place(value) == pytest.approx(share)

    def test_marks_lie_on_lines_of_their_own_and_hang_inwards(self) -> None:
        low, high = histogram((0, 10), (1,)).placed_marks

        assert low.y != high.y
        assert (low.anchor, high.anchor) == ("start", "end")

    def test_without_bins_everything_stands_at_the_start(self) -> None:
        assert histogram((0.0,), ()).place(3) == 0


class TestGrid:
    def test_the_first_row_is_at_the_bottom_and_read_last(self) -> None:
        *_, first, _second = grid().cells

        assert first.text == "4"
        assert first.y > grid().cells[0].y

    def test_the_fullest_cell_is_hottest_and_an_empty_one_cold(self) -> None:
        assert [cell.heat for cell in grid().cells] == ["5", "8", "10", "0"]

    def test_marked_cells_are_marked(self) -> None:
        assert [cell.text for cell in grid().cells if cell.is_marked] == ["1"]


class TestHeat:
    def test_cells_are_told_by_their_share_of_the_darkest(self) -> None:
        ((row, cells),) = heat().body

        assert row.label == "May"
        assert cells == [("50%", "10"), ("", ""), ("20%", "4")]


class TestFan:
    def test_the_line_starts_from_nothing_now(self) -> None:
        assert fan((12, 40, 30, 60)).line.startswith("0.00,228 ")

    def test_the_band_goes_out_along_the_high_ends_and_back_along_the_low(self) -> None:
        places = fan((6, 20, 10, 30), (12, 40, 30, 60)).band.split()
        shares = [float(place.split(",")[0]) for place in places]

        assert shares == sorted(shares[:3]) + sorted(shares[3:], reverse=True)
        assert places[2].endswith(",28")  # the highest figure touches the top

    def test_a_figure_lies_within_its_range(self) -> None:
        (point,) = fan((12, 40, 30, 60)).placed

        assert float(point.high_y) < float(point.y) < float(point.low_y)

    def test_a_range_below_zero_ends_on_the_ground(self) -> None:
        (point,) = fan((12, 40, -30, 60)).placed

        assert float(point.low_y) == fan((12, 40, 30, 60)).ground


class TestIntervals:
    def test_all_ranges_share_one_scale_from_zero(self) -> None:
        near, far = intervals((5, 4, 6), (10, 7, 14)).placed

        assert [float(p.strip("%")) for p in (near.x, far.x)] == pytest.approx([35.01, 70.03])
        assert float(far.low_x.strip("%")) < float(far.x.strip("%")) < float(far.high_x.strip("%"))


class TestCalibration:
    def test_equal_figures_lie_at_equal_heights(self) -> None:
        low, high = calibration().placed

        assert float(high.predicted_y) < float(high.actual_y)
        assert low.predicted_y == str(calibration().ground)


class TestShares:
    def test_parts_fill_the_whole_one_after_another(self) -> None:
        assert [(p.x, p.width) for p in shares().placed] == [
            ("0%", "60%"),
            ("60%", "30%"),
            ("90%", "10%"),
        ]

    def test_a_whole_of_nothing_has_no_width(self) -> None:
        empty = charts.Shares(**FRAME, parts=(("1", 0),))

        assert [p.width for p in empty.placed] == ["0%"]


class TestTable:
    def test_figures_are_told_from_words(self) -> None:
        table = charts.Table(caption="", headings=("a", "b", "c"), rows=[("x", "y", "1")], words=2)

        assert table.columns == [("a", False), ("b", False), ("c", True)]
        assert table.body == [("x", [("y", False), ("1", True)])]


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
class TestEveryChart:
    def test_is_well_formed_with_its_sentence_and_its_table(self, chart: charts.Figure) -> None:
        html = render_to_string("ui/figure.html", {"chart": chart})
        figure = ElementTree.fromstring(html)

        assert figure.findtext("figcaption") == "Title"
        assert figure.find("details//table") is not None
        for svg in figure.findall("svg"):
            assert (svg.get("role"), svg.get("aria-label")) == ("img", "One sentence.")

    def test_writes_no_number_the_polish_way_into_geometry(self, chart: charts.Figure) -> None:
        html = render_to_string("ui/figure.html", {"chart": chart})
        places = [
            value
            for node in ElementTree.fromstring(html).iter()
            for name, value in node.attrib.items()
            if name in {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height"}
        ]

        assert all(float(place.removesuffix("%")) >= 0 for place in places)
