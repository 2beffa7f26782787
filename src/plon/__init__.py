"""Plon: what every customer is worth, who slips away, whom to contact today, and proof."""

__version__ = "0.1.0"
