"""What staying is worth: scenarios of retention, and what those took along who bought once."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from plon.lifetime.analysis import Analysis
from plon.lifetime.formulas.broker import lost_value
from plon.lifetime.formulas.levers import retention_scenarios
from plon.lifetime.segments.values import Plan
from plon.ui.charts import Table
from plon.ui.language import gettext as _
from plon.ui.language import ngettext
from plon.ui.speech import Speech
from plon.value.domain import workbench
from plon.value.models import Basis
from plon.value.queries.base import SnapshotFacts
from plon.value.queries.segments import SILENT_DAYS

MONTHS = 12
USUAL_FALL = 20  # percent by which churn falls, until another is asked for
ONCE = (
    {"field": "purchases", "op": "at_most", "value": "1"},
    {"field": "days_since", "op": "at_least", "value": f"{SILENT_DAYS}"},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What those who bought once and left would still have brought."""

    value: str
    sentence: str
    formula: str
    href: str


def lost(newest: SnapshotFacts, speech: Speech) -> Lost | None:
    """Return what was lost with them; None where nobody left so, or values are not known."""
    many = newest.once_silent
    if not many or newest.ltv_mean_minor is None or newest.purchase_mean_minor is None:
        return None
    minor = lost_value(
        lifetime_value=newest.ltv_mean_minor,
        first_commission=newest.purchase_mean_minor,
        one_product_clients=many,
    )
    if not minor:
        return None
    said = ngettext(
        "%(count)s customer bought once and has been silent for nine months or more.",
        "%(count)s customers bought once and have been silent for nine months or more.",
        many,
    )
    rows = [{"link": "and", "not": "", **row} for row in ONCE]
    return Lost(
        value=speech.estimate(float(minor)),
        sentence=said % {"count": speech.number(many)},
        formula=_("(%(lifetime)s a customer in a lifetime − %(first)s a purchase) × %(count)s")
        % {
            "lifetime": speech.money(newest.ltv_mean_minor),
            "first": speech.money(newest.purchase_mean_minor),
            "count": speech.number(many),
        },
        href="/value/segments/?" + "&".join(urlencode(row) for row in rows),
    )


def asked_fall(text: str) -> int:
    """Return by how many percent churn is to fall: what was asked for, from 1 to 100."""
    return int(text) if text.isdecimal() and 1 <= int(text) <= 100 else USUAL_FALL


def plan_of(told: Basis, analysis: Analysis) -> Plan | None:
    """Return a plan whose twelve months are the forecast, at the churn that was told or is known.

    None where either is not known.
    """
    kept = told.parameters.get("margin_over_churn", {})
    churn = kept.get("churn_monthly") or workbench.known_of(analysis).get("churn_monthly")
    ahead, alive = analysis.totals.value_12m_minor.value, analysis.totals.alive
    if not churn or not (ahead > 0 and alive > 0):  # neither, where not known
        return None
    leaves = workbench.number(churn)
    if not 0 < leaves < 1:
        return None
    here, stay = Decimal(str(alive)), 1 - leaves
    months = sum(stay**month for month in range(1, MONTHS + 1))
    return Plan(
        name="",
        active_customers=here,
        purchases_monthly=1,
        order_value=Decimal(str(ahead)) / 100 / (here * months),
        retention_monthly=stay,
    )


def scenarios(plan: Plan, *, fall: int, speech: Speech) -> Table:
    """Return twelve months of the plan as it is, with retention a fifth lower and higher, and with
    churn lower by so many percent.
    """
    base = Decimal(str(plan.retention_monthly))
    yearly = retention_scenarios(base**MONTHS)
    leaves = (1 - base) * (1 - Decimal(fall) / 100)
    now = _worth(plan, base)
    cases = [
        (_("Pessimistic: a fifth fewer stay a year"), yearly.pessimistic ** (Decimal(1) / MONTHS)),
        (_("As it is"), base),
        (_("Optimistic: a fifth more stay a year"), yearly.optimistic ** (Decimal(1) / MONTHS)),
        (_("Churn lower by %(fall)s%%") % {"fall": fall}, 1 - leaves),
    ]
    return Table(
        caption=_("Twelve months by retention"),
        headings=[
            _("Scenario"),
            _("Leave in a month"),
            _("Stay a year"),
            _("12 months ahead"),
            _("Difference"),
        ],
        rows=[_row(name, plan, min(stay, Decimal(1)), now, speech) for name, stay in cases],
    )


def _worth(plan: Plan, stay: Decimal) -> Decimal:
    with_it = Plan(
        name=plan.name,
        active_customers=plan.active_customers,
        purchases_monthly=plan.purchases_monthly,
        order_value=plan.order_value,
        retention_monthly=stay,
        margin=plan.margin,
    )
    return with_it.revenue(months=MONTHS)


def _row(name: str, plan: Plan, stay: Decimal, now: Decimal, speech: Speech) -> list[str]:
    worth = _worth(plan, stay)
    return [
        name,
        speech.share(float(1 - stay), decimals=1),
        speech.share(float(stay**MONTHS)),
        speech.estimate(float(worth * 100)),
        speech.change(float(worth / now - 1)) if now else "–",
    ]
