"""All that is held of one person, to hand it over: every row of every room that is about them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from plon.accounts import queries as firms
from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.customers.models import Customer
from plon.customers.queries import name_of, together
from plon.customers.services.living import CustomerGone
from plon.runtime import personal


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What is held of a person. tables: "orders.Order" -> rows, column -> value."""

    customer_id: UUID
    name: str
    firm: str
    made_at: datetime
    tables: Mapping[str, Sequence[Mapping[str, Any]]]

    def as_json(self) -> str:
        """Return it as JSON that people and programs read; amounts are minor units."""
        told = {
            "made_at": self.made_at,
            "firm": self.firm,
            "customer_id": self.customer_id,
            "data": self.tables,
        }
        return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"


@transaction.atomic
def hand_over(caller: Caller, *, customer_id: UUID, now: datetime) -> Holdings:
    """Return all that is held of a customer, of those merged into them, too; the log notes it.

    Raises CustomerGone for one that is not there, or is merged.
    """
    row = Customer.objects.filter(id=customer_id, merged_into=None).first()
    if row is None:
        raise CustomerGone(str(customer_id))
    accounts.record(caller, "customer.handed_over", subject=f"customer:{customer_id}", now=now)
    return Holdings(
        customer_id=customer_id,
        name=name_of(row),
        firm=firms.workspace(caller.workspace_id).name,
        made_at=now,
        tables=personal.gathered(together(customer_id)),
    )
