"""LTV:CAC read as advice: six bands, and what is usual in seventeen lines of business."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from plon.lifetime.formulas.amounts import Amount, exact


class Band(StrEnum):
    """What a ratio of lifetime value to acquisition cost means for the firm."""

    LOSES = "loses"
    BREAK_EVEN = "break_even"
    BELOW_STANDARD = "below_standard"
    HEALTHY = "healthy"
    CAUTIOUS = "cautious"  # clearly profitable, perhaps too careful with marketing
    SCALE = "scale"

    @property
    def colour(self) -> str:
        """Return the word of the colour a page uses, never alone."""
        return COLOURS[self]


LOWER_ENDS = (
    (Decimal(5), Band.SCALE),
    (Decimal(4), Band.CAUTIOUS),
    (Decimal(3), Band.HEALTHY),
    (Decimal(2), Band.BELOW_STANDARD),
    (Decimal(1), Band.BREAK_EVEN),
)
COLOURS = {
    Band.LOSES: "red",
    Band.BREAK_EVEN: "orange",
    Band.BELOW_STANDARD: "yellow",
    Band.HEALTHY: "green",
    Band.CAUTIOUS: "green",
    Band.SCALE: "blue",
}


def band_of(ratio: Amount) -> Band:
    """Return the band of LTV:CAC; a band holds its lower end, not its upper one."""
    number = exact(ratio)
    return next((band for low, band in LOWER_ENDS if number >= low), Band.LOSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """The usual LTV:CAC of a line of business; one figure, or from `low` to `high`."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, low: str, high: str = "") -> "Benchmark":
        """Return a benchmark from its written figures."""
        return cls(low=Decimal(low), high=Decimal(high or low))

    def position(self, ratio: Amount) -> str:
        """Return "below", "within" or "above"; both ends are within."""
        number = exact(ratio)
        if number < self.low:
            return "below"
        return "above" if number > self.high else "within"


BENCHMARKS: Mapping[str, Benchmark] = {
    "general": Benchmark.of("3"),
    "saas_b2b": Benchmark.of("4"),
    "saas_b2c": Benchmark.of("2.5"),
    "adtech": Benchmark.of("7"),
    "cybersecurity": Benchmark.of("5"),
    "fintech": Benchmark.of("5"),
    "edtech": Benchmark.of("5"),
    "design": Benchmark.of("6"),
    "business_services": Benchmark.of("3"),
    "manufacturing": Benchmark.of("3", "4"),
    "pharma": Benchmark.of("3", "4"),
    "paid_channels": Benchmark.of("2.5"),
    "biotech": Benchmark.of("4"),
    "business_consulting": Benchmark.of("4"),
    "construction": Benchmark.of("4"),
    "financial_services": Benchmark.of("4"),
    "real_estate": Benchmark.of("4"),
}
