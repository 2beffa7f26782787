"""A segment as a sentence: conditions on customers, joined by "and" or "or", each may be denied.

Pure. A rule is {"join": "all" or "any", "parts": [condition or rule, …]}; a condition is
{"field": …, "op": …, "value": …, "not": bool}. Values are texts as people wrote them; money is in
major units there, days are whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from plon.lifetime.segments.groups import GROUPS
from plon.lifetime.segments.tiers import TIERS

CHOICES, AMOUNTS, DAYS, COUNTS, WORDS, FLAGS = (
    "choice",
    "amount",
    "days",
    "count",
    "word",
    "flag",
)
NEVER_BOUGHT = "never_bought"  # a field, and the part of a whole that has no figures
FIELDS: Mapping[str, str] = {
    "group": CHOICES,
    "tier": CHOICES,
    "risk": CHOICES,
    "value_12m": AMOUNTS,
    "observed": AMOUNTS,
    "ltv": AMOUNTS,
    "days_since": DAYS,
    "days_known": DAYS,
    "purchases": COUNTS,
    "recency": COUNTS,
    "frequency": COUNTS,
    "monetary": COUNTS,
    "is_slipping": FLAGS,
    NEVER_BOUGHT: FLAGS,
    "channel": WORDS,
    "product": WORDS,
    "order_channel": WORDS,
    "order_status": CHOICES,
    "tag": WORDS,
    "consent": CHOICES,
    "event": CHOICES,
    "kind": CHOICES,
    "city": WORDS,
    "region": WORDS,
    "acquired_by": WORDS,
    "campaign": WORDS,
    "was_referred": FLAGS,
    "has_complaint": FLAGS,
    "has_returned": FLAGS,
}
OPS: Mapping[str, tuple[str, ...]] = {
    CHOICES: ("is",),
    AMOUNTS: ("at_least", "at_most"),
    DAYS: ("at_least", "at_most"),
    COUNTS: ("at_least", "at_most"),
    WORDS: ("is",),
    FLAGS: ("is",),
}
CHOSEN: Mapping[str, tuple[str, ...]] = {  # what may be chosen, of every field of choices
    "group": GROUPS,
    "tier": TIERS,
    "risk": ("high", "medium", "low", "unknown"),
    "order_status": (
        "lead",
        "application",
        "approved",
        "rejected",
        "signed",
        "paid",
        "cancelled",
        "returned",
    ),
    "consent": (
        "email",
        "sms",
        "voice",
        "whatsapp",
        "messenger",
        "instagram",
        "telegram",
        "viber",
    ),
    "event": (
        "contract",
        "keys",
        "first_reduction",
        "insurance_renewal",
        "child",
        "home",
        "flat_upgrade",
        "other",
    ),
    "kind": ("person", "company", "partner", "supplier", "employee"),
}
_RENAMED: Mapping[tuple[str, str], str] = {("consent", "phone"): "voice"}  # in kept rules
PARTS_MAX, DEPTH_MAX = 20, 3
AND, OR = "and", "or"


class RuleUnreadable(ValueError):
    """The rule is no sentence of ours; the message is what is wrong, as a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition. value: text, or minor units, days, a count as a whole number."""

    field: str
    op: str
    value: str | int | bool
    is_denied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Conditions and rules, of which all or any must hold. Without parts everybody belongs."""

    is_any: bool
    parts: tuple["Condition | Rule", ...]


def read_rule(given: Mapping[str, Any], *, depth: int = 0) -> Rule:
    """Return the rule. Raises RuleUnreadable."""
    parts = given.get("parts", ())
    is_list = isinstance(parts, Sequence) and all(isinstance(part, Mapping) for part in parts)
    if given.get("join") not in ("all", "any") or not is_list:
        raise RuleUnreadable("no_rule")
    if depth >= DEPTH_MAX or len(parts) > PARTS_MAX:
        raise RuleUnreadable("too_large")
    return Rule(
        is_any=given["join"] == "any",
        parts=tuple(
            read_rule(part, depth=depth + 1) if "join" in part else read_condition(part)
            for part in parts
        ),
    )


def read_condition(given: Mapping[str, Any]) -> Condition:
    """Return the condition. Raises RuleUnreadable."""
    field, op = str(given.get("field", "")), str(given.get("op", ""))
    kind = FIELDS.get(field)
    if kind is None or op not in OPS[kind]:
        raise RuleUnreadable("unknown_condition")
    return Condition(
        field=field,
        op=op,
        value=_value(field, str(given.get("value", "")).strip()),
        is_denied=bool(given.get("not", False)),
    )


def current(field: str, value: str) -> str:
    """Return a choice by the name it has now: rules are kept longer than names."""
    return _RENAMED.get((field, value), value)


def rule_of_rows(rows: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, Any]:
    """Return the rule of (link, condition) in a row; "and" binds closer than "or", as in speech."""
    groups: list[list[Mapping[str, Any]]] = []
    for link, condition in rows:
        if groups and link != OR:
            groups[-1].append(condition)
        else:
            groups.append([condition])
    if len(groups) < 2:
        return {"join": "all", "parts": groups[0] if groups else []}
    return {
        "join": "any",
        "parts": [
            group[0] if len(group) == 1 else {"join": "all", "parts": group} for group in groups
        ],
    }


def rows_of_rule(rule: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]] | None:
    """Return a rule as (link, condition) in a row; None where it says more than a row can."""
    parts = rule.get("parts", ())
    is_any = rule.get("join") == "any"
    groups = [part["parts"] if _is_all(part) else [part] for part in parts] if is_any else [parts]
    if any("join" in condition for group in groups for condition in group):
        return None
    rows = [
        (AND if place else OR, condition)
        for group in groups
        for place, condition in enumerate(group)
    ]
    return [("" if number == 0 else link, each) for number, (link, each) in enumerate(rows)]


def _is_all(part: Mapping[str, Any]) -> bool:
    return part.get("join") == "all"


def _value(field: str, text: str) -> str | int | bool:
    kind = FIELDS[field]
    if kind == FLAGS:
        return True
    if kind in {CHOICES, WORDS}:
        text = current(field, text)
        if not text:
            raise RuleUnreadable("value_missing")
        if kind == CHOICES and text not in CHOSEN[field]:
            raise RuleUnreadable("value_unknown")
        return text
    number = _number(text)
    if number < 0 or (kind != AMOUNTS and number != number.to_integral_value()):
        raise RuleUnreadable("number_unreadable")
    return int(number * 100) if kind == AMOUNTS else int(number)


def _number(text: str) -> Decimal:
    """Return a number as people write it: blanks between thousands, comma or dot."""
    plain = "".join(text.split()).replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise RuleUnreadable("number_unreadable") from None
    if not number.is_finite() or abs(number) > 10**13:
        raise RuleUnreadable("number_unreadable")
    return number
