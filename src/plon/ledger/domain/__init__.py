"""Rules of the books. Pure."""

from plon.ledger.domain.accounts import RULES, AccountName, Kind, Side, UnitKind
from plon.ledger.domain.lines import (
    AMOUNT_MAX,
    Line,
    LineImpossible,
    changes,
    content_hash,
    digest,
    lines_text,
    settle_debts,
)
from plon.ledger.domain.lots import EFFECTS, Free, NotEnough, Use, take
from plon.ledger.domain.seals import FIRST, root_of, seal_hash
from plon.ledger.domain.splitting import half_up, reversal_step, share, split

__all__ = [
    "AMOUNT_MAX",
    "EFFECTS",
    "FIRST",
    "RULES",
    "AccountName",
    "Free",
    "Kind",
    "Line",
    "LineImpossible",
    "NotEnough",
    "Side",
    "UnitKind",
    "Use",
    "changes",
    "content_hash",
    "digest",
    "half_up",
    "lines_text",
    "reversal_step",
    "root_of",
    "seal_hash",
    "settle_debts",
    "share",
    "split",
    "take",
]
