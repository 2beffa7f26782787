"""Polish tax numbers. Pure."""

_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


def is_nip(text: str) -> bool:
    """Say whether ten digits are a Polish tax number: the last one checks the others."""
    if len(text) != len(_WEIGHTS) + 1 or not (text.isascii() and text.isdecimal()):
        return False
    total = sum(w * int(digit) for w, digit in zip(_WEIGHTS, text[:-1], strict=True))
    return total % 11 == int(text[-1])
