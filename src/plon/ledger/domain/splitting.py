"""Exact parts of amounts. One rounding everywhere: half up. Parts always sum to the whole."""

from collections.abc import Sequence

WHOLE_BP = 10_000


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient of whole numbers, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def share(amount_minor: int, share_bp: int) -> int:
    """Return so many basis points of an amount: 0.1 % is 10."""
    return half_up(amount_minor * share_bp, WHOLE_BP)


def split(pool_minor: int, weights: Sequence[int]) -> list[int]:
    """Return the parts of a pool by weight: largest remainder, ties to who comes first.

    100 by 50, 30, 20, 7 gives 47, 28, 19, 6. Weights are above zero together.
    """
    total = sum(weights)
    parts = [pool_minor * weight // total for weight in weights]
    remainders = [pool_minor * weight % total for weight in weights]
    by_remainder = sorted(range(len(parts)), key=lambda place: (-remainders[place], place))
    for place in by_remainder[: pool_minor - sum(parts)]:
        parts[place] += 1
    return parts


def reversal_step(amount_minor: int, *, base: int, before: int, after: int) -> int:
    """Return what a refund takes back of an amount that a base earned.

    before, after: how much of the base has been refunded without and with it. Post the target less
    what was posted: half_up(amount · refunded / base). So however refunds are split or ordered, no
    step is negative and a full refund takes back the amount to the last grosz.
    """
    return half_up(amount_minor * after, base) - half_up(amount_minor * before, base)
