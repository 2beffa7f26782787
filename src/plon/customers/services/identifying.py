"""From what a list says of people to customers: found by any address, made where unknown."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from plon.customers import domain
from plon.customers.models import Customer, Identity
from plon.customers.services.addresses import taken_away
from plon.customers.services.closed import closed
from plon.customers.services.filling import Person, fill, says_anything
from plon.customers.services.tagging import stick_tags
from plon.runtime import bulk
from plon.runtime.ids import new_id
from plon.runtime.inserting import new_row

Key = tuple[str, str]  # kind and normal form of an identity
_AT_ONCE = 500  # rows in one statement: databases bound the number of parameters
_ADDRESS_MAX = 254


def identify(
    *, workspace_id: UUID, person: Person, now: datetime, import_id: UUID | None = None
) -> UUID:
    """Return the customer with one of the person's addresses, made where unknown."""
    return identify_many(workspace_id=workspace_id, people=[person], now=now, import_id=import_id)[
        0
    ]


def identify_many(
    *, workspace_id: UUID, people: Sequence[Person], now: datetime, import_id: UUID | None = None
) -> list[UUID]:
    """Return the customer of each person, in their order; safe to repeat.

    Found by any address, the external id first; blank fields are filled, others stay as they are,
    and what somebody emptied by hand stays blank.
    Addresses are added unless they are another customer's: then the two wait for somebody who
    merges them. Somebody without any address becomes a new customer each time. Who was erased stays
    so: the emptied row is theirs, and nothing is written on it.
    """
    keys = [list(_keys(person)) for person in people]

    def step() -> list[UUID]:
        owners, rows = _known(people, keys)
        shut = closed({key for own in keys for key in own if key not in owners})
        known = {*owners, *shut}
        shunned = taken_away(set(owners.values()))
        found: list[UUID] = []
        made: list[Customer] = []
        said: dict[UUID, list[Person]] = defaultdict(list)
        for person, own in zip(people, keys, strict=True):
            customer_id = _first(own, owners)
            if customer_id is None and (forgotten := _first(own, shut)):
                found.append(forgotten)
                continue
            if customer_id is None:
                made.append(_new(workspace_id, person, now=now, import_id=import_id))
                customer_id = made[-1].id
            said[customer_id].append(_without(person, [key for key in own if key in shut]))
            for key in own:
                if key not in shut and (customer_id, ":".join(key)) not in shunned:
                    owners.setdefault(key, customer_id)
            found.append(customer_id)
        tags = [(who, each.tags) for who, people_of in said.items() for each in people_of]
        for row in made:
            fill(row, said.pop(row.id))
        Customer.objects.bulk_create(made, batch_size=_AT_ONCE)
        _fill_known(rows, said, now=now, import_id=import_id)
        new = {key: who for key, who in owners.items() if key not in known}
        _add_identities(workspace_id, new, _shown(keys, people), now=now, import_id=import_id)
        stick_tags(workspace_id, tags)
        return found

    return bulk.once_more(step)


def _keys(person: Person) -> Iterator[Key]:
    for kind, text in _addresses(person):
        value = domain.normal_identity(kind, text) if text else None
        if value and len(value) <= _ADDRESS_MAX:
            yield kind, value


def _addresses(person: Person) -> Iterator[tuple[str, str]]:
    """Yield kind and text of a person's addresses, in the order in which they decide."""
    yield "external", person.external_id
    yield "email", person.email
    yield "phone", person.phone


def _first(own: Iterable[Key], owners: Mapping[Key, UUID]) -> UUID | None:
    return next((owners[key] for key in own if key in owners), None)


def _without(person: Person, keys: Iterable[Key]) -> Person:
    """Return a person without addresses that were an erased one's."""
    kinds = {kind for kind, _value in keys}
    if not kinds:
        return person
    return replace(
        person,
        external_id="" if "external" in kinds else person.external_id,
        email="" if "email" in kinds else person.email,
        phone="" if "phone" in kinds else person.phone,
    )


def _known(
    people: Sequence[Person], keys: Sequence[Sequence[Key]]
) -> tuple[dict[Key, UUID], dict[UUID, Customer]]:
    """Return who has these addresses now, and the rows of those of whom something is said.

    Locked, in one order for all: nobody changes, merges or erases them until our transaction ends.
    Where somebody did so while we waited, the owners are looked up again.
    """
    rows: dict[UUID, Customer] = {}
    asked: set[UUID] = set()
    while True:
        owners = _owners(key for own in keys for key in own)
        told = {
            who
            for person, own in zip(people, keys, strict=True)
            if says_anything(person) and (who := _first(own, owners))
        } - asked
        found = _locked(told)
        rows |= found
        asked |= told
        if all(who in found and _is_standing(found[who]) for who in told):
            return owners, rows


def _locked(ids: Collection[UUID]) -> dict[UUID, Customer]:
    rows = Customer.objects.select_for_update(no_key=True)
    return {
        row.id: row
        for part in bulk.chunks(sorted(ids))
        for row in rows.filter(id__in=part).order_by("id")
    }


def _is_standing(row: Customer) -> bool:
    return row.merged_into_id is None and row.erased_at is None


def _owners(keys: Iterable[Key]) -> dict[Key, UUID]:
    """Return the customers who have these addresses now."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, value in keys:
        by_kind[kind].add(value)
    owners: dict[Key, UUID] = {}
    for kind, values in by_kind.items():  # by kind, as the index is made
        for part in bulk.chunks(sorted(values)):
            rows = Identity.objects.filter(kind=kind, value__in=part)
            found = rows.values_list("value", "customer_id", "customer__merged_into_id")
            for value, customer_id, kept_id in found:
                owners[kind, value] = kept_id or customer_id
    return owners


def _new(workspace_id: UUID, person: Person, *, now: datetime, import_id: UUID | None) -> Customer:
    is_firm = bool(person.company_name) and not (person.first_name or person.last_name)
    told = person.kind if person.kind in Customer.Kind.values else ""
    return new_row(
        Customer,
        id=new_id(),
        workspace_id=workspace_id,
        kind=told or (Customer.Kind.COMPANY if is_firm else Customer.Kind.PERSON),
        created_at=now,
        updated_at=now,
        import_id=import_id,
    )


def _fill_known(
    rows: Mapping[UUID, Customer],
    said: Mapping[UUID, Sequence[Person]],
    *,
    now: datetime,
    import_id: UUID | None,
) -> None:
    """Fill the blank fields of locked rows with what was said of them.

    The import that brought a customer may complete it; anything else leaves its mark.
    """
    names: set[str] = set()
    changed: list[Customer] = []
    for who in sorted(who for who in said if who in rows and rows[who].erased_at is None):
        row = rows[who]
        if written := fill(row, said[who]):
            names |= written
            row.updated_at = now
            row.edited_at = row.edited_at if import_id and row.import_id == import_id else now
            changed.append(row)
    for part in bulk.chunks(changed):
        bulk.update(part, *sorted(names), "updated_at", "edited_at")


def _shown(keys: Sequence[Sequence[Key]], people: Sequence[Person]) -> dict[Key, str]:
    """Return how each address was written, the first time."""
    shown: dict[Key, str] = {}
    for own, person in zip(keys, people, strict=True):
        written = dict(_addresses(person))
        shown |= {key: written[key[0]] for key in own if key not in shown}
    return shown


def _add_identities(
    workspace_id: UUID,
    new: Mapping[Key, UUID],
    shown: Mapping[Key, str],
    *,
    now: datetime,
    import_id: UUID | None,
) -> None:
    """Give the addresses to their customers, in one order for all: no two batches wait in a
    circle.
    """
    Identity.objects.bulk_create(
        [
            new_row(
                Identity,
                id=new_id(),
                workspace_id=workspace_id,
                customer_id=new[key],
                kind=key[0],
                value=key[1],
                shown=domain.tidy(shown[key])[:_ADDRESS_MAX],
                created_at=now,
                import_id=import_id,
            )
            for key in sorted(new)
        ],
        batch_size=_AT_ONCE,
    )
