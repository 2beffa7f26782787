"""What a check found and what a load did, in sentences of the page's language."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plon.lifetime import wording
from plon.ui.language import active_language, ngettext
from plon.ui.language import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A count with its name and a remark."""

    label: str
    value: str
    note: str = ""


def counts_told(counts: Mapping[str, Any]) -> list[Tile]:
    """Return the tiles of a check."""
    tiles = [
        Tile(label=label, value=_number(counts[name]))
        for name, label in _labels().items()
        if counts.get(name)
    ]
    if "total_minor" in counts:
        tiles.append(_turnover(counts))
    return tiles


def results_told(results: Mapping[str, int]) -> list[str]:
    """Return one sentence for each thing that a load counted."""
    return [
        text % {"count": _number(results[name])}
        for name, text in _results(results).items()
        if results.get(name)
    ]


def _labels() -> dict[str, str]:
    return {
        "orders": _("Sales"),
        "customers": _("Customers"),
        "products": _("Products"),
        "refunds": _("Returns"),
        "records": _("Entries"),
    }


def _turnover(counts: Mapping[str, Any]) -> Tile:
    language = active_language()
    days = [
        wording.day(date.fromisoformat(counts[name]), language=language)
        for name in ("first_date", "last_date")
    ]
    return Tile(
        label=_("Turnover"),
        value=wording.money(counts["total_minor"], currency=counts["currency"], language=language),
        note=_("%(period)s; before returns, which Revenue takes off")
        % {"period": " – ".join(days)},
    )


def _results(results: Mapping[str, int]) -> dict[str, str]:
    """Return the sentence of each count, in the plural form of its number."""
    of = Counter(results)
    return _of_sales(of) | _of_lists(of) | _of_records(of) | _of_undoing(of)


def _of_sales(of: Counter[str]) -> dict[str, str]:
    return {
        "orders_created": ngettext(
            "%(count)s sale is new.", "%(count)s sales are new.", of["orders_created"]
        ),
        "orders_known": ngettext(
            "%(count)s sale was here already.",
            "%(count)s sales were here already.",
            of["orders_known"],
        ),
        "orders_changed": ngettext(
            "%(count)s sale was here with other figures and stays as it was.",
            "%(count)s sales were here with other figures and stay as they were.",
            of["orders_changed"],
        ),
        "orders_completed": ngettext(
            "%(count)s sale that was here got the rows that it lacked.",
            "%(count)s sales that were here got the rows that they lacked.",
            of["orders_completed"],
        ),
        "refunds_created": ngettext(
            "%(count)s return is new.", "%(count)s returns are new.", of["refunds_created"]
        ),
        "refunds_known": ngettext(
            "%(count)s return was here already.",
            "%(count)s returns were here already.",
            of["refunds_known"],
        ),
        "refunds_refused": ngettext(
            "%(count)s return fits no sale, or is larger than it, and is left out.",
            "%(count)s returns fit no sale, or are larger than it, and are left out.",
            of["refunds_refused"],
        ),
    }


def _of_lists(of: Counter[str]) -> dict[str, str]:
    return {
        "products_created": ngettext(
            "%(count)s product is new.", "%(count)s products are new.", of["products_created"]
        ),
        "products_known": ngettext(
            "%(count)s product was here already.",
            "%(count)s products were here already.",
            of["products_known"],
        ),
        "products_changed": ngettext(
            "%(count)s product was here with other data and stays as it was.",
            "%(count)s products were here with other data and stay as they were.",
            of["products_changed"],
        ),
        "customers_created": ngettext(
            "%(count)s customer is new.", "%(count)s customers are new.", of["customers_created"]
        ),
        "customers_known": ngettext(
            "%(count)s customer was here already.",
            "%(count)s customers were here already.",
            of["customers_known"],
        ),
    }


def _of_records(of: Counter[str]) -> dict[str, str]:
    return {
        "records_created": ngettext(
            "%(count)s record is new.", "%(count)s records are new.", of["records_created"]
        ),
        "records_known": ngettext(
            "%(count)s record was here already.",
            "%(count)s records were here already.",
            of["records_known"],
        ),
        "records_refused": ngettext(
            "%(count)s record is left out: somebody erased, a consent withdrawn here, unreadable.",
            "%(count)s records are left out: people erased, consents withdrawn here, unreadable.",
            of["records_refused"],
        ),
    }


def _of_undoing(of: Counter[str]) -> dict[str, str]:
    return {
        "removed": ngettext(
            "%(count)s row was taken back.", "%(count)s rows were taken back.", of["removed"]
        ),
        "stayed": ngettext(
            "%(count)s row stays, as something newer hangs on it.",
            "%(count)s rows stay, as something newer hangs on them.",
            of["stayed"],
        ),
    }


def _number(value: float) -> str:
    return wording.number(value, language=active_language())
