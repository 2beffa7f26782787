"""A formula's numbers as the firm's own sales and costs tell them."""

from decimal import Decimal

from plon.customers import queries as customers
from plon.lifetime.analysis import Analysis
from plon.value import queries
from plon.value.domain import workbench
from plon.value.models import Basis
from plon.value.queries.base import cost_of_winning


def known_numbers(told: Basis, analysis: Analysis | None) -> dict[str, str]:
    """Return the numbers of formulas that sales, people who came by word, and costs tell."""
    cost = cost_of_winning(told)
    known = {} if cost is None else {"acquisition_cost": workbench.plain(cost)}
    if analysis is None or not analysis.totals.customers:
        return known
    share = margin_share(told, analysis)
    # Those who came are known, not those who were asked: so each of them has become a client.
    brought = Decimal(customers.referred_count()) / analysis.totals.customers
    return {
        **known,
        **workbench.known_of(analysis, margin_share=share),
        "referrals": workbench.plain(brought),
        "referral_conversion": "1",
    }


def margin_share(told: Basis, analysis: Analysis) -> Decimal | None:
    """Return what part of turnover stays with the firm; None where that is not known."""
    if not analysis.value_is_margin:
        return None
    if told.margin_bp is not None:
        return Decimal(told.margin_bp) / 10_000
    newest, totals = queries.newest(), analysis.totals
    if newest is None or newest.purchase_mean_minor is None or totals.revenue_minor <= 0:
        return None
    kept = Decimal(newest.purchase_mean_minor) * totals.purchases / totals.revenue_minor
    return min(max(kept, Decimal(0)), Decimal(1))
