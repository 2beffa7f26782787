"""A file of sales as a Polish till exports it: Windows-1250, semicolons, decimal commas."""

import csv
from datetime import date
from pathlib import Path

from plon.config.demo.life import year_of
from plon.config.demo.names import MARK
from plon.config.demo.trades import TRADES

SALON = TRADES[0]
HEADINGS = ("nr klienta", "imię i nazwisko", "telefon", "data sprzedaży", "kwota brutto")


def write_sales(file: Path, *, today: date, seed: int = 3) -> int:
    """Write a salon's year of sales; return how many rows."""
    rows = [
        (
            one.number,
            f"{one.first_name} {one.last_name}".removesuffix(f" {MARK}"),
            one.phone,
            f"{bought.at:%d.%m.%Y}",
            f"{bought.amount_minor / 100:.2f}".replace(".", ","),
        )
        for one in year_of(SALON, today=today, seed=seed)
        for bought in one.purchases
    ]
    with file.open("w", encoding="cp1250", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(HEADINGS)
        writer.writerows(rows)
    return len(rows)
