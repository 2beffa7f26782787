"""Which lines take money back: negative ones, cancelled orders, documents that say so."""

import re
from collections.abc import Sequence

from plon.lifetime.reading.plan import Plan

# A return that a document names may stand in the file as a positive amount.
TURNED = "CASE WHEN is_return AND amount_minor > 0 THEN -{0} ELSE {0} END AS {0}"
_CANCELLED = re.compile("C[0-9]{3,}")  # C536379, as tills write a cancelled invoice
_WORDS = "(?i)(korekt|koryg|zwrot|storno|return|refund|credit note|nota kredytowa|^kor[/ -])"


def has_cancel_prefix(orders: Sequence[str]) -> bool:
    """Say whether "C" before an order's digits means cancelled: more orders are plain digits.

    Where most begin with C it is the shop's own way of numbering.
    """
    cancelled = sum(bool(_CANCELLED.fullmatch(order)) for order in orders)
    return sum(order.isdecimal() for order in orders) > cancelled


def is_return_sql(plan: Plan) -> str:
    """Return SQL over `cells_sql` that says whether a line is a return; never NULL."""
    signs = ["amount_minor < 0"]
    if "quantity" in plan.columns:
        signs.append("quantity < 0")
    if "order" in plan.columns:
        signs.append(_word_sql("order_id"))
        if has_cancel_prefix(plan.columns["order"].cells):
            cancelled = f"regexp_full_match(order_id, '{_CANCELLED.pattern}')"
            signs.append(f"CASE WHEN starts_with(order_id, 'C') THEN {cancelled} END")
    if "document_type" in plan.columns:
        signs.append(_word_sql("document_type"))
    return "COALESCE(" + " OR ".join(signs) + ", false)"


def _word_sql(column: str) -> str:
    """Return SQL that looks for the words; all of them hold an r, which is quick to miss."""
    may = f"contains({column}, 'r') OR contains({column}, 'R')"
    return f"CASE WHEN {may} THEN regexp_matches({column}, '{_WORDS}') END"
