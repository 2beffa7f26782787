"""One contract set against a lifetime, with whose numbers it is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from plon.lifetime.analysis import Analysis
from plon.lifetime.formulas.broker import Comparison, broker_value, compare_one_off
from plon.lifetime.formulas.methods import Method
from plon.ui.charts.scale import across
from plon.ui.definition import Definition
from plon.ui.language import gettext as _
from plon.ui.speech import Speech
from plon.value.domain import workbench
from plon.value.models import Basis
from plon.value.queries.base import cost_of_winning
from plon.value.services.definitions import definition
from plon.value.services.known_numbers import known_numbers
from plon.value.services.page_words import parameter_label
from plon.value.services.ratio import money

PRODUCTS_KNOWN, REFERRALS_KNOWN = 3.7, 6.2  # of the best intermediaries, in three years
EXAMPLE_COST, EXAMPLE_CLIENTS = Decimal(800), Decimal(100)  # of the published example
KEPT, KNOWN, EXAMPLE = "kept", "known", "example"  # whose a number is


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """What the comparison is counted with, and whose each number is: KEPT, KNOWN or EXAMPLE."""

    numbers: Mapping[str, str]  # of the intermediary's formula
    cost: Decimal
    clients: Decimal
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """One number in words."""

    label: str
    value: str
    source: str
    is_example: bool


def assumed(told: Basis, analysis: Analysis | None) -> Assumed:
    """Return the firm's own numbers, and those of the published example where it has none."""
    kept = told.parameters.get(Method.BROKER.value, {})
    known = known_numbers(told, analysis)
    numbers = {**workbench.defaults(Method.BROKER, known), **kept}
    cost = cost_of_winning(told) or None  # of no cost there is no return
    clients = None if analysis is None else workbench.won_yearly(analysis.cohorts)
    sources = {
        name: KEPT if name in kept else KNOWN if name in known else EXAMPLE for name in numbers
    }
    return Assumed(
        numbers=numbers,
        cost=EXAMPLE_COST if cost is None else cost,
        clients=EXAMPLE_CLIENTS if clients is None else Decimal(clients),
        sources={
            **sources,
            "cost": EXAMPLE if cost is None else KEPT,
            "clients": EXAMPLE if clients is None else KNOWN,
        },
    )


def used(found: Assumed, speech: Speech) -> list[Used]:
    """Return each number with whose it is."""
    mark = "," if speech.language == "pl" else "."
    shown = [
        (name, parameter_label(name), text.replace(",", ".").replace(".", mark))
        for name, text in found.numbers.items()
    ]
    shown += [
        ("cost", _("Cost of winning a client"), money(found.cost, speech)),
        ("clients", _("New clients a year"), speech.number(float(found.clients))),
    ]
    return [
        Used(
            label=label,
            value=value,
            source=_source(found.sources[name]),
            is_example=found.sources[name] == EXAMPLE,
        )
        for name, label, value in shown
    ]


def _source(code: str) -> str:
    return {
        KEPT: _("told by you"),
        KNOWN: _("from your sales"),
        EXAMPLE: _("an intermediary's example, not yours"),
    }[code]


def compared(found: Assumed) -> Comparison:
    """Return one contract against a lifetime, by the intermediary's formula."""
    read = {name: workbench.number(text) for name, text in found.numbers.items()}
    parts = broker_value(
        first_commission=read["first_commission"],
        cross_sell_commission=read["cross_sell_commission"],
        cross_sells=read["cross_sells"],
        referrals=read["referrals"],
        referral_conversion=read["referral_conversion"],
    )
    return compare_one_off(
        parts=parts,
        cross_sells=read["cross_sells"],
        referrals=read["referrals"],
        acquisition_cost=found.cost,
        clients_yearly=found.clients,
    )


def comparison_rows(found: Comparison, speech: Speech) -> list[tuple[str, str, str]]:
    """Return (what, one contract, lifetime) in words."""
    one, life = found.one_off, found.lifetime

    def count(value: Decimal) -> str:
        return speech.number(float(value), decimals=0 if value == int(value) else 1)

    def share(value: Decimal) -> str:
        return speech.share(float(value) / 100)

    return [
        (_("Products a client"), count(one.products), count(life.products)),
        (_("Value of a client"), money(one.value, speech), money(life.value, speech)),
        (
            _("Cost of winning a client"),
            money(one.acquisition_cost, speech),
            money(life.acquisition_cost, speech),
        ),
        (_("Return on that cost"), share(one.roi_percent), share(life.roi_percent)),
        (
            _("After the first contract"),
            money(one.extra_revenue, speech),
            money(life.extra_revenue, speech),
        ),
        (
            _("Revenue of %(count)s clients a year") % {"count": count(one.clients_yearly)},
            money(one.revenue_yearly, speech),
            money(life.revenue_yearly, speech),
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An own figure beside the line of the best."""

    label: str
    own: str
    best: str
    own_width: str  # of the drawn bar
    best_x: str  # of the drawn line
    definition: Definition


def benchmarks(products: float | None, referrals: float | None, speech: Speech) -> list[Line]:
    """Return the own figures beside those of the best intermediaries."""
    return [
        _line("transactions", products, PRODUCTS_KNOWN, speech),
        _line("referrals", referrals, REFERRALS_KNOWN, speech),
    ]


def _line(key: str, own: float | None, best: float, speech: Speech) -> Line:
    top = max(own or 0.0, best)
    made = definition(key)
    return Line(
        label=made.name,
        definition=made,
        own="–" if own is None else speech.number(own, decimals=1),
        best=speech.number(best, decimals=1),
        own_width=across((own or 0.0) / top),
        best_x=across(best / top),
    )
