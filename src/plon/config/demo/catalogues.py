"""What the demo firms earn by what they sell."""

from collections.abc import Mapping

from plon.orders.services import NewProduct

CATALOGUES: Mapping[str, tuple[NewProduct, ...]] = {
    "salon": (
        NewProduct(code="cut", name="Strzyżenie", category="usługa", margin_bp=6_500, pace="fast"),
        NewProduct(code="colour", name="Farba", category="usługa", margin_bp=5_500, pace="fast"),
        NewProduct(
            code="care", name="Pielęgnacja", category="usługa", margin_bp=6_000, pace="fast"
        ),
    ),
    "broker": (
        NewProduct(
            code="mortgage",
            name="Kredyt hipoteczny",
            category="kredyt",
            commission_model="percent",
            commission_bp=100,
            pace="slow",
        ),
        NewProduct(
            code="finishing_loan",
            name="Kredyt na wykończenie",
            category="kredyt",
            commission_model="percent",
            commission_bp=300,
            pace="slow",
        ),
        NewProduct(
            code="property_insurance",
            name="Ubezpieczenie nieruchomości",
            category="ubezpieczenie",
            commission_model="percent",
            commission_bp=2_000,
            renewal_months=12,
        ),
        NewProduct(
            code="life_insurance",
            name="Ubezpieczenie na życie",
            category="ubezpieczenie",
            commission_model="percent",
            commission_bp=3_500,
            renewal_months=12,
        ),
        NewProduct(
            code="cash_loan",
            name="Kredyt gotówkowy",
            category="kredyt",
            commission_model="percent",
            commission_bp=250,
            pace="slow",
        ),
    ),
    "shop": (
        NewProduct(code="book", name="Książka", category="książki", margin_bp=3_200, pace="fast"),
        NewProduct(code="album", name="Album", category="książki", margin_bp=3_800, pace="fast"),
        NewProduct(code="game", name="Gra planszowa", category="gry", margin_bp=3_000, pace="fast"),
    ),
}
