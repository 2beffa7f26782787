"""What the records of components work out for their templates."""

from django.http import QueryDict

from plon.ui.charts.sparkline import Sparkline
from plon.ui.components import Cell, Column, DataTable, Person, Row, Steps, Target, sortable
from plon.ui.components.links import kept, with_query

NAME = Column(word="Name", key="name")
VALUE = Column(word="Value", key="value", is_number=True, is_falling_first=True)
PLAIN = Column(word="Plain")


class TestLinks:
    def test_keep_all_but_what_changes(self) -> None:
        query = QueryDict("q=a&tag=1&tag=2&page=3")

        assert with_query(query, page=None, sort="name") == "?q=a&tag=1&tag=2&sort=name"
        assert with_query(QueryDict("page=3"), page=None) == "?"

    def test_a_form_carries_the_rest_along(self) -> None:
        assert kept(QueryDict("q=a&tag=1&tag=2"), "q") == [("tag", "1"), ("tag", "2")]


class TestSortable:
    def test_figures_fall_first_and_words_rise(self) -> None:
        name, value, plain = sortable([NAME, VALUE, PLAIN], QueryDict(), default="other")

        assert (name.href, value.href, plain.href) == ("?sort=name", "?sort=-value", "")
        assert (name.order, value.order, plain.order) == ("", "", "")

    def test_the_column_in_order_turns_round(self) -> None:
        query = QueryDict("q=a&sort=-value&after=17&page=2&before=3")
        name, value = sortable([NAME, VALUE], query, default="name")

        assert (value.order, value.href) == ("descending", "?q=a&sort=value")
        assert (name.order, name.href) == ("", "?q=a&sort=name")

    def test_without_a_wish_the_default_is_in_order(self) -> None:
        (name,) = sortable([NAME], QueryDict(), default="name")

        assert (name.order, name.href) == ("ascending", "?sort=-name")


class TestTable:
    def test_cells_of_the_total_stand_beside_their_columns(self) -> None:
        row = Row(cells=[Cell(text="Ann"), Cell(text="1")])
        table = DataTable(caption="t", columns=[NAME, VALUE], rows=[row], total=row.cells)

        assert table.foot == [(NAME, row.cells[0]), (VALUE, row.cells[1])]
        assert DataTable(caption="t", columns=[NAME], rows=[]).foot == []


def test_initials_are_the_first_and_the_last() -> None:
    names = ["Anna Nowak", "Łukasz", "Jan Maria Rokita", "", "12 bis", "anna de żak"]

    assert [Person(name=name).initials for name in names] == ["AN", "Ł", "JR", "?", "B", "AŻ"]


def test_steps_lead_back_but_not_ahead() -> None:
    steps = Steps(words=["a", "b", "c", "d"], current=2, hrefs=["/a", "/b", "/c"])

    assert steps.placed == [
        ("a", "done", "/a"),
        ("b", "done", "/b"),
        ("c", "current", ""),
        ("d", "ahead", ""),
    ]
    assert steps.number == 3
    assert Steps(words=["a", "b"], current=1).placed[0] == ("a", "done", "")


def test_a_target_stays_inside_its_bar() -> None:
    assert Target(text="t", reached=1.4, pace=0.5).width == "100%"
    assert Target(text="t", reached=0.125, pace=0.5).mark == "50%"
    assert Target(text="t", reached=0.1).mark == ""


class TestSparkline:
    def test_has_its_largest_at_the_top_and_zero_on_the_ground(self) -> None:
        line = Sparkline(values=(0, 5, 10), summary="s", width=100, height=26)

        assert line.points == "0.0,23.0 50.0,13.0 100.0,3.0"
        assert line.last == ("100.0", "3.0")

    def test_a_line_ends_where_another_measure_begins(self) -> None:
        line = Sparkline(values=(10, 5, 0), summary="s", width=100, height=26, breaks=(2,))

        assert line.lines == ["0.0,3.0 50.0,13.0", "100.0,23.0 100.0,23.0"]

    def test_of_zeros_lies_on_the_ground_and_of_nothing_is_nothing(self) -> None:
        assert Sparkline(values=(0,), summary="s", height=26).points == "0.0,23.0"
        assert Sparkline(values=(), summary="s").points == ""
        assert Sparkline(values=(), summary="s").last == ("", "")
