"""Lifetime value by every formula, side by side, and by the model."""

from collections.abc import Mapping
from dataclasses import dataclass

from plon.lifetime.errors import LifetimeError
from plon.lifetime.formulas.methods import Method
from plon.lifetime.words import method_label
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.domain import workbench
from plon.value.models import Basis
from plon.value.queries.base import newest
from plon.value.services.page_words import parameter_label

UNKNOWN = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByMethod:
    """A value in words. method: "" for the model; examples: numbers that are not the firm's."""

    method: str
    label: str
    value: str
    sum: str
    examples: str


def by_methods(told: Basis, known: Mapping[str, str], speech: Speech) -> list[ByMethod]:
    """Return the value of a customer by the model and by each formula, with the firm's numbers."""
    kept = newest()
    mean = kept.ltv_mean_minor if kept else None
    model = ByMethod(
        method="",
        label=_("From sales: so far and 12 months ahead"),
        value=UNKNOWN if mean is None else speech.money(mean),
        sum="",
        examples="",
    )
    return [model, *(_by(method, told, known, speech) for method in Method)]


def _by(method: Method, told: Basis, known: Mapping[str, str], speech: Speech) -> ByMethod:
    own = told.parameters.get(method.value, {})
    numbers = {**workbench.defaults(method, known), **own}
    examples = [name for name in numbers if name not in own and name not in known]
    try:
        worked = workbench.work_out(method, numbers)
    except LifetimeError:
        value = written = UNKNOWN
    else:
        value, written = speech.money(float(worked.value * 100)), worked.sum
    return ByMethod(
        method=method.value,
        label=method_label(method.value, speech.language),
        value=value,
        sum=written.replace(".", ",") if speech.language == "pl" else written,
        examples=", ".join(parameter_label(name) for name in examples),
    )
