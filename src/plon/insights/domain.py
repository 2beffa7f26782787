"""What Today holds: what to do first, and which figures are whose. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

TASKS_MAX = 7
BASE_MINOR = 50_00  # of a task without a value: it presses, too
FIGURES: Mapping[str, tuple[str, ...]] = {  # role: its figures, the first question's first
    "owner": ("expected", "slipping", "lifetime"),
    "manager": ("expected", "lifetime", "hypotheses"),
    "broker": ("due", "slipping"),
    "coordinator": ("due",),
    "operator": ("due",),
    "supervisor": ("due-everybody", "untaken"),
    "counter": (),
    "accountant": ("sold", "given-back"),
}
RIGHTS: Mapping[str, str] = {  # figure: the right without which nobody sees it
    "expected": "value.read",
    "slipping": "value.read",
    "lifetime": "value.read",
    "hypotheses": "value.write",
    "due": "agenda.work",
    "due-everybody": "agenda.work",
    "untaken": "agenda.work",
    "sold": "orders.read",
    "given-back": "orders.read",
}


def figures_for(role: str, rights: frozenset[str]) -> tuple[str, ...]:
    """Return the figures of a role on Today, those alone that its rights open."""
    return tuple(key for key in FIGURES.get(role, ()) if RIGHTS[key] in rights)


ON_TRACK, NEAR = 1.0, 0.8  # shares of what should be there by now


def level_of(*, reached: float, pace: float) -> str:
    """Return the light of a running period: "good" on its pace, "watch" from four fifths of it."""
    if reached >= ON_TRACK * pace:
        return "good"
    return "watch" if reached >= NEAR * pace else "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Something to do. source: the room it comes from; key: the id of what it is about."""

    source: str
    key: UUID
    customer_id: UUID | None
    value_minor: int | None
    urgency: float  # 1: due now

    @property
    def score(self) -> float:
        """Return value times urgency."""
        return (BASE_MINOR if self.value_minor is None else self.value_minor) * self.urgency


def first(candidates: Sequence[Candidate], *, limit: int = TASKS_MAX) -> list[Candidate]:
    """Return what to do first, the best first; a customer comes once."""
    chosen: list[Candidate] = []
    seen: set[UUID] = set()
    for each in sorted(candidates, key=lambda one: (-one.score, str(one.key))):
        if each.customer_id is not None and each.customer_id in seen:
            continue
        if each.customer_id is not None:
            seen.add(each.customer_id)
        chosen.append(each)
    return chosen[:limit]
