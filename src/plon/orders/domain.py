"""What a sale earns, and which way an order may go. Pure; amounts in minor units."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from uuid import UUID

BASIS_POINTS = 10_000
MILLI = 1_000  # a piece
MONTHS = 12  # of a year


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A product of an order. product_code: of the catalogue, "" for none.

    margin_minor, commission_minor: None lets the catalogue tell.
    """

    amount_minor: int
    product_code: str = ""
    name: str = ""
    quantity_milli: int = MILLI
    margin_minor: int | None = None
    commission_minor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order as it is told. margin_minor, commission_minor: None lets the lines tell."""

    external_id: str
    customer_id: UUID
    ordered_at: datetime
    total_minor: int
    currency: str
    status: str = "paid"
    margin_minor: int | None = None
    commission_minor: int | None = None
    channel: str = ""
    place: str = ""
    origin: str = ""
    renewal_date: date | None = None
    has_complaint: bool = False
    lines: Sequence[NewLine] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProduct:
    """A product as a list, a preset or a form tells it; amounts in minor units."""

    code: str
    name: str
    category: str = ""
    commission_model: str = "none"
    commission_minor: int | None = None
    commission_bp: int | None = None
    is_counted_yearly: bool = False
    margin_bp: int | None = None
    unit_cost_minor: int | None = None
    price_minor: int | None = None
    term_months: int | None = None
    renewal_months: int | None = None
    pace: str = ""
    eligibility: str = ""
    note: str = ""
    is_active: bool = True
    launch_date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How a product earns: Product.Commission and its figures.

    is_counted_yearly: the switch of yearly commissions, for every year of the term at once.
    """

    commission_model: str
    commission_minor: int | None = None
    commission_bp: int | None = None
    is_counted_yearly: bool = False
    term_months: int | None = None
    margin_bp: int | None = None
    unit_cost_minor: int | None = None

    @property
    def years(self) -> int:
        """Return how many times a yearly commission counts: once, or for each year begun."""
        if self.commission_model != "yearly" or not self.is_counted_yearly:
            return 1
        return max(1, -(-(self.term_months or 0) // MONTHS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """What a line earns; None: the rule does not tell."""

    margin_minor: int | None
    commission_minor: int | None


def share(amount_minor: int, share_bp: int) -> int:
    """Return basis points of an amount, halves away from zero."""
    whole = abs(amount_minor) * share_bp
    part = (2 * whole + BASIS_POINTS) // (2 * BASIS_POINTS)
    return part if amount_minor >= 0 else -part


def earned(rule: Rule, *, amount_minor: int, quantity_milli: int) -> Earned:
    """Return commission and margin of a line by its product's rule.

    A commission is the whole margin of an intermediary. A yearly one counts for one year, and its
    renewals are orders of their own; with the switch on, for every year of the term.
    """
    commission = _commission(rule, amount_minor, quantity_milli)
    if commission is not None:
        return Earned(margin_minor=commission, commission_minor=commission)
    return Earned(margin_minor=_margin(rule, amount_minor, quantity_milli), commission_minor=None)


def _commission(rule: Rule, amount_minor: int, quantity_milli: int) -> int | None:
    if rule.commission_model in {"fixed", "yearly"} and rule.commission_minor is not None:
        return _times(rule.commission_minor * rule.years, quantity_milli)
    if rule.commission_model == "percent" and rule.commission_bp is not None:
        return share(amount_minor, rule.commission_bp)
    return None


def _margin(rule: Rule, amount_minor: int, quantity_milli: int) -> int | None:
    if rule.unit_cost_minor is not None:
        return amount_minor - _times(rule.unit_cost_minor, quantity_milli)
    if rule.margin_bp is not None:
        return share(amount_minor, rule.margin_bp)
    return None


def _times(minor: int, quantity_milli: int) -> int:
    return (2 * minor * quantity_milli + MILLI) // (2 * MILLI)


NEXT: Mapping[str, frozenset[str]] = {  # status -> where an order may go from there
    "lead": frozenset({"application", "approved", "signed", "paid", "rejected", "cancelled"}),
    "application": frozenset({"approved", "signed", "paid", "rejected", "cancelled"}),
    "approved": frozenset({"signed", "paid", "rejected", "cancelled"}),
    "rejected": frozenset({"application"}),
    "signed": frozenset({"paid", "cancelled", "returned"}),
    "paid": frozenset({"returned", "cancelled"}),
    "cancelled": frozenset(),
    "returned": frozenset(),
}
EARNING = frozenset({"signed", "paid"})


def may_become(before: str, after: str) -> bool:
    """Say whether an order may go from one status to another; staying is always allowed."""
    return before == after or after in NEXT[before]


def is_earning(status: str) -> bool:
    """Say whether an order of that status has just been won: signed or paid."""
    return status in EARNING


def next_statuses(status: str) -> list[str]:
    """Return where an order of that status may go, in the order of its way."""
    return [code for code in NEXT if code in NEXT[status]]


def total_of(parts: Sequence[int | None]) -> int | None:
    """Return the sum of lines' earnings; None where a line's is not known."""
    known = [minor for minor in parts if minor is not None]
    return sum(known) if parts and len(known) == len(parts) else None


def line_earned(line: NewLine, rule: Rule | None) -> Earned:
    """Return what a line earns: as told, else by its product's rule."""
    told, ruled = line.commission_minor, _NOTHING
    if rule is not None:
        ruled = earned(rule, amount_minor=line.amount_minor, quantity_milli=line.quantity_milli)
    return Earned(
        margin_minor=_first(line.margin_minor, told, ruled.margin_minor),
        commission_minor=_first(told, ruled.commission_minor),
    )


def order_earned(order: NewOrder, lines: Sequence[Earned]) -> Earned:
    """Return what an order earns: as told, else the sum of its lines where all are known.

    Of an order whose commission alone is told that is the margin: nobody keeps a loan's amount.
    """
    margins = total_of([line.margin_minor for line in lines])
    commissions = total_of([line.commission_minor for line in lines])
    return Earned(
        margin_minor=_first(order.margin_minor, order.commission_minor, margins),
        commission_minor=_first(order.commission_minor, commissions),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """An order's figures; of one that a later file tells, what it says of the whole order."""

    total_minor: int | None = None
    margin_minor: int | None = None
    commission_minor: int | None = None


def completed(
    kept: Figures, lines: Sequence[Earned], new: Sequence[tuple[NewLine, Earned]], whole: Figures
) -> Figures:
    """Return the figures of an order that gets new lines, as if all had been told together.

    What is told of the whole order is its greatest telling; what its lines told is their sum, and
    unknown where one of them does not tell.
    """
    commission = _grown(
        kept.commission_minor,
        whole.commission_minor,
        of_lines=[line.commission_minor for line in lines],
        of_new=[gain.commission_minor for _line, gain in new],
    )
    is_commission = kept.margin_minor is not None and kept.margin_minor == kept.commission_minor
    margin = _grown(
        kept.margin_minor,
        _first(whole.margin_minor, whole.commission_minor if is_commission else None),
        of_lines=[line.margin_minor for line in lines],
        of_new=[gain.margin_minor for _line, gain in new],
        told=[line.margin_minor for line, _gain in new],
    )
    amount = sum(line.amount_minor for line, _gain in new)
    total = kept.total_minor or 0
    return Figures(
        total_minor=total + amount if whole.total_minor is None else max(total, whole.total_minor),
        margin_minor=margin,
        commission_minor=commission,
    )


def _grown(
    kept: int | None,
    whole: int | None,
    *,
    of_lines: Sequence[int | None],
    of_new: Sequence[int | None],
    told: Sequence[int | None] = (),
) -> int | None:
    if whole is not None:
        return whole if kept is None else max(kept, whole)
    if kept is None:
        return None
    is_beside = of_lines and kept != total_of(of_lines)  # of the whole, or of rows beside the lines
    if is_beside and not told:
        return kept
    more = total_of(told if is_beside else of_new)
    return None if more is None else kept + more


def fingerprint(order: NewOrder) -> str:
    """Return a hash of what was told of an order, but for whom it belongs to: that may merge.

    Only what differs from its default counts, so that a field added one day changes no hash.
    """
    moment = order.ordered_at.astimezone(UTC).isoformat()
    lines = [_told(_LINE_DEFAULTS, _LINE_VALUES(line)) for line in order.lines]
    told = _told(_ORDER_DEFAULTS, _ORDER_VALUES(order))
    text = repr((order.external_id, moment, told, lines))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _told(defaults: Mapping[str, object], values: Sequence[object]) -> list[tuple[str, str]]:
    return [
        (name, str(value))
        for (name, default), value in zip(defaults.items(), values, strict=True)
        if value != default
    ]


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


_LINE_DEFAULTS = {each.name: each.default for each in fields(NewLine)}
_ORDER_DEFAULTS = {
    each.name: each.default
    for each in fields(NewOrder)
    if each.name not in {"external_id", "customer_id", "ordered_at", "lines"}
}
_LINE_VALUES, _ORDER_VALUES = attrgetter(*_LINE_DEFAULTS), attrgetter(*_ORDER_DEFAULTS)
_NOTHING = Earned(margin_minor=None, commission_minor=None)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later; the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    last = (date(year + (month + 1) // MONTHS, (month + 1) % MONTHS + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
