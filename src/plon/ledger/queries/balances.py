"""What accounts hold."""

from plon.ledger.domain import AccountName
from plon.ledger.models import Account
from plon.ledger.queries.listed import held


def balance(account: AccountName) -> int:
    """Return what an account holds, in minor units and in its own sign; 0 if never used.

    Of a guarded account it is kept; of others it is summed up.
    """
    found = Account.objects.filter(
        unit__code=account.unit,
        kind=account.kind.value,
        owner_id=account.owner_id,
        owner_type=account.owner_type,
    ).first()
    return 0 if found is None else held(found)
