"""How each figure of the value pages is made: the words that its tile opens."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from plon.ui.definition import Definition
from plon.ui.language import gettext as _


class _Said(NamedTuple):
    name: str
    formula: str
    source: str
    period: str
    unit: str


def definition(key: str) -> Definition:
    """Return how the figure of this key is made, in the reader's language."""
    return Definition(key=key, **_ALL[key]()._asdict())


def of_the_base() -> list[Definition]:
    """Return how the figures of the whole base are made."""
    return [definition(key) for key in _BASE]


def of_the_ratio() -> list[Definition]:
    """Return how the figures of value and cost are made."""
    return [definition(key) for key in _RATIO]


def of_a_customer() -> list[Definition]:
    """Return how the figures of one customer's card are made."""
    return [definition(key) for key in _CUSTOMER]


def _sales() -> str:
    return _("orders that count, less refunds")


def _model() -> str:
    return _("orders, and the model that forecast hidden sales best")


def _ahead() -> str:
    return _("the next 12 months")


def _so_far() -> str:
    return _("from the first sale to the day of the figures")


def _currency() -> str:
    return _("money, in the firm's currency")


def _people() -> str:
    return _("customers")


def _expected() -> _Said:
    return _Said(
        name=_("Expected from your customers"),
        formula=_(
            "For each customer: purchases expected × what one of theirs usually brings × margin;"
            " added up. Where no margin is known it is revenue. The range is where the stated share"
            " of outcomes should lie."
        ),
        source=_model(),
        period=_ahead(),
        unit=_currency(),
    )


def _alive() -> _Said:
    return _Said(
        name=_("Customers still with you"),
        formula=_(
            "The chance that a customer has not left, added up over all customers; where it is too"
            " early for a forecast, all who have bought."
        ),
        source=_model(),
        period=_("on the day of the figures"),
        unit=_people(),
    )


def _slipping() -> _Said:
    return _Said(
        name=_("Slipping away"),
        formula=_(
            "Customers silent for longer than four in five with such a history would be, with a"
            " chance of at least 10%% that they are still here; what they should bring is added up."
        )
        % (),
        source=_model(),
        period=_ahead(),
        unit=_currency(),
    )


def _revenue() -> _Said:
    return _Said(
        name=_("Revenue so far"),
        formula=_(
            "All orders that count, less what was given back; where there are no amounts,"
            " the number of purchases."
        ),
        source=_sales(),
        period=_so_far(),
        unit=_currency(),
    )


def _repeat() -> _Said:
    return _Said(
        name=_("Came back at least once"),
        formula=_("Customers who bought on two days or more ÷ all who have bought."),
        source=_sales(),
        period=_so_far(),
        unit=_("share of customers"),
    )


def _top() -> _Said:
    return _Said(
        name=_("Brought by the best 20%% of customers") % (),
        formula=_("Revenue of the fifth of customers who brought most ÷ all revenue."),
        source=_sales(),
        period=_so_far(),
        unit=_("share of revenue"),
    )


def _buyers() -> _Said:
    return _Said(
        name=_("Customers who have bought"),
        formula=_("Everybody with at least one order that counts."),
        source=_sales(),
        period=_so_far(),
        unit=_people(),
    )


def _mean() -> _Said:
    return _Said(
        name=_("Lifetime value of a customer"),
        formula=_(
            "What a customer has brought so far + what 12 months should bring; the mean of all"
            " customers."
        ),
        source=_model(),
        period=_("from the first sale to 12 months ahead"),
        unit=_currency(),
    )


def _worth() -> _Said:
    return _Said(
        name=_("Lifetime value of a customer (LTV)"),
        formula=_(
            "By the formula that the firm chose on the workbench; without a choice, what a customer"
            " has brought so far + what 12 months should bring."
        ),
        source=_("the firm's own numbers on the workbench, else its orders"),
        period=_("the time that the formula names"),
        unit=_currency(),
    )


def _cost() -> _Said:
    return _Said(
        name=_("Cost of winning one (CAC)"),
        formula=_("Spent on marketing ÷ customers won by it."),
        source=_("what the firm wrote under “Value to cost”"),
        period=_("the time for which both were written"),
        unit=_currency(),
    )


def _ratio() -> _Said:
    return _Said(
        name=_("Value to cost (LTV:CAC)"),
        formula=_("Lifetime value ÷ cost of winning a customer; from 3:1 it is healthy."),
        source=_("the two figures beside it"),
        period=_("the time that the formula names"),
        unit=_("ratio"),
    )


def _payback() -> _Said:
    return _Said(
        name=_("The cost is back after, months"),
        formula=_("Months over which the value comes in ÷ value to cost."),
        source=_("the figures beside it; 36 months where the workbench says nothing else"),
        period=_("from winning the customer"),
        unit=_("months"),
    )


def _transactions() -> _Said:
    return _Said(
        name=_("Transactions a client"),
        formula=_("Days of purchase ÷ all who have bought."),
        source=_sales(),
        period=_so_far(),
        unit=_("transactions a customer"),
    )


def _referrals() -> _Said:
    return _Said(
        name=_("Referrals a client"),
        formula=_("Customers who were referred by another ÷ all who have bought."),
        source=_("the field “referred by” of customers' cards"),
        period=_so_far(),
        unit=_("referrals a customer"),
    )


def _own_value() -> _Said:
    return _Said(
        name=_("Value, 12 months"),
        formula=_(
            "Purchases expected of this customer × what one of theirs usually brings × margin."
            " Lifetime: this and what was brought so far."
        ),
        source=_model(),
        period=_ahead(),
        unit=_currency(),
    )


def _risk() -> _Said:
    return _Said(
        name=_("Risk of leaving"),
        formula=_(
            "1 − the chance that the customer is still here, from their own rhythm and silence."
            " High: from two thirds, or slipping away; medium: from one third."
        ),
        source=_model(),
        period=_("on the day of the figures"),
        unit=_("chance"),
    )


def _next() -> _Said:
    return _Said(
        name=_("Next purchase"),
        formula=_(
            "The day by which half of customers with such a history would have bought again."
        ),
        source=_model(),
        period=_("from the last purchase"),
        unit=_("day"),
    )


def _group() -> _Said:
    return _Said(
        name=_("Group"),
        formula=_(
            "R: how lately, F: how often, M: how much on average. Each from 1 to 5: the share of"
            " customers who do worse, in fifths; below 25 customers by fixed steps. The group"
            " follows from them."
        ),
        source=_sales(),
        period=_so_far(),
        unit=_("points"),
    )


_BASE: Mapping[str, Callable[[], _Said]] = {
    "expected": _expected,
    "slipping": _slipping,
    "lifetime": _mean,
    "still-here": _alive,
    "revenue": _revenue,
    "came-back": _repeat,
    "best-fifth": _top,
    "buyers": _buyers,
}
_RATIO: Mapping[str, Callable[[], _Said]] = {
    "value-of-one": _worth,
    "cost-of-one": _cost,
    "value-to-cost": _ratio,
    "payback": _payback,
    "transactions": _transactions,
    "referrals": _referrals,
}
_CUSTOMER: Mapping[str, Callable[[], _Said]] = {
    "own-value": _own_value,
    "own-risk": _risk,
    "own-next": _next,
    "own-group": _group,
}
_ALL = {**_BASE, **_RATIO, **_CUSTOMER}
