"""What to do with value: why to measure it, why it may be low, how to raise it."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from plon.accounts import queries as accounts
from plon.agenda import queries as agenda
from plon.core.days import date_in
from plon.customers import queries as customers
from plon.orders import queries as orders
from plon.value import queries
from plon.value.domain.causes import Signs, causes, repeat_change
from plon.value.domain.workbench import MONTH_DAYS
from plon.value.services import guide_words
from plon.value.views.frame import page

AFTER_SALES = timedelta(days=180)


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Seven reasons, the causes that the data speak for, seven levers; each leads to its page."""
    caller = accounts.caller(request, may="value.read")
    analysis = queries.answer()
    found: tuple[str, ...] = ()
    if analysis is not None:
        since = timezone.now() - AFTER_SALES
        handled = agenda.recently_handled(workspace_id=caller.workspace_id, since=since)
        signs = Signs(
            repeat_change=repeat_change(analysis.cohorts),
            complaint_share=customers.complaint_share(),
            segments_kept=len(queries.segments()),
            contacted=len(handled),
            new_product_months=_months_without_new(date_in(caller.firm.zone, timezone.now())),
        )
        found = causes(signs)
    context = {
        "reasons": guide_words.reasons(),
        "levers": guide_words.levers(),
        "causes": [guide_words.cause(code) for code in found],
        "has_figures": analysis is not None,
    }
    return page(request, caller, "value/guide.html", context)


def _months_without_new(today: date) -> float | None:
    """Return the months since a product was last put on sale; None where no day is known."""
    days = [product["launch_date"] for product in orders.every_product() if product["launch_date"]]
    newest = max((day for day in days if day <= today), default=None)
    return None if newest is None else (today - newest).days / float(MONTH_DAYS)
