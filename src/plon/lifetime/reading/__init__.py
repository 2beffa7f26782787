"""Files of sales, as firms have them, read into clean counted lines; nothing is computed here."""

from plon.lifetime.reading.cells import Cells, read_cells
from plon.lifetime.reading.look import Look, look_at
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.reader import read
from plon.lifetime.reading.roles import suggest_roles

__all__ = ["Cells", "Look", "ReadOptions", "look_at", "read", "read_cells", "suggest_roles"]
