"""What components need: frozen records that views make and templates of `ui/` show.

Texts in them are ready for the reader: translated, figures formatted.
"""

from plon.ui.components.links import with_query
from plon.ui.components.lists import (
    Active,
    Entry,
    FilterBar,
    Person,
    Steps,
    Tab,
    Task,
    Timeline,
    View,
)
from plon.ui.components.mapping import Guess, Source
from plon.ui.components.table import Bulk, Button, Cell, Column, DataTable, Pager, Row, sortable
from plon.ui.components.tile import NumberTile, Target

__all__ = [
    "Active",
    "Bulk",
    "Button",
    "Cell",
    "Column",
    "DataTable",
    "Entry",
    "FilterBar",
    "Guess",
    "NumberTile",
    "Pager",
    "Person",
    "Row",
    "Source",
    "Steps",
    "Tab",
    "Target",
    "Task",
    "Timeline",
    "View",
    "sortable",
    "with_query",
]
