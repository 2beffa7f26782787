"""Files of sales, as firms have them, read into clean counted lines; nothing is computed here."""

from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.reader import read

__all__ = ["ReadOptions", "read"]
