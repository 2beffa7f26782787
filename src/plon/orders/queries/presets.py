"""Products ready for a trade: data files in orders/presets, in Polish and English."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from plon.accounts.queries import Trade
from plon.orders.domain import NewProduct

_FOLDER = Path(__file__).parents[1] / "presets"


@cache
def ready_products(trade: Trade, *, language: str) -> tuple[NewProduct, ...]:
    """Return the products ready for a trade, named in "pl" or "en"."""
    told = tomllib.loads((_FOLDER / f"{trade.value}.toml").read_text(encoding="utf-8"))
    return tuple(NewProduct(**_said(product, language)) for product in told["products"])


def _said(product: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        name: value[language] if isinstance(value, dict) else value
        for name, value in product.items()
    }
