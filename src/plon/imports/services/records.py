"""What an archive holds beside products, customers and sales."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, TypeAlias
from uuid import UUID

from plon.accounts import services as accounts
from plon.agenda import queries as agenda
from plon.customers import queries as customers
from plon.imports.services.buyers import NAMES, Buyers
from plon.value import queries as value

Row: TypeAlias = Mapping[str, Any]
About: TypeAlias = Iterator[tuple[UUID | None, Row]]
_AT_ONCE = 2_000

_ABOUT: Mapping[str, Callable[[], About]] = {
    "addresses": lambda: customers.every_further_address(),
    "consents": lambda: customers.every_consent(),
    "notes": lambda: customers.every_note(),
    "life_events": lambda: customers.every_life_event(),
    "tasks": lambda: ((row["customer_id"], row) for row in agenda.every_task()),
}
_OF_THE_FIRM: Mapping[str, Callable[[], Iterator[Row]]] = {
    "wordings": customers.every_wording,
    "views": customers.every_view,
    "segments": lambda: ({"name": one.name, "rule": one.rule} for one in value.segments()),
    "audit": accounts.every_entry,
}


def rows_of(what: str, buyers: Buyers) -> Iterator[Row]:
    """Yield a list's rows as texts; whom they are about goes by the numbers of a sale's buyer."""
    if what in _OF_THE_FIRM:
        return map(_texts, _OF_THE_FIRM[what]())
    return map(_texts, _named(_ABOUT[what](), buyers))


def _named(told: About, buyers: Buyers) -> Iterator[Row]:
    """Yield rows with the numbers of their customers; those of somebody erased are left out."""
    while part := list(islice(told, _AT_ONCE)):
        found = buyers.numbers_of([who for who, _row in part if who])
        for who, row in part:
            if who is None:
                yield {**dict.fromkeys(NAMES, ""), **row}
            elif who in found:
                yield {**found[who], **row}


def _texts(row: Row) -> Row:
    return {name: _text(cell) for name, cell in row.items()}


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False, sort_keys=True)
    return "" if cell is None else str(cell)
