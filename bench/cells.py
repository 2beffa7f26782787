"""What is measured: each cell is our work, the peers' same work, and the ratio it must reach."""

from dataclasses import dataclass, field
from pathlib import Path

from bench.customers import CACHE, path_of

CDNOW = CACHE / "customers_2357.npz"
CSV = CACHE / "sales-1000000.csv"
GIB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Ours must be `times` as fast as the peer. `path`: "plain" (NumPy) or "kernel"."""

    peer: str
    times: float
    path: str = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One row of the table. Commands are the words after `python -m bench.ours` or `.peers`."""

    name: str
    ours: tuple[str, ...]
    peers: dict[str, tuple[str, ...]]
    gates: tuple[Gate, ...]
    memory_mib: int | None = None
    paths: tuple[str, ...] = ("plain", "kernel")
    facts: dict[str, str] = field(default_factory=dict)


def sales(rows: int) -> Path:
    """Return the Parquet file of about so many made-up sales; see bench/data.py."""
    return CACHE / f"sales-{rows}.parquet"


def fit_cell(kind: str, customers: int, *, runs: dict[str, str], gates: tuple[Gate, ...]) -> Cell:
    path = str(CDNOW if customers == 2357 else path_of(customers))
    peers = {"lifetimes": ("lifetimes_fit", kind, path, runs["lifetimes"])}
    if "pymc-marketing" in runs:
        peers["pymc-marketing"] = ("pymc_fit", kind, path, runs["pymc-marketing"])
    return Cell(
        name=f"{kind} fit, {customers:,} customers",
        ours=("fit", kind, path, runs["ours"]),
        peers=peers,
        gates=gates,
        memory_mib=GIB // 2,
    )


def cells() -> list[Cell]:
    """Return all cells, cheap ones first."""
    return [*fits(), *predictions(), *tables(), *whole(), *large()]


def fits() -> list[Cell]:
    kernel = "kernel"
    bg = [(2357, 15, None, "7"), (100_000, 12, 60, "5"), (1_000_000, 15, 70, "3")]
    pareto = [(2357, 15, 40, "5"), (100_000, 30, 250, "1"), (1_000_000, 40, 350, "1")]
    found = []
    for customers, floor, goal, runs in bg:
        gates = [Gate(peer="lifetimes", times=floor), Gate(peer="pymc-marketing", times=10)]
        gates += [Gate(peer="lifetimes", times=goal, path=kernel)] if goal else []
        counts = {"ours": "7", "lifetimes": runs, "pymc-marketing": "1"}
        found.append(fit_cell("bg_nbd", customers, runs=counts, gates=tuple(gates)))
    for customers, floor, goal, runs in pareto:
        gates = [
            Gate(peer="lifetimes", times=floor),
            Gate(peer="lifetimes", times=goal, path=kernel),
        ]
        counts = {"ours": "5", "lifetimes": runs}
        found.append(fit_cell("pareto_nbd", customers, runs=counts, gates=tuple(gates)))
    for customers in (100_000, 1_000_000):
        path = str(path_of(customers))
        found.append(
            Cell(
                name=f"gamma_gamma fit, {customers:,} customers",
                ours=("gamma_gamma", path, "5"),
                peers={"lifetimes": ("lifetimes_gamma_gamma", path, "3")},
                gates=(Gate(peer="lifetimes", times=20),),
                memory_mib=358,
            )
        )
    return found


def predictions() -> list[Cell]:
    million = str(path_of(1_000_000))
    return [
        Cell(
            name="discounted 12-month CLV, 1,000,000 customers",
            ours=("clv", million, "3"),
            peers={
                "lifetimes": ("lifetimes_clv", million, "1"),
                "pymc-marketing": ("pymc_clv", million, "1"),
            },
            gates=(
                Gate(peer="lifetimes", times=4),
                Gate(peer="lifetimes", times=12, path="kernel"),
                Gate(peer="pymc-marketing", times=4, path="kernel"),
            ),
            memory_mib=GIB // 2,
        ),
        Cell(
            name="1,000 bootstrap refits of bg_nbd, CDNOW, against one fit",
            ours=("bootstrap", str(CDNOW), "3"),
            peers={"lifetimes": ("lifetimes_fit", "bg_nbd", str(CDNOW), "7")},
            gates=(
                Gate(peer="lifetimes", times=1 / 20),
                Gate(peer="lifetimes", times=1 / 10, path="kernel"),
            ),
        ),
        Cell(
            name="RFM scores, 1,000,000 customers",
            ours=("rfm", million, "5"),
            peers={"pandas": ("pandas_rfm", million, "3")},
            gates=(Gate(peer="pandas", times=3),),
            memory_mib=819,
            paths=("plain",),
        ),
    ]


def tables() -> list[Cell]:
    path = str(sales(10**7))
    return [
        Cell(
            name="transactions to summary, 10,000,000 rows from Parquet",
            ours=("summary", path, "5"),
            peers={
                "lifetimes": ("lifetimes_summary", path, "1"),
                "pandas": ("pandas_summary", path, "3"),
                "Polars": ("polars_summary", path, "5"),
                "DuckDB": ("duckdb_summary", path, "5"),
            },
            gates=(
                Gate(peer="lifetimes", times=8),
                Gate(peer="pandas", times=3),
                Gate(peer="Polars", times=1),
                Gate(peer="DuckDB", times=1),
                Gate(peer="lifetimes", times=25, path="kernel"),
                Gate(peer="pandas", times=10, path="kernel"),
                Gate(peer="DuckDB", times=2.5, path="kernel"),
            ),
            memory_mib=int(1.1 * GIB),
        ),
        Cell(
            name="cohort table, 10,000,000 rows from Parquet",
            ours=("cohorts", path, "3"),
            peers={
                "pandas": ("pandas_cohorts", path, "3"),
                "DuckDB": ("duckdb_cohorts", path, "3"),
            },
            gates=(Gate(peer="pandas", times=3), Gate(peer="pandas", times=8, path="kernel")),
            memory_mib=819,
        ),
    ]


def large() -> list[Cell]:
    path = str(sales(10**8))
    return [
        Cell(
            name="transactions to summary, 100,000,000 rows from Parquet",
            ours=("summary", path, "1"),
            peers={"DuckDB": ("duckdb_summary", path, "1", "6GB")},
            gates=(Gate(peer="DuckDB", times=2.5, path="kernel"),),
            memory_mib=int(1.5 * GIB),
            paths=("kernel",),
        )
    ]


def whole() -> list[Cell]:
    return [
        Cell(
            name="plon value, CSV of 1,000,000 rows, less model work, against one parse and group",
            ours=("value", str(CSV), "7"),
            peers={"DuckDB": ("duckdb_csv", str(CSV), "7")},
            gates=(Gate(peer="DuckDB", times=1 / 3, path="kernel"),),
            memory_mib=GIB,
            paths=("kernel",),
        )
    ]
