"""Groups by what to do with them, and the good customers who have gone quiet."""

from collections.abc import Sequence
from dataclasses import dataclass

from plon.lifetime.analysis import Group

ORDER = ("invest", "win_over", "notice", "low_cost")
SILENT_R, REGULAR_F = (1, 2), (4, 5)  # scores: bought often, silent now


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyGroups:
    """The groups that share a policy, and their sums."""

    policy: str
    groups: tuple[Group, ...]

    @property
    def customers(self) -> int:
        return sum(group.customers for group in self.groups)

    @property
    def value_12m_minor(self) -> float:
        return sum(group.value_12m_minor for group in self.groups)


def by_policy(groups: Sequence[Group]) -> list[PolicyGroups]:
    """Return the policies in order, each with its groups in theirs; unknown policies last."""
    codes = [*ORDER, *dict.fromkeys(g.policy for g in groups if g.policy not in ORDER)]
    found = [(code, tuple(g for g in groups if g.policy == code)) for code in codes]
    return [PolicyGroups(policy=code, groups=members) for code, members in found if members]


def silent_regulars(grid: Sequence[Sequence[int]]) -> int:
    """Return how many bought often and are silent now; the grid is by [F - 1][R - 1]."""
    return sum(grid[row][column] for row, column in silent_cells())


def silent_cells() -> frozenset[tuple[int, int]]:
    """Return the places (F - 1, R - 1) of those customers."""
    return frozenset((f - 1, r - 1) for f in REGULAR_F for r in SILENT_R)
