"""What the owner may choose about an analysis."""

from dataclasses import dataclass, field
from datetime import date

from plon.lifetime.answer.columns import horizons_with
from plon.lifetime.units import CADENCE_MONTHS, Horizon, TimeUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyseOptions:
    """Options of `analyse`; the defaults are those of `plon value`.

    unit: in which x, t_x, T and the parameters are told. language: of the sentences in the table.
    season_weights: twelve monthly weights, January first; season_preset: a trade's name.
    today: judges the age of the data, if given, by the months after which it is to be new.
    """

    horizon: Horizon = field(default_factory=lambda: Horizon(months=12))
    unit: TimeUnit = TimeUnit.WEEK
    language: str = "pl"
    season_weights: tuple[float, ...] | None = None
    season_preset: str | None = None
    today: date | None = None
    cadence_months: int = CADENCE_MONTHS

    @property
    def horizons(self) -> tuple[Horizon, ...]:
        """Return the horizons to forecast, nearest first."""
        return horizons_with(self.horizon)
