"""summary.json: everything the report says, for programs. Its schema: presets/summary.schema.json.

Money is minor units, shares are of 1, days are ISO dates; a figure that is not a number is null.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import plon
from plon.lifetime.analysis import Analysis, Candidate, Forecast, Holdout
from plon.lifetime.fit import Fit
from plon.lifetime.units import Horizon
from plon.value.services.files import GENERATOR

FORMAT = "plon-value-summary/1"
TIMESTAMP = "generated_at"
UNITS = ("months", "weeks", "days")  # of a horizon, each told in one

Json = dict[str, Any]


def write_summary(analysis: Analysis, path: Path, *, generated_at: datetime) -> None:
    """Write summary.json; equal analyses give equal bytes but for generated_at and timings."""
    path.write_text(summary_text(analysis, generated_at=generated_at), encoding="utf-8")


def summary_text(analysis: Analysis, *, generated_at: datetime) -> str:
    """Return summary.json as text."""
    return to_json(summary_of(analysis, generated_at=generated_at))


def to_json(document: Json) -> str:
    """Return the document as text: indented, letters as they are, a line end at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def summary_of(analysis: Analysis, *, generated_at: datetime) -> Json:
    """Return the document as plain JSON values."""
    document = {
        "format": FORMAT,
        "generator": GENERATOR,
        "version": plon.__version__,
        TIMESTAMP: generated_at,
        "input": _input(analysis),
        "rows": asdict(analysis.rows),
        "time_unit": analysis.unit,
        **{f"horizon_{unit}": count for unit, count in _lengths(analysis.horizon).items()},
        "totals": asdict(analysis.totals),
        "models": _models(analysis),
        "baselines": [_baseline(c) for c in analysis.choice.candidates if c.is_baseline],
        "choice": _choice(analysis),
        "season": asdict(analysis.season),
        "forecasts": [_forecast(forecast) for forecast in analysis.forecasts],
        "rfm": {
            "groups": [asdict(group) for group in analysis.groups],
            "grid": analysis.rfm_grid,
        },
        "tiers": [_named(tier, "code", "customers", "value_12m_minor") for tier in analysis.tiers],
        "cohorts": asdict(analysis.cohorts),
        "concentration": _concentration(analysis),
        "channels": [asdict(channel) for channel in analysis.channels],
        "warnings": [asdict(finding) for finding in analysis.findings],
        "contacts": [asdict(contact) for contact in analysis.contacts],
        "distribution": analysis.distribution and asdict(analysis.distribution),
        "timings": {f"{stage}_s": spent for stage, spent in analysis.timings_s.items()},
    }
    plain: Json = _plain(document)
    return plain


def _input(analysis: Analysis) -> Json:
    return {
        "files": analysis.files,
        "guesses": [asdict(guess) for guess in analysis.guesses],
        "first_date": analysis.first_day,
        "as_of": analysis.as_of,
        "currency": analysis.currency,
        "has_amount": analysis.has_amount,
        "value_is_margin": analysis.value_is_margin,
    }


def _lengths(horizon: Horizon) -> dict[str, int]:
    """Return the length in the one unit that it is told in."""
    return {unit: count for unit, count in asdict(horizon).items() if count}


def _forecast(forecast: Forecast) -> Json:
    told = {name: part for name, part in asdict(forecast).items() if name not in UNITS}
    return {**_lengths(forecast.horizon), **told}


def _models(analysis: Analysis) -> list[Json]:
    fitted = [c for c in analysis.choice.candidates if c.fit is not None]
    models = [_model(c.name, c.fit, unit=analysis.unit, candidate=c) for c in fitted if c.fit]
    if analysis.spend is not None:
        models.append(_model(analysis.spend.model, analysis.spend, unit=None, candidate=None))
    for model in models:
        known = analysis.parameter_intervals.get(model["name"], {})
        model["intervals"] = {letter: asdict(interval) for letter, interval in known.items()}
    return models


def _model(name: str, fit: Fit, *, unit: str | None, candidate: Candidate | None) -> Json:
    return {
        "name": name,
        "params": dict(fit.params),
        "standard_errors": fit.standard_errors,
        "log_likelihood": fit.log_likelihood,
        "customers": round(fit.customers),
        "time_unit": unit,
        "chosen": candidate is None or candidate.chosen,
        "converged": fit.converged,
        "boundary": fit.boundary,
        "holdout": _holdout(candidate.holdout if candidate else None),
    }


def _baseline(candidate: Candidate) -> Json:
    return {
        "name": candidate.name,
        "chosen": candidate.chosen,
        "holdout": _holdout(candidate.holdout),
    }


def _holdout(holdout: Holdout | None) -> Json | None:
    return None if holdout is None else asdict(holdout)


def _choice(analysis: Analysis) -> Json:
    choice = analysis.choice
    return {
        "verdict": choice.verdict,
        "reasons": choice.reasons,
        "cuts": [_named(cut, "cut", "end") for cut in choice.cuts],
        "calibration": choice.calibration,
        "calibration_applied": choice.calibration_applied,
        "total_by": choice.total_by,
        "cut_errors": choice.cut_errors,
    }


def _concentration(analysis: Analysis) -> Json:
    concentration = analysis.concentration
    names = ("name", "share", "level")
    return {
        "top_20_share": concentration.top_20_share,
        "top_20_level": concentration.top_20_level,
        "channels": [_named(channel, *names) for channel in concentration.channels],
        "groups": [_named(group, *names) for group in concentration.groups],
        "channels_by_value": [_named(part, *names) for part in concentration.channels_by_value],
        "groups_by_value": [_named(part, *names) for part in concentration.groups_by_value],
    }


def _named(values: tuple[Any, ...], *names: str) -> Json:
    return dict(zip(names, values, strict=True))


def _plain(value: Any) -> Any:
    """Return the value as JSON knows it: null for what is not a finite number."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
