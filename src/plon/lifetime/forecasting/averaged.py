"""The plain mean of the models with leaving: rarely the best, never the worst.

It speaks the language of a purchase model, so that choice and forecast need not know it apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from plon.lifetime.fit import Fit
from plon.lifetime.models import PURCHASE_MODELS
from plon.lifetime.models.counting import chances_of_counts
from plon.lifetime.models.model import Params, PurchaseModel
from plon.lifetime.purchases import Floats, Purchases

MEMBERS = ("bg_nbd", "mbg_nbd", "pareto_nbd")


class MeanOfModels:
    """Equal weights on BG/NBD, MBG/NBD and Pareto/NBD; letters are prefixed, "bg_nbd.alpha"."""

    name = "mean"
    members = MEMBERS
    letters = tuple(f"{m}.{letter}" for m in MEMBERS for letter in PURCHASE_MODELS[m].letters)

    def fit(self, purchases: Purchases, *, start: Params | None = None) -> Fit:
        """Return the members' fits as one; see `of_fits`."""
        starts = self._parts(start) if start else {}
        return self.of_fits(
            {
                member: PURCHASE_MODELS[member].fit(purchases, start=starts.get(member))
                for member in self.members
            }
        )

    def of_fits(self, fits: Mapping[str, Fit]) -> Fit:
        """Return one fit of its members', block by block.

        log_likelihood: the mean of the members', which the mixture's own is never below (Jensen).
        """
        parts = [fits[member] for member in self.members]
        sizes = [len(part.params) for part in parts]
        covariance = np.zeros((sum(sizes), sum(sizes)))
        for part, size, after in zip(parts, sizes, np.cumsum(sizes), strict=True):
            covariance[after - size : after, after - size : after] = part.covariance
        return Fit(
            model=self.name,
            params={f"{m}.{k}": v for m in self.members for k, v in fits[m].params.items()},
            log_likelihood=float(np.mean([part.log_likelihood for part in parts])),
            customers=parts[0].customers,
            covariance=covariance,
            converged=all(part.converged for part in parts),
            boundary=next((part.boundary for part in parts if part.boundary), None),
            gradient_norm=max(part.gradient_norm for part in parts),
            condition=max(part.condition for part in parts),
            iterations=sum(part.iterations for part in parts),
        )

    def parts_of(self, fit: Fit) -> tuple[Fit, ...]:
        """Return the members' fits again, from one made by `of_fits`.

        Their parameters, covariance and limits are their own; the likelihood stays the mean.
        """
        parts, after = [], 0
        for member, own in self._parts(fit.params).items():
            after += len(own)
            block = fit.covariance[after - len(own) : after, after - len(own) : after]
            is_limit = fit.boundary is not None and not np.isfinite(block).all()
            boundary = fit.boundary if is_limit else None
            parts.append(
                replace(fit, model=member, params=own, covariance=block, boundary=boundary)
            )
        return tuple(parts)

    def log_likelihood(self, params: Params, purchases: Purchases) -> float:
        """Return the mean of the members' log-likelihoods."""
        parts = self._parts(params)
        return float(
            np.mean([_model(name).log_likelihood(own, purchases) for name, own in parts.items()])
        )

    def probability_alive(self, params: Params, purchases: Purchases) -> Floats:
        """Return the mean of the members' chances."""
        parts = self._parts(params)
        return _mean([_model(n).probability_alive(own, purchases) for n, own in parts.items()])

    def expected_purchases(self, params: Params, purchases: Purchases, *, ahead: float) -> Floats:
        """Return the mean of the members' expectations in (T, T + ahead]."""
        parts = self._parts(params)
        return _mean(
            [_model(n).expected_purchases(own, purchases, ahead=ahead) for n, own in parts.items()]
        )

    def expected_new(self, params: Params, times: Floats) -> Floats:
        """Return the mean of the members' expectations for a new customer."""
        parts = self._parts(params)
        return _mean([_model(name).expected_new(own, times) for name, own in parts.items()])

    def log_probability_of_count(
        self, params: Params, purchases: Purchases, *, ahead: float, counts: Floats
    ) -> Floats:
        """Return the log of the mean of the members' probabilities."""
        logs = [
            _model(name).log_probability_of_count(own, purchases, ahead=ahead, counts=counts)
            for name, own in self._parts(params).items()
        ]
        return np.asarray(np.logaddexp.reduce(logs, axis=0) - np.log(len(logs)))

    def chances_of_counts(
        self, params: Params, purchases: Purchases, *, ahead: float
    ) -> Iterator[Floats]:
        """Yield the mean of the members' chances of 0, 1, 2, … purchases, without an end."""
        members = [
            chances_of_counts(_model(name), own, purchases, ahead=ahead)
            for name, own in self._parts(params).items()
        ]
        while True:
            yield _mean([next(member) for member in members])

    def _parts(self, params: Params) -> dict[str, dict[str, float]]:
        return {
            member: {k: params[f"{member}.{k}"] for k in PURCHASE_MODELS[member].letters}
            for member in self.members
        }


MEAN = MeanOfModels()


def model_named(name: str) -> PurchaseModel:
    """Return the purchase model of that name, "mean" included. Raises KeyError if unknown."""
    return MEAN if name == MEAN.name else _model(name)


def rate_of(params: Params) -> tuple[float, float]:
    """Return r and alpha of the gamma over buying rates; of the mean of models, the MBG/NBD's."""
    prefix = "" if "r" in params else "mbg_nbd."
    return params[f"{prefix}r"], params[f"{prefix}alpha"]


def _model(name: str) -> PurchaseModel:
    return PURCHASE_MODELS[name]


def _mean(parts: list[Floats]) -> Floats:
    return np.asarray(np.mean(parts, axis=0))
