"""How a figure is made, in words. Shown by ui/definition.html."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One entry of the catalogue of figures; `key` is its anchor there."""

    key: str
    name: str
    formula: str
    source: str  # whence its numbers come
    period: str  # over what time
    unit: str
