"""A firm's made-up life: who buys what, when and for how much. Seeded: everywhere the same.

BG/NBD purchases with Gamma-Gamma spend over two years, some ten orders a customer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

SPAN_DAYS = 730
R, ALPHA_DAYS, A, B = 0.9, 16.0, 0.55, 5.5
P, Q, GAMMA = 6.25, 3.74, 15.44
REFUNDED = 0.02  # of all orders
CITIES = ("Kraków", "Łódź", "Gdańsk", "Poznań", "Wrocław", "Rzeszów", "Opole", "Toruń", "Żary")
CHANNELS = ("shop", "web", "referral", "fair", "newsletter")
FIRST = ("Anna", "Ewa", "Zofia", "Maria", "Hanna", "Jan", "Piotr", "Adam", "Łukasz", "Michał")
HEADS = ("Kowal", "Nowak", "Wiśni", "Zieliń", "Szymań", "Dąbrow", "Kozłow", "Jankow", "Mazur")
MIDDLES = ("", "czyk", "ew", "iel", "on", "ar", "ul", "ob", "ysz", "ant", "or", "in", "ac", "ed")
TAILS = ("ski", "ska", "ak", "ek", "icz", "owicz", "ewicz", "uk", "yk", "as")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sales:
    """Orders as arrays of one length, a customer's together: who, day before the end, minor."""

    customer: Any
    days_ago: Any
    minor: Any
    is_refunded: Any
    channel: Any

    def __len__(self) -> int:
        return len(self.customer)


def sales_of(customers: int, *, seed: int = 20) -> Sales:
    """Return the orders of so many customers."""
    rng = np.random.default_rng(seed)
    rate = rng.gamma(R, 1 / ALPHA_DAYS, customers)
    leave = rng.beta(A, B, customers)
    spend = rng.gamma(Q, 1 / GAMMA, customers)
    who, when = np.arange(customers), rng.uniform(0, SPAN_DAYS - 1, customers)
    parts = []
    while len(who):
        minor = np.clip(rng.gamma(P, 1 / spend[who]) * 100, 100, 10**8).astype(np.int64)
        parts.append((who, when, minor))
        when = when + 1 + rng.exponential(1 / np.maximum(rate[who], 1e-9))
        stays = (rng.random(len(who)) >= leave[who]) & (when < SPAN_DAYS)
        who, when = who[stays], when[stays]
    who, when, minor = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((when, who))
    return Sales(
        customer=who[order],
        days_ago=SPAN_DAYS - when[order],
        minor=minor[order],
        is_refunded=rng.random(len(order)) < REFUNDED,
        channel=rng.integers(0, len(CHANNELS), customers)[who[order]],
    )


def names_of(customers: int, *, seed: int = 20) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield first name, surname, city, e-mail and phone of each customer."""
    rng = np.random.default_rng(seed + 1)
    size = (customers,)
    picks = [rng.integers(0, len(each), size) for each in (FIRST, HEADS, MIDDLES, MIDDLES, TAILS)]
    cities = rng.integers(0, len(CITIES), size)
    for number, (first, *parts) in enumerate(zip(*picks, strict=True)):
        surname = "".join(
            each[part] for each, part in zip((HEADS, MIDDLES, MIDDLES, TAILS), parts, strict=True)
        )
        yield (
            FIRST[first],
            surname,
            CITIES[cities[number]],
            f"{number}.klient@example.org",
            f"+48{600_000_000 + number}",
        )


def moment_of(days_ago: float, *, end: datetime) -> datetime:
    """Return the moment so many days before the end, in whole seconds."""
    return end - timedelta(seconds=int(days_ago * 86_400))
