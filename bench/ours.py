"""Our side, run in our environment: python -m bench.ours WORK ARGUMENTS.

PLON_NO_KERNEL=1 turns the compiled loops off. Each work prints one JSON line.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bench.customers import CACHE
from bench.timing import main, measure
from plon.lifetime.fit import Fit
from plon.lifetime.purchases import Purchases

# Stages of `plon value` that the gate sets aside: seasons, fits, backtests, refits, predictions.
MODEL_WORK = ("season", "fit", "forecast", "predict")


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
    """Count customers, and add up revenue, which the peers do not."""
    from plon.lifetime.history.cohorts import cohorts_of

    def work() -> Any:
        return cohorts_of(
            path, customer="customer", date="date", amount="amount", until=date(2025, 12, 31)
        )

    return measure(work, repeats=int(runs), facts=lambda table: {"customers": sum(table.sizes)})


def model(path: str) -> dict[str, Any]:
    """Time the model work of `plon value` with nothing beside it; reading the file is not timed."""
    from plon.lifetime.answer.analyse_options import AnalyseOptions
    from plon.lifetime.answer.fitted import fit_base
    from plon.lifetime.answer.foretold import foretell
    from plon.lifetime.answer.stopwatch import Stopwatch
    from plon.lifetime.history.netting import customer_days
    from plon.lifetime.reading import ReadOptions, read

    watch, today = Stopwatch(), date(2026, 1, 1)
    with tempfile.TemporaryDirectory() as folder:
        sales = read([Path(path)], ReadOptions(), today=today, work_folder=Path(folder))
        options = AnalyseOptions(language="en", today=today)
        fitted = fit_base(customer_days(sales), sales=sales, options=options, watch=watch)
        foretell(fitted, horizons=options.horizons, watch=watch)
    return {"model_s": sum(watch.seconds[name] for name in MODEL_WORK)}


def value(path: str, runs: str) -> dict[str, Any]:
    """Time the whole command as a process, start, imports and report included, less the model work.

    The command writes and explains while models are still at work, so its own watch would set too
    much aside. The model work taken off is that of another process that does nothing beside it,
    run in turn with the command. Both find byte code, as any program that was installed does.
    Facts: medians of whole and model work, and the share of every stage of the median run.
    """
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env |= {"PYTHONPYCACHEPREFIX": str(CACHE / "bytecode"), "OPENBLAS_NUM_THREADS": "1"}
    whole(path, env)
    alone: list[float] = []
    timed: list[tuple[float, dict[str, float]]] = []
    for _ in range(int(runs)):
        timed.append(whole(path, env))
        told = subprocess.run(
            [sys.executable, "-m", "bench.ours", "model", path],
            check=True,
            capture_output=True,
            env=env,
        )
        alone.append(json.loads(told.stdout.splitlines()[-1])["model_s"])
    timed.sort(key=lambda one: one[0])
    spent, stages = timed[len(timed) // 2]
    model_s = statistics.median(alone)
    return {
        "median_s": spent - model_s,
        "min_s": timed[0][0] - model_s,
        "runs": len(timed),
        "peak_mib": round(stages.pop("peak_mib")),
        "facts": {"whole_s": spent, "model_s": model_s, "model_least_s": min(alone), **stages},
    }


def whole(path: str, env: dict[str, str]) -> tuple[float, dict[str, float]]:
    """Return the seconds of one run of the command, and of its stages; its peak memory, too."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("plon")), "value", path, "--lang", "en"]
        began = time.perf_counter()
        with subprocess.Popen(
            [*command, "--out", f"{folder}/out"], env=env, stdout=subprocess.DEVNULL
        ) as run:
            _, status, used = os.wait4(run.pid, 0)
            run.returncode = os.waitstatus_to_exitcode(status)
        spent = time.perf_counter() - began
        if run.returncode:
            raise RuntimeError("the command failed")
        text = Path(f"{folder}/out/summary.json").read_text(encoding="utf-8")
    return spent, {**json.loads(text)["timings"], "peak_mib": used.ru_maxrss / 1024}


if __name__ == "__main__":
    main({name: work for name, work in globals().items() if callable(work)})
