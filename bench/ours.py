"""Our side, run in our environment: python -m bench.ours WORK ARGUMENTS.

PLON_NO_KERNEL=1 turns the compiled loops off. Each work prints one JSON line.
"""

import contextlib
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.timing import main, measure
from plon.lifetime.fit import Fit
from plon.lifetime.purchases import Purchases


def table(path: str) -> dict[str, Any]:
    archive = np.load(path)
    return {name: archive[name] for name in archive.files}


def purchases_of(data: dict[str, Any]) -> Purchases:
    return Purchases(x=data["x"], t_x=data["t_x"], T=data["T"])


def outcome(fit: Fit) -> dict[str, Any]:
    return {
        "params": dict(fit.params),
        "log_likelihood": fit.log_likelihood,
        "converged": fit.converged,
        "boundary": fit.boundary,
        "iterations": fit.iterations,
    }


def fit(kind: str, path: str, runs: str) -> dict[str, Any]:
    from plon.lifetime.models import PURCHASE_MODELS

    data, model = table(path), PURCHASE_MODELS[kind]

    def work() -> Fit:
        return model.fit(purchases_of(data))

    return measure(work, repeats=int(runs), facts=outcome)


def likelihood(kind: str, path: str, *theta: str) -> dict[str, Any]:
    """Return the log-likelihood of a peer's parameters by our formula; not a measurement."""
    from plon.lifetime.models import PURCHASE_MODELS

    model = PURCHASE_MODELS[kind]
    params = dict(zip(model.letters, map(float, theta), strict=True))
    return {"log_likelihood": model.log_likelihood(params, purchases_of(table(path)))}


def gamma_gamma(path: str, runs: str) -> dict[str, Any]:
    from plon.lifetime.models import gamma_gamma

    data = table(path)
    keep = data["z"] > 0
    x, z = data["x"][keep], data["z"][keep]
    return measure(lambda: gamma_gamma.fit(x, z), repeats=int(runs), facts=outcome)


def clv(path: str, runs: str) -> dict[str, Any]:
    from plon.lifetime.forecasting.clv import discounted_value
    from plon.lifetime.models import PURCHASE_MODELS, gamma_gamma
    from plon.lifetime.units import TimeUnit

    data, model = table(path), PURCHASE_MODELS["bg_nbd"]
    purchases, payers = purchases_of(data), data["z"] > 0
    params = model.fit(purchases).params
    spend = gamma_gamma.fit(data["x"][payers], data["z"][payers]).params

    def work() -> Any:
        each = gamma_gamma.expected_spend(spend, data["x"], data["z"])
        return discounted_value(
            model,
            params,
            purchases,
            spend=each,
            start=date(2025, 12, 31),
            unit=TimeUnit.DAY,
            discount_per_year=0.12,
        )

    return measure(work, repeats=int(runs), facts=lambda value: {"total": float(value.sum())})


def bootstrap(path: str, runs: str) -> dict[str, Any]:
    """Draw 1,000 Poisson weightings of the customers and refit BG/NBD to each."""
    from plon.lifetime.models import PURCHASE_MODELS

    model = PURCHASE_MODELS["bg_nbd"]
    folded = purchases_of(table(path)).folded()
    start = model.fit(folded).params

    def work() -> Any:
        rng = np.random.default_rng(1)
        weights = rng.poisson(folded.weight, (1_000, len(folded))).astype(float)
        return model.refit_many(model.prepare(folded), weights, start=start)

    return measure(
        work, repeats=int(runs), facts=lambda refits: {"converged": int(refits.converged.sum())}
    )


def rfm(path: str, runs: str) -> dict[str, Any]:
    from plon.lifetime.segments.rfm import score

    data = table(path)
    idle, count, value = data["T"] - data["t_x"], data["x"] + 1, data["z"]
    return measure(
        lambda: score(days_since_last=idle, purchase_days=count, value=value), repeats=int(runs)
    )


def summary(path: str, runs: str) -> dict[str, Any]:
    from plon.lifetime.history.summarize import summarize

    def work() -> Any:
        return summarize(path, customer="customer", date="date", amount="amount")

    return measure(
        work, repeats=int(runs), warm_up=int(runs) > 1, facts=lambda s: {"customers": len(s)}
    )


def cohorts(path: str, runs: str) -> dict[str, Any]:
    from plon.lifetime.history.daybook import customer_days_of
    from plon.lifetime.segments.cohorts import cohort_table

    def work() -> Any:
        days = customer_days_of(path, customer="customer", date="date", amount="amount")
        return cohort_table(days, until=date(2025, 12, 31))

    return measure(work, repeats=int(runs))


def value(path: str, runs: str) -> dict[str, Any]:
    """Time the whole command as a process: start, imports and report included."""
    walls, facts = [], {}
    for _ in range(int(runs)):
        with tempfile.TemporaryDirectory() as folder:
            command = [str(Path(sys.executable).with_name("plon")), "value", path, "--lang", "en"]
            began = time.perf_counter()
            subprocess.run(
                [*command, "--out", f"{folder}/out"], check=True, stdout=subprocess.DEVNULL
            )
            walls.append(time.perf_counter() - began)
            with contextlib.suppress(OSError), open(f"{folder}/out/summary.json") as file:
                import json

                facts = json.load(file).get("timings", {})
    peak_kib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    walls.sort()
    return {
        "median_s": walls[len(walls) // 2],
        "min_s": walls[0],
        "runs": len(walls),
        "peak_mib": round(peak_kib / 1024),
        "facts": facts,
    }


if __name__ == "__main__":
    main({name: work for name, work in globals().items() if callable(work)})
