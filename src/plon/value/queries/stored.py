"""An analysis as it is kept in a snapshot, and back: plain JSON, without the table of customers."""

import math
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from pydantic import TypeAdapter

from plon.lifetime.analysis import (
    Analysis,
    Candidate,
    ChannelValue,
    Choice,
    Cohorts,
    Concentration,
    Contact,
    Distribution,
    Finding,
    Forecast,
    Group,
    Holdout,
    Scales,
    Season,
    Totals,
)
from plon.lifetime.fit import Fit
from plon.lifetime.sales import RowCounts
from plon.lifetime.units import Horizon

Json = dict[str, Any]

_LEFT_OUT = {"customers", "timings_s", "guesses", "choice", "spend", "parameter_intervals"}
_PARTS: Mapping[str, TypeAdapter[Any]] = {
    "rows": TypeAdapter(RowCounts),
    "first_day": TypeAdapter(date),
    "as_of": TypeAdapter(date),
    "horizon": TypeAdapter(Horizon),
    "totals": TypeAdapter(Totals),
    "season": TypeAdapter(Season),
    "forecasts": TypeAdapter(tuple[Forecast, ...]),
    "groups": TypeAdapter(tuple[Group, ...]),
    "rfm_grid": TypeAdapter(tuple[tuple[int, ...], ...]),
    "tiers": TypeAdapter(tuple[tuple[str, int, float], ...]),
    "cohorts": TypeAdapter(Cohorts),
    "concentration": TypeAdapter(Concentration),
    "channels": TypeAdapter(tuple[ChannelValue, ...]),
    "findings": TypeAdapter(tuple[Finding, ...]),
    "contacts": TypeAdapter(tuple[Contact, ...]),
    "distribution": TypeAdapter(Distribution | None),
    "scales": TypeAdapter(Scales | None),
}
_HOLDOUT = TypeAdapter(Holdout | None)
_CUTS = TypeAdapter(tuple[tuple[date, date], ...])


def packed(analysis: Analysis) -> Json:
    """Return the analysis as JSON values. Covariances, guesses and the table are not kept."""
    whole = {
        field.name: _plain(_tree(getattr(analysis, field.name)))
        for field in fields(analysis)
        if field.name not in _LEFT_OUT
    }
    choice = analysis.choice
    whole["choice"] = {
        **_plain(
            {f.name: getattr(choice, f.name) for f in fields(choice) if f.name != "candidates"}
        ),
        "candidates": [_candidate(candidate) for candidate in choice.candidates],
    }
    whole["spend"] = _fit(analysis.spend)
    return whole


def unpacked(kept: Json, *, customers: pa.Table | None = None) -> Analysis:
    """Return the analysis that was kept; customers: rows of its table, where some are needed."""
    parts = {name: part.validate_python(kept.get(name)) for name, part in _PARTS.items()}
    plain = {
        field.name: kept[field.name]
        for field in fields(Analysis)
        if field.name not in _LEFT_OUT | set(_PARTS)
    }
    plain["files"] = tuple(plain["files"])
    return Analysis(
        **plain,
        **parts,
        guesses=(),
        choice=_choice_of(kept["choice"]),
        spend=_fit_of(kept["spend"]),
        customers=customers if customers is not None else pa.table({}),
        timings_s={},
    )


def _tree(value: Any) -> Any:
    """Return dataclasses as mappings, all else as it is."""
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)
    if isinstance(value, tuple):
        return [_tree(part) for part in value]
    return value


def _plain(value: Any) -> Any:
    """Return the value as JSON can hold it: a figure that is no number as its name."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return str(value) if isinstance(value, str) else value


def _candidate(candidate: Candidate) -> Json:
    return {
        "name": candidate.name,
        "fit": _fit(candidate.fit),
        "holdout": _plain(asdict(candidate.holdout)) if candidate.holdout else None,
        "chosen": candidate.chosen,
        "is_baseline": candidate.is_baseline,
    }


def _fit(fit: Fit | None) -> Json | None:
    if fit is None:
        return None
    kept = {f.name: getattr(fit, f.name) for f in fields(fit) if f.name != "covariance"}
    return {**_plain(kept), "params": [[name, _plain(value)] for name, value in fit.params.items()]}


def _fit_of(kept: Json | None) -> Fit | None:
    """Return a fit; its covariance was not kept and is unknown. JSONB does not keep an order."""
    if kept is None:
        return None
    params = {name: float(value) for name, value in kept["params"]}
    floats = {name: float(kept[name]) for name in ("log_likelihood", "gradient_norm", "condition")}
    return Fit(
        **{**kept, **floats, "notes": tuple(kept["notes"]), "params": params},
        covariance=np.full((len(params), len(params)), math.nan),
    )


def _choice_of(kept: Json) -> Choice:
    candidates = tuple(
        Candidate(
            name=each["name"],
            fit=_fit_of(each["fit"]),
            holdout=_HOLDOUT.validate_python(each["holdout"]),
            chosen=each["chosen"],
            is_baseline=each["is_baseline"],
        )
        for each in kept["candidates"]
    )
    rest = {name: part for name, part in kept.items() if name not in {"candidates", "cuts"}}
    tuples = {name: tuple(rest[name]) for name in ("reasons", "cut_errors")}
    return Choice(
        **{**rest, **tuples}, candidates=candidates, cuts=_CUTS.validate_python(kept["cuts"])
    )
