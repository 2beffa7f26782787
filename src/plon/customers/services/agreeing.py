"""What customers' words come to, kept as rows: lists and segments ask for it at every turn."""

from collections.abc import Collection
from uuid import UUID

from plon.customers.models import Agreement
from plon.customers.queries.agreeing import decisions
from plon.customers.queries.standing import speakers


def settle(workspace_id: UUID, customer_ids: Collection[UUID]) -> None:
    """Write down what the words of customers come to, in the transaction that changes it.

    Whoever tells a word, merges or parts asks here; the customers are locked already. Those who
    were merged have no row: their words count for the kept one.
    """
    told = decisions(speakers(customer_ids))
    for row in Agreement.objects.filter(customer_id__in=customer_ids).order_by("id"):
        is_given = told.pop((row.customer_id, row.channel, row.purpose), None)
        if is_given is None:
            row.delete()
        elif is_given != row.is_given:
            row.is_given = is_given
            row.save(update_fields=["is_given"])
    Agreement.objects.bulk_create(
        [
            Agreement(
                workspace_id=workspace_id,
                customer_id=who,
                channel=channel,
                purpose=purpose,
                is_given=is_given,
            )
            for (who, channel, purpose), is_given in sorted(told.items())
        ]
    )
