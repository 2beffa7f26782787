"""A shop with two years of orders, made by a rule: nobody's real sales."""

from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from plon.customers.models import Customer
from plon.orders.models import Order
from plon.runtime.tenancy import inside

OPENED = datetime(2024, 4, 1, 10, tzinfo=UTC)
CHANNELS = ("shop", "web", "referral")


def stock(
    workspace_id: UUID, *, customers: int = 120, until: datetime, seed: int = 7
) -> list[UUID]:
    """Fill a workspace with customers who buy at paces of their own and may leave; return ids."""
    chance, rows, people = Random(seed), [], []
    for number in range(customers):
        one = Customer(
            workspace_id=workspace_id,
            first_name=f"Ola{number}",
            last_name=f"Łącka{number:03d}",
            search_text=f"ola{number} lacka{number:03d}",
            created_at=OPENED,
            updated_at=OPENED,
        )
        people.append(one)
        moment = OPENED + timedelta(days=chance.uniform(0, 500))
        pace, spend = chance.gammavariate(2, 25), chance.gammavariate(4, 30)
        while moment < until:
            rows.append(order(workspace_id, one.id, moment, spend=spend, chance=chance))
            if chance.random() < 0.12:
                break
            moment += timedelta(days=1 + chance.expovariate(1 / pace))
    with inside(workspace_id):
        Customer.objects.bulk_create(people)
        Order.objects.bulk_create(rows)
    return [one.id for one in people]


def order(
    workspace_id: UUID, customer_id: UUID, moment: datetime, *, spend: float, chance: Random
) -> Order:
    """Return a paid order of about that much."""
    total = round(100 * max(1.0, chance.gauss(spend, spend / 4)))
    return Order(
        workspace_id=workspace_id,
        customer_id=customer_id,
        external_id=f"shop:{chance.getrandbits(60)}",
        status=Order.Status.PAID,
        ordered_at=moment,
        total_minor=total,
        currency="PLN",
        channel=chance.choice(CHANNELS),
        created_at=moment,
        changed_at=moment,
    )
