"""Real sales to try things on; where they come from stands in README.md beside this file."""

from pathlib import Path

CDNOW = Path(__file__).parent / "cdnow_sample.txt"
