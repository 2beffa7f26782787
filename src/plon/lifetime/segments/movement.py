"""How groups grew and shrank between two days, beside a published result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from plon.lifetime.analysis import Group
from plon.lifetime.segments.groups import GROUPS, Codes

# A perfumery chain's win-back programme: these groups became so many times smaller.
REFERENCE_DIVISORS: Mapping[str, float] = {"dormant": 5.0, "potential_churn": 3.8, "churn": 1.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """One group on two days. reference: how many times smaller it became elsewhere, or None."""

    code: str
    before: int
    after: int
    reference: float | None

    @property
    def change(self) -> float | None:
        """Return after / before - 1; None where nobody was before."""
        return self.after / self.before - 1 if self.before else None

    @property
    def divided_by(self) -> float | None:
        """Return how many times smaller the group is; None where nobody is left."""
        return self.before / self.after if self.after else None

    @property
    def is_reference_reached(self) -> bool | None:
        """Return whether the group shrank as far as elsewhere; None without a reference."""
        if self.reference is None or not self.before:
            return None
        return self.after * self.reference <= self.before


def movement(before: Sequence[Group], after: Sequence[Group]) -> tuple[Movement, ...]:
    """Return the change of all eleven groups between two snapshots, in order."""
    then = {group.code: group.customers for group in before}
    now = {group.code: group.customers for group in after}
    return tuple(
        Movement(
            code=code,
            before=then.get(code, 0),
            after=now.get(code, 0),
            reference=REFERENCE_DIVISORS.get(code),
        )
        for code in GROUPS
    )


def flows(before: Codes, after: Codes) -> dict[tuple[str, str], int]:
    """Return how many customers went from one group to another; who stayed is left out.

    Both arrays hold the same customers in the same order.
    """
    pair = before.astype(np.int64) * len(GROUPS) + after
    counts = np.bincount(pair, minlength=len(GROUPS) ** 2).reshape(len(GROUPS), len(GROUPS))
    moved = [(int(i), int(j)) for i, j in np.argwhere(counts) if i != j]
    return {(GROUPS[i], GROUPS[j]): int(counts[i, j]) for i, j in moved}
