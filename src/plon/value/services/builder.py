"""The sentence of a segment as rows to choose in, and read out in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plon.customers import queries as customers
from plon.orders import queries as orders
from plon.ui.language import gettext as _
from plon.value.domain.conditions import (
    CHOICES,
    CHOSEN,
    DEPTH_MAX,
    FIELDS,
    FLAGS,
    OPS,
    OR,
    WORDS,
    current,
    rows_of_rule,
)
from plon.value.queries.figures import known_channels
from plon.value.services import segment_words as words

ROWS_MIN, ROWS_MAX = 2, 20  # conditions offered
_SUGGESTED: Mapping[str, Callable[[str], list[str]]] = {
    **dict.fromkeys(("tag", "city", "region", "acquired_by", "campaign"), customers.known_words),
    **dict.fromkeys(("channel", "order_channel"), lambda _field: known_channels()),
    "product": lambda _field: orders.product_names(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One condition as it is chosen. link: how it hangs on the one before, "" for the first."""

    number: int
    link: str
    is_denied: bool
    field: str
    op: str
    value: str
    ops: Sequence[tuple[str, str]]
    choices: Sequence[tuple[str, str]]  # of its value, where there is a list
    suggested: Sequence[str]  # what its value may be, where it is free
    has_value: bool


def rows_shown(rule: Mapping[str, Any], *, is_chosen_in: bool) -> list[Row] | None:
    """Return a rule's conditions, with an empty one to go on; chosen in, with what there is.

    None where the rule says more than ROWS_MAX conditions in a row can.
    """
    told = rows_of_rule(rule)
    if told is None or len(told) > ROWS_MAX:
        return None
    empty: Mapping[str, Any] = {"field": "", "op": "is", "value": ""}
    missing = max(1, ROWS_MIN - len(told))
    flat = [*told, *([("and", empty)] * missing)][:ROWS_MAX]
    return [_row(number, link, each, is_chosen_in) for number, (link, each) in enumerate(flat)]


def _row(number: int, link: str, told: Mapping[str, Any], is_chosen_in: bool) -> Row:
    field = str(told.get("field", ""))
    kind = FIELDS.get(field, "")
    is_free = is_chosen_in and kind == WORDS and field in _SUGGESTED
    return Row(
        number=number,
        link=link if number else "",
        is_denied=bool(told.get("not")),
        field=field,
        op=str(told.get("op", "")),
        value=current(field, str(told.get("value", ""))),
        ops=[(op, words.op_label(op)) for op in OPS.get(kind, ())],
        choices=[(code, words.value_label(field, code)) for code in CHOSEN.get(field, ())],
        suggested=_SUGGESTED[field](field) if is_free else (),
        has_value=kind not in {"", FLAGS},
    )


def fields_shown() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return (what they are about, [(field, its label)]) to choose from."""
    return [
        (title, [(code, words.field_label(code)) for code in codes])
        for title, codes in words.field_groups()
    ]


def sentence(rule: Mapping[str, Any], *, depth: int = 0) -> str:
    """Return a rule in words: "group is Champions and not tag is VIP, or …"."""
    parts = [
        sentence(part, depth=depth + 1) if "join" in part else condition_words(part)
        for part in rule.get("parts", ())
        if depth < DEPTH_MAX
    ]
    link = _("or") if rule.get("join") == "any" else _("and")
    said = f" {link} ".join(parts)
    return f"({said})" if depth and len(parts) > 1 else said


def condition_words(told: Mapping[str, Any]) -> str:
    """Return one condition in words."""
    field, op = str(told.get("field", "")), str(told.get("op", ""))
    value = words.value_label(field, current(field, str(told.get("value", ""))))
    kind = FIELDS.get(field, "")
    parts = [words.field_label(field)]
    if kind in {CHOICES, WORDS}:
        parts = [f"{parts[0]}: {value}"]
    elif kind != FLAGS:
        parts += [words.op_label(op), value]
    said = " ".join(parts)
    return f"{_('not')} ({said})" if told.get("not") else said


__all__ = ["OR", "Row", "condition_words", "fields_shown", "rows_shown", "sentence"]
