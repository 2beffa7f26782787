"""How customers of three trades behave. The figures are made up to look like life."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """Something sold. price: around which amounts lie, minor units; weight: how often."""

    code: str
    weight: float
    price_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One firm and its customers.

    gap_days: median days between a customer's purchases; gap_spread: how much customers differ
    (log-sd). leaving: chance to leave after a purchase. growth: customers won in the last month
    over those of the first. season: January to December, 1 is the mean.
    """

    code: str
    name: str
    trade: str
    customers: int
    women: float
    gap_days: float
    gap_spread: float
    leaving: float
    growth: float
    refunds: float
    referred: float
    season: tuple[float, ...]
    channels: tuple[tuple[str, float], ...]
    goods: tuple[Good, ...]
    has_phone: float = 0.9
    has_email: float = 0.6


TRADES = (
    Trade(
        code="salon",
        name="Salon Ania (demo)",
        trade="hairdresser",
        customers=420,
        women=0.82,
        gap_days=38,
        gap_spread=0.35,
        leaving=0.2,
        growth=1.4,
        refunds=0.004,
        referred=0.22,
        season=(0.85, 0.9, 1.0, 1.05, 1.1, 1.1, 0.85, 0.8, 1.0, 1.0, 1.05, 1.3),
        channels=(("polecenie", 0.3), ("Instagram", 0.3), ("Google", 0.25), ("z ulicy", 0.15)),
        goods=(
            Good(code="cut", weight=0.55, price_minor=90_00),
            Good(code="colour", weight=0.3, price_minor=240_00),
            Good(code="care", weight=0.15, price_minor=120_00),
        ),
    ),
    Trade(
        code="broker",
        name="Finanse Plus (demo)",
        trade="financial_intermediary",
        customers=320,
        women=0.48,
        gap_days=75,
        gap_spread=0.3,
        leaving=0.45,
        growth=1.2,
        refunds=0.01,
        referred=0.3,
        season=(0.9, 0.95, 1.1, 1.05, 1.0, 1.0, 0.9, 0.85, 1.05, 1.1, 1.05, 1.05),
        channels=(("polecenie", 0.4), ("Facebook", 0.2), ("Google", 0.25), ("deweloper", 0.15)),
        goods=(
            Good(code="mortgage", weight=0.24, price_minor=350_000_00),
            Good(code="finishing_loan", weight=0.14, price_minor=50_000_00),
            Good(code="property_insurance", weight=0.26, price_minor=900_00),
            Good(code="life_insurance", weight=0.2, price_minor=1_200_00),
            Good(code="cash_loan", weight=0.16, price_minor=30_000_00),
        ),
        has_email=0.95,
    ),
    Trade(
        code="shop",
        name="Księgarnia Pod Lipą (demo)",
        trade="bookshop",
        customers=900,
        women=0.6,
        gap_days=30,
        gap_spread=0.3,
        leaving=0.3,
        growth=1.6,
        refunds=0.03,
        referred=0.08,
        season=(0.9, 0.85, 0.9, 0.9, 0.95, 0.95, 0.8, 0.9, 1.1, 1.0, 1.15, 1.6),
        channels=(("Google", 0.4), ("Facebook", 0.25), ("newsletter", 0.15), ("polecenie", 0.2)),
        goods=(
            Good(code="book", weight=0.7, price_minor=49_00),
            Good(code="album", weight=0.12, price_minor=140_00),
            Good(code="game", weight=0.18, price_minor=110_00),
        ),
        has_phone=0.4,
        has_email=0.98,
    ),
)
