"""The data that the cells read, made once into bench/.cache."""

import duckdb
import numpy as np

from bench.cells import CDNOW, CSV, sales
from bench.customers import CACHE, path_of
from bench.data import make_transactions


def prepare() -> None:
    """Make every missing file; seeded, so that each machine has the same."""
    CACHE.mkdir(exist_ok=True)
    for customers in (100_000, 1_000_000):
        path_of(customers)
    for rows in (10**5, 10**6, 10**7, 5 * 10**7, 10**8):
        if not sales(rows).exists():
            make_transactions(rows, sales(rows))
    if not CSV.exists():
        duckdb.sql(f"COPY (FROM read_parquet('{sales(10**6)}')) TO '{CSV}' (HEADER, DELIMITER ',')")
    if not CDNOW.exists():
        np.savez(CDNOW, **cdnow())


def cdnow() -> dict[str, np.ndarray]:
    """Return x, t_x, T in weeks and z of the bundled sample at 1997-09-30."""
    query = """
        WITH days AS (
          SELECT column0[8:11] AS customer, strptime(column0[13:20], '%Y%m%d')::DATE AS day,
                 sum(column0[25:]::DECIMAL(12, 2)) AS amount
          FROM read_csv('src/plon/lifetime/samples/cdnow_sample.txt', header = false,
                        columns = {'column0': 'VARCHAR'}, delim = '\\t')
          WHERE column0[13:20] <= '19970930' GROUP BY 1, 2)
        SELECT count(*) - 1 AS x, (max(day) - min(day)) / 7 AS t_x,
               (DATE '1997-09-30' - min(day)) / 7 AS T,
               coalesce((sum(amount) - arg_min(amount, day)) / nullif(count(*) - 1, 0), 0) AS z
        FROM days GROUP BY customer ORDER BY customer
    """
    return {k: v.astype(float) for k, v in duckdb.sql(query).fetchnumpy().items()}
