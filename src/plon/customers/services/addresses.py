"""Addresses that somebody of the firm gives to a customer or takes away."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.customers import domain
from plon.customers.models import Customer, Identity
from plon.customers.services.living import living
from plon.runtime import bulk
from plon.runtime.ids import new_id

ADDRESS_MAX = 254
TAKEN, UNREADABLE = "taken", "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An address as it is written; kind: a code of Identity.Kind."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why an address is refused: TAKEN by the customer owner_id, or UNREADABLE for its kind."""

    address: Address
    why: str
    owner_id: UUID | None = None


class AddressesRefused(DomainError):
    """Some addresses cannot be the customer's."""

    code = "addresses_refused"
    status = 422

    def __init__(self, refusals: Sequence[Refusal]):
        super().__init__(", ".join(f"{each.address.kind}: {each.why}" for each in refusals))
        self.refusals = refusals


def add_address(caller: Caller, *, customer_id: UUID, address: Address, now: datetime) -> UUID:
    """Give a customer one more address; return its id. Safe to repeat.

    Raises CustomerGone, AddressesRefused; nothing is written then.
    """

    def step() -> UUID:
        row = living(customer_id)
        had = [Address(kind=each.kind, text=each.shown) for each in _of(row)]
        if settle(row, [*had, address], now=now):
            _edited(caller, row, now=now)
        return Identity.objects.get(customer=row, kind=address.kind, value=_normal(address)).id

    return bulk.once_more(step)


def remove_address(caller: Caller, *, customer_id: UUID, address_id: UUID, now: datetime) -> None:
    """Take an address away; imports will not bring it back. Safe to repeat. Raises CustomerGone."""

    def step() -> None:
        row = living(customer_id)
        left = [Address(kind=e.kind, text=e.shown) for e in _of(row) if e.id != address_id]
        if settle(row, left, now=now):
            _edited(caller, row, now=now)

    bulk.once_more(step)


def settle(row: Customer, addresses: Sequence[Address] | None, *, now: datetime) -> bool:
    """Make the addresses the customer's, all others not; say whether anything changed.

    In the caller's transaction, which saves the row: what finds it and what stays blank change.
    None leaves the addresses as they are. Raises AddressesRefused.
    """
    present = {(each.kind, each.value): each for each in _of(row)}
    wanted = None if addresses is None else _wanted(row, present.values(), addresses)
    is_changed = False
    for key in sorted(present.keys() - wanted.keys()) if wanted is not None else ():
        present.pop(key).delete()
        keep_blank(row, ":".join(key), is_blank=True)
        is_changed = True
    changed, there = [], set(present)
    for place, (key, shown) in enumerate((wanted or {}).items()):
        keep_blank(row, ":".join(key), is_blank=False)
        if key not in present or present[key].shown != shown:
            at = now + timedelta(microseconds=place)  # the order in which they were written
            present[key] = _written(row, present.get(key), key, shown, now=at)
            changed.append(present[key])
    for each in sorted(changed, key=lambda each: (each.kind, each.value)):  # one order for all
        is_there = (each.kind, each.value) in there
        each.save(update_fields=["shown"] if is_there else None, force_insert=not is_there)
    found_by = [text for each in present.values() for text in (each.shown, each.value)]
    row.search_text = search_text(row, found_by)
    return is_changed or bool(changed)


def keep_blank(row: Customer, line: str, *, is_blank: bool) -> None:
    """Note whether imports leave a field, or "kind:value" of an address, blank."""
    lines = dict.fromkeys(row.emptied.split("\n") if row.emptied else ())
    if is_blank:
        lines[line] = None
    else:
        lines.pop(line, None)
    row.emptied = "\n".join(lines)


def taken_away(customer_ids: Collection[UUID]) -> set[tuple[UUID, str]]:
    """Return what somebody took away by hand: whose, and the field or "kind:value"."""
    return {
        (who, line)
        for part in bulk.chunks(sorted(customer_ids))
        for who, lines in Customer.objects.filter(id__in=part)
        .exclude(emptied="")
        .values_list("id", "emptied")
        for line in lines.split("\n")
    }


def search_text(row: Customer, addresses: Sequence[str]) -> str:
    """Return what a search looks through: names and addresses as they are now, folded."""
    words = [row.first_name, row.last_name, row.company_name, row.city, row.tax_id, *addresses]
    return " ".join(dict.fromkeys(word for text in words for word in domain.fold(text).split()))


def _of(row: Customer) -> list[Identity]:
    return list(Identity.objects.filter(customer=row).order_by("created_at", "id"))


def _wanted(
    row: Customer, present: Iterable[Identity], addresses: Sequence[Address]
) -> dict[tuple[str, str], str]:
    """Return normal form -> as written; one that is there already is not judged again.

    Raises AddressesRefused.
    """
    known = {(each.kind, each.shown): each.value for each in present}
    wanted: dict[tuple[str, str], str] = {}
    refusals = []
    for address in addresses:
        shown = domain.tidy(address.text)[:ADDRESS_MAX]
        value = known.get((address.kind, shown)) or _normal(address)
        if value is None:
            refusals.append(Refusal(address=address, why=UNREADABLE))
            continue
        wanted[address.kind, value] = shown
        others = Identity.objects.filter(kind=address.kind, value=value).exclude(customer=row)
        owner_id = others.values_list("customer_id", flat=True).first()
        if owner_id is not None:
            refusals.append(Refusal(address=address, why=TAKEN, owner_id=owner_id))
    if refusals:
        raise AddressesRefused(refusals)
    return wanted


def _normal(address: Address) -> str | None:
    if address.kind not in Identity.Kind.values:
        return None
    value = domain.normal_identity(address.kind, address.text)
    return value if value and len(value) <= ADDRESS_MAX else None


def _written(
    row: Customer, known: Identity | None, key: tuple[str, str], shown: str, *, now: datetime
) -> Identity:
    """Return the address as it is written now; not saved."""
    made = known or Identity(
        id=new_id(),
        workspace_id=row.workspace_id,
        customer=row,
        kind=key[0],
        value=key[1],
        created_at=now,
    )
    made.shown = shown
    return made


def _edited(caller: Caller, row: Customer, *, now: datetime) -> None:
    row.updated_at = row.edited_at = now
    row.save(update_fields=["emptied", "search_text", "updated_at", "edited_at"])
    detail, subject = {"fields": ["addresses"]}, f"customer:{row.id}"
    accounts.record(caller, "customer.changed", subject=subject, detail=detail, now=now)
