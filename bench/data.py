"""Made-up sales: BG/NBD × Gamma-Gamma, in time order, the same bytes for the same seed.

Files lie in bench/.cache, which git ignores. 1M rows are about 176,000 customers over 730 days.
"""

import argparse
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CACHE = Path(__file__).parent / ".cache"
START = (date(2023, 1, 1) - date(1970, 1, 1)).days
SPAN_DAYS = 730
CUSTOMERS_PER_ROW = 0.1765
R, ALPHA_DAYS, A, B = 0.9, 30.0, 0.7, 3.0
P, Q, GAMMA = 6.25, 3.74, 15.44
BUCKETS = 73  # of ten days
CHUNK = 250_000  # customers made at once
SCHEMA = pa.schema([("customer", pa.int64()), ("date", pa.date32()), ("amount", pa.float64())])


def make_transactions(rows: int, path: Path, *, seed: int = 20, shuffled: bool = False) -> int:
    """Write about `rows` sales (customer, date, amount) to Parquet; return how many exactly."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    customers = max(1, round(rows * CUSTOMERS_PER_ROW))
    buckets: list[list[np.ndarray]] = [[] for _ in range(BUCKETS)]
    starts = np.sort(rng.uniform(0, SPAN_DAYS, customers))  # ids rise with the first purchase
    for low in range(0, customers, CHUNK):
        for events in purchases(starts[low : low + CHUNK], low, rng):
            share_out(events, buckets)
    draft = path.with_suffix(".part")
    written = write(buckets, draft, rng if shuffled else None)
    draft.replace(path)
    return written


def purchases(starts: np.ndarray, low: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield each next purchase of the customers still alive, as records."""
    rate = rng.gamma(R, 1 / ALPHA_DAYS, len(starts))
    leave = rng.beta(A, B, len(starts))
    spend = rng.gamma(Q, 1 / GAMMA, len(starts))
    who, when = np.arange(len(starts)), starts
    while len(who):
        events = np.empty(len(who), dtype=[("customer", "i4"), ("time", "f4"), ("minor", "i4")])
        events["customer"], events["time"] = low + who, when
        amount = rng.gamma(P, 1 / spend[who])
        events["minor"] = np.clip(amount * 100, 1, 2_000_000_000)
        yield events
        stays = (
            (rng.random(len(who)) >= leave[who]) if when is not starts else np.ones(len(who), bool)
        )
        next_when = when + rng.exponential(1 / np.maximum(rate[who], 1e-12))
        alive = stays & (next_when < SPAN_DAYS)
        who, when = who[alive], next_when[alive]


def share_out(events: np.ndarray, buckets: list[list[np.ndarray]]) -> None:
    which = np.minimum((events["time"] * (BUCKETS / SPAN_DAYS)).astype(np.int64), BUCKETS - 1)
    order = np.argsort(which, kind="stable")
    edges = np.searchsorted(which[order], np.arange(BUCKETS + 1))
    for bucket, (low, high) in enumerate(pairwise(edges)):
        if high > low:
            buckets[bucket].append(events[order[low:high]])


def write(buckets: list[list[np.ndarray]], path: Path, rng: np.random.Generator | None) -> int:
    written = 0
    if rng is not None:
        everything = np.concatenate([part for bucket in buckets for part in bucket])
        rng.shuffle(everything)
        buckets = [[part] for part in np.array_split(everything, BUCKETS)]
    with pq.ParquetWriter(path, SCHEMA) as writer:
        for bucket in buckets:
            events = np.concatenate(bucket) if bucket else np.empty(0, "i4,f4,i4")
            bucket.clear()
            if rng is None and len(events):
                events = events[np.argsort(events["time"], kind="stable")]
            if len(events):
                writer.write_table(table(events))
            written += len(events)
    return written


def table(events: np.ndarray) -> pa.Table:
    day = np.minimum(events["time"].astype(np.int32), SPAN_DAYS - 1) + np.int32(START)
    return pa.table(
        [
            pa.array(events["customer"].astype(np.int64)),
            pa.array(day, pa.int32()).cast(pa.date32()),
            pa.array(events["minor"] / 100),
        ],
        schema=SCHEMA,
    )


def transactions(rows: int, *, shuffled: bool = False) -> Path:
    """Return the path of about that many sales, made on first use."""
    path = CACHE / f"sales-{rows}{'-shuffled' if shuffled else ''}.parquet"
    if not path.exists():
        make_transactions(rows, path, shuffled=shuffled)
    return path


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int)
    parser.add_argument("--shuffled", action="store_true")
    arguments = parser.parse_args()
    print(transactions(arguments.rows, shuffled=arguments.shuffled))
