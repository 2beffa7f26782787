"""Charts as SVG, drawn on the server: geometry here, strokes and colours in the style sheet."""

from plon.ui.charts.bars import Bar, Bars
from plon.ui.charts.calibration import Calibration
from plon.ui.charts.columns import Column, Columns
from plon.ui.charts.fan import Fan, FanPoint
from plon.ui.charts.figure import Figure, Table
from plon.ui.charts.grid import Grid
from plon.ui.charts.heat import Heat, HeatRow
from plon.ui.charts.histogram import Histogram
from plon.ui.charts.intervals import Intervals, Range
from plon.ui.charts.scale import ticks
from plon.ui.charts.shares import Shares

__all__ = [
    "Bar",
    "Bars",
    "Calibration",
    "Column",
    "Columns",
    "Fan",
    "FanPoint",
    "Figure",
    "Grid",
    "Heat",
    "HeatRow",
    "Histogram",
    "Intervals",
    "Range",
    "Shares",
    "Table",
    "ticks",
]
