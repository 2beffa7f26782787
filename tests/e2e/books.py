"""Books for the demo firms: no page writes them. Run by `application` in a process of its own."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from plon.accounts.models import Workspace
from plon.customers.models import Customer
from plon.ledger import services
from plon.ledger.services import AccountName, Kind, Line, NewTransfer, UnitKind
from plon.runtime.tenancy import inside

PEOPLE = 4


def fill() -> None:
    """Write the books of every demo firm; again changes nothing."""
    now = timezone.now()
    for firm_id in list(Workspace.objects.filter(is_demo=True).values_list("id", flat=True)):
        with inside(firm_id):
            people = list(Customer.objects.order_by("id").values_list("id", flat=True)[:PEOPLE])
            _fill_one(firm_id, people, now=now)


def _fill_one(firm_id: UUID, people: list[UUID], *, now: datetime) -> None:
    """Promise everybody points, let them be spent, redeem some of the first one's."""
    services.open_unit(
        workspace_id=firm_id, code="PTS", kind=UnitKind.POINTS, exponent=0, has_lots=False, now=now
    )
    cost = AccountName(unit="PTS", kind=Kind.EXPENSE, owner_type="programme", owner_id="card")
    handed_over = AccountName(unit="PTS", kind=Kind.FULFILMENT)
    for number, person in enumerate(people):
        of = {"unit": "PTS", "owner_type": "customer", "owner_id": str(person)}
        pending = AccountName(kind=Kind.PENDING, **of)
        available = AccountName(kind=Kind.AVAILABLE, **of)
        moves = [("grant", cost, pending, 340), ("vest", pending, available, 340)]
        moves += [("redeem", available, handed_over, 120)] * (number == 0)
        for step, (kind, debit, credit, points) in enumerate(moves):
            at = now - timedelta(days=30 - 10 * step)
            services.post_transfer(
                workspace_id=firm_id,
                transfer=NewTransfer(
                    key=f"{kind}:{person}",
                    kind=kind,
                    cause_type="order",
                    cause_id=f"{number}",
                    lines=[Line(debit=debit, credit=credit, amount_minor=points)],
                    occurred_at=at,
                    accounting_date=at.date(),
                ),
                now=now,
            )
