"""A year of a firm's life by chance, the same for the same seed and day.

The story is that of the models: customers buy by chance at their own pace and leave for good
after a purchase with some chance; seasons thin the purchases out. Pure: no database, no clock.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from plon.config.demo.names import person
from plon.config.demo.trades import Good, Trade

YEAR_DAYS = 365
OPENS, CLOSES = 9, 18  # of the day, UTC
# Poland sets no telephone numbers aside for stories, and any other may ring at somebody's. North
# America does: 555-0100 to 555-0199 of each area are given to nobody.
AREAS = (202, 212, 213, 303, 305, 312, 404, 415, 512, 617)
LOYALTY = 1.3  # the lower, the more customers differ in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A customer; referrer: the place in the list of who brought him, None for nobody."""

    number: int
    first_name: str
    last_name: str
    email: str
    phone: str
    channel: str
    referrer: int | None
    first_day: date
    purchases: tuple["Purchase", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """One purchase; refunded_at: None unless it came back."""

    at: datetime
    good: str
    amount_minor: int
    refunded_at: datetime | None


def year_of(trade: Trade, *, today: date, seed: int) -> list[Somebody]:
    """Return the firm's customers with their purchases of the year before `today`."""
    chance = Random(f"{seed} {trade.code}")  # noqa: S311 - a story, no secret
    start = today - timedelta(days=YEAR_DAYS)
    arrivals = sorted(_arrival(chance, trade) for _ in range(trade.customers))
    return [
        _somebody(chance, trade, number=number, first_day=start + timedelta(days=day), today=today)
        for number, day in enumerate(arrivals)
    ]


def _arrival(chance: Random, trade: Trade) -> int:
    """Return the day of a first purchase; later months win more, by the firm's growth."""
    while True:
        part = chance.random()
        if chance.random() * max(1.0, trade.growth) < 1 + (trade.growth - 1) * part:
            return int(part * (YEAR_DAYS - 1))


def _somebody(
    chance: Random, trade: Trade, *, number: int, first_day: date, today: date
) -> Somebody:
    first, last = person(chance, women=trade.women)
    referrer = chance.randrange(number) if number and chance.random() < trade.referred else None
    names, weights = zip(*trade.channels, strict=True)
    return Somebody(
        number=number,
        first_name=first,
        last_name=last,
        email=f"{trade.code}{number}@demo.example" if chance.random() < trade.has_email else "",
        phone=_phone(number) if chance.random() < trade.has_phone else "",
        channel=names[0] if referrer is not None else chance.choices(names, weights)[0],
        referrer=referrer,
        first_day=first_day,
        purchases=tuple(_purchases(chance, trade, first_day=first_day, today=today)),
    )


def _phone(number: int) -> str:
    """Return a number that reaches nobody, another for each of a firm's first thousand."""
    return f"+1{AREAS[number // 100 % len(AREAS)]}55501{number % 100:02d}"


def _purchases(chance: Random, trade: Trade, *, first_day: date, today: date) -> Iterator[Purchase]:
    gap_days = trade.gap_days * chance.lognormvariate(0, trade.gap_spread)
    leaving = chance.betavariate(LOYALTY * trade.leaving, LOYALTY * (1 - trade.leaving))
    taste = chance.lognormvariate(0, 0.25)  # dear or cheap, for all of one's purchases
    day = float(first_day.toordinal())
    while day < today.toordinal():
        when = date.fromordinal(int(day))
        if day == first_day.toordinal() or _is_season(chance, trade, when):
            yield _purchase(chance, trade, when, taste=taste, today=today)
            if chance.random() < leaving:
                return
        day += max(1.0, chance.expovariate(1 / gap_days))


def _is_season(chance: Random, trade: Trade, day: date) -> bool:
    return chance.random() < trade.season[day.month - 1] / max(trade.season)


def _purchase(chance: Random, trade: Trade, day: date, *, taste: float, today: date) -> Purchase:
    good: Good = chance.choices(trade.goods, [each.weight for each in trade.goods])[0]
    amount = good.price_minor * taste * chance.lognormvariate(0, 0.12)
    at = datetime.combine(day, time(chance.randrange(OPENS, CLOSES), chance.randrange(60)), UTC)
    back = day + timedelta(days=chance.randrange(1, 14))
    is_back = chance.random() < trade.refunds and back < today
    return Purchase(
        at=at,
        good=good.code,
        amount_minor=max(100, round(amount / 100) * 100),
        refunded_at=at + (back - day) if is_back else None,
    )
