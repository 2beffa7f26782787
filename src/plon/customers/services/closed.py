"""Addresses of erased people, kept as keyed hashes: lists that name them again find them closed."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from plon.customers.models import Erased
from plon.runtime import bulk, tenancy

Key = tuple[str, str]  # kind and normal form of an identity
_NUMBERS = {"whatsapp", "viber"}  # the same number, the same person
_AT_ONCE = 500


def close(keys: Iterable[Key], *, workspace_id: UUID, customer_id: UUID, now: datetime) -> None:
    """Keep the hashes of addresses, so that they stay the erased customer's. Safe to repeat."""
    rows = [
        Erased(
            workspace_id=workspace_id,
            kind=kind,
            value_hmac=value_hmac,
            customer_id=customer_id,
            erased_at=now,
        )
        for kind, value_hmac in sorted({_hashed(key) for key in keys})
    ]
    Erased.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)


def closed(keys: Collection[Key]) -> Mapping[Key, UUID]:
    """Return those of the addresses that an erased customer had, with the emptied row's id."""
    if not keys or not Erased.objects.exists():
        return {}
    hashed = {key: _hashed(key) for key in keys}
    wanted = sorted({value_hmac for _kind, value_hmac in hashed.values()})
    found = {
        (kind, value_hmac): customer_id
        for part in bulk.chunks(wanted)
        for kind, value_hmac, customer_id in Erased.objects.filter(value_hmac__in=part).values_list(
            "kind", "value_hmac", "customer_id"
        )
    }
    return {key: found[each] for key, each in hashed.items() if each in found}


def _hashed(key: Key) -> Key:
    """Return kind and hash of an address; the installation's secret is the key."""
    kind = "phone" if key[0] in _NUMBERS else key[0]
    told = f"{tenancy.current()}:{kind}:{key[1]}"
    return kind, salted_hmac("plon.customers.erased", told, algorithm="sha256").hexdigest()
