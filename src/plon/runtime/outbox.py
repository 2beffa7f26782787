"""Facts are written with the change that made them true, then handed on at least once."""

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeAlias

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from pydantic import TypeAdapter

from plon.core.events import Event
from plon.runtime.models import Delivery, Fact
from plon.runtime.names import name_of
from plon.runtime.tenancy import inside

Handler: TypeAlias = Callable[[Any], None]
Reactions: TypeAlias = Mapping[type[Event], Sequence[Handler]]

BATCH_MAX = 500
DEPTH_MAX = 8  # facts caused by facts; deeper is a circle

_depth: ContextVar[int] = ContextVar("depth", default=0)


class FactWithoutChange(RuntimeError):
    """A fact was published outside the transaction that makes it true: a rumour."""


class CircleOfFacts(RuntimeError):
    """Reactions are calling each other in a circle."""


def publish(event: Event) -> None:
    """Record a fact. Call inside the transaction that makes it true."""
    if not connection.in_atomic_block:
        raise FactWithoutChange(name_of(type(event)))
    if _depth.get() > DEPTH_MAX:
        raise CircleOfFacts(name_of(type(event)))
    Fact.objects.create(
        workspace_id=event.workspace_id,
        name=name_of(type(event)),
        payload=TypeAdapter(type(event)).dump_python(event, mode="json"),
        occurred_at=event.occurred_at,
        depth=_depth.get(),
    )


def hand_on(reactions: Reactions, *, now: datetime) -> int:
    """Turn every new fact into one due delivery per handler; return how many facts.

    A fact this version does not know waits for a worker that does.
    """
    handlers = {name_of(kind): names for kind, names in reactions.items()}
    new = Fact.objects.filter(is_handed_on=False, name__in=handlers).order_by("id")
    # Looking first keeps an idle worker from taking SQLite's write lock each second.
    return _hand_on(new, handlers, now=now) if new.exists() else 0


@transaction.atomic
def _hand_on(
    new: QuerySet[Fact], handlers: Mapping[str, Sequence[Handler]], *, now: datetime
) -> int:
    facts = list(new.select_for_update(skip_locked=True)[:BATCH_MAX])
    Delivery.objects.bulk_create(
        Delivery(fact=fact, handler=name_of(handler), due_at=now)
        for fact in facts
        for handler in handlers[fact.name]
    )
    Fact.objects.filter(id__in=[fact.id for fact in facts]).update(is_handed_on=True)
    return len(facts)


def due(reactions: Reactions, *, now: datetime) -> QuerySet[Delivery]:
    """Return what is due, at most BATCH_MAX; what this version knows no handler of waits."""
    known = Q(pk__in=[])
    for kind, handlers in reactions.items():
        names = [name_of(handler) for handler in handlers]
        known |= Q(fact__name=name_of(kind), handler__in=names)
    waiting = Delivery.objects.filter(known, done_at=None, due_at__lte=now)
    return waiting.select_related("fact").order_by("due_at", "id")[:BATCH_MAX]


def deliver(delivery: Delivery, reactions: Reactions, *, now: datetime) -> bool:
    """Run one handler once; say whether it ran. Its writes and the mark commit together."""
    kind = next(kind for kind in reactions if name_of(kind) == delivery.fact.name)
    handler = next(each for each in reactions[kind] if name_of(each) == delivery.handler)
    event = TypeAdapter(kind).validate_python(delivery.fact.payload)
    token = _depth.set(delivery.fact.depth + 1)
    try:
        with inside(event.workspace_id), transaction.atomic():
            is_mine = Delivery.objects.filter(id=delivery.id, done_at=None).update(done_at=now)
            if is_mine:
                handler(event)
    finally:
        _depth.reset(token)
    return bool(is_mine)
