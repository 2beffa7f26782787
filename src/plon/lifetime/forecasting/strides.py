"""Every k-th customer for all of them, where all would take too long."""


def stride_for(count: int, most: int) -> int:
    """Return the k by which every k-th of `count` rows are at most `most`."""
    return max(1, -(-count // most))
