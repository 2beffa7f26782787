"""Figures, segments and costs over HTTP, for programs."""

from plon.value.api.costs import router as costs
from plon.value.api.figures import router as value
from plon.value.api.segments import router as segments

__all__ = ["costs", "segments", "value"]
