"""Figures written by hand: the models that make them are tested elsewhere."""

from datetime import timedelta
from uuid import UUID

from plon.customers.models import Customer
from plon.runtime.tenancy import inside
from plon.value.models import Figures, Snapshot
from tests.cast import NOW, Person

TODAY = NOW.date()


def worth(owner: Person, count: int) -> list[UUID]:
    """Make customers of two groups and two tiers, every third of them slipping; return ids."""
    with inside(owner.workspace_id):
        people = Customer.objects.bulk_create(
            Customer(workspace_id=owner.workspace_id, created_at=NOW, updated_at=NOW)
            for _ in range(count)
        )
        Figures.objects.bulk_create(
            Figures(
                workspace_id=owner.workspace_id,
                customer=one,
                first_date=TODAY - timedelta(days=400),
                last_date=TODAY - timedelta(days=number),
                purchase_days=1 + number,
                r_score=1,
                f_score=2,
                m_score=3,
                group=("champions", "dormant")[number % 2],
                tier=("gold", "silver")[number // 2 % 2],
                is_slipping=number % 3 == 0,
                observed_minor=100 * number,
                value_12m_minor=200 * number,
                ltv_minor=300 * number,
            )
            for number, one in enumerate(people)
        )
        Snapshot.objects.create(
            workspace_id=owner.workspace_id,
            as_of_date=TODAY,
            computed_at=NOW,
            currency="PLN",
            method="",
            model_version="1",
            horizon_months=12,
            customers=count,
            groups={"champions": (count + 1) // 2, "dormant": count // 2},
        )
    return [one.id for one in people]
