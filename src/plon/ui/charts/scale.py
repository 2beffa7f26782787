"""Places on a chart. Across, everything is a share of the width, so a chart fits any screen while
its text keeps its size; down, everything is in pixels. Numbers become text here: a Polish template
would print 3,5.
"""

import math


def across(share: float) -> str:
    """Return a share of the width as "12.5%", held inside the chart."""
    return f"{100 * min(1.0, max(0.0, share)):.2f}".rstrip("0").rstrip(".") + "%"


def down(pixels: float) -> str:
    """Return pixels from the top as "12.5"."""
    return f"{pixels:.1f}".removesuffix(".0")


def part(value: float, top: float) -> float:
    """Return value / top, 0 where there is nothing to divide by."""
    return value / top if top > 0 and math.isfinite(value) else 0.0


def heat(share: float) -> str:
    """Return a share of the darkest as a step from "0" to "10" of the style sheet."""
    return str(math.ceil(10 * min(1.0, max(0.0, share)) - 1e-9))


def anchor(share: float) -> str:
    """Return where a text at that share of the width hangs, so that it stays inside."""
    if share < 0.12:
        return "start"
    return "end" if share > 0.88 else "middle"


def ticks(top: float, *, most: int = 4) -> list[float]:
    """Return round figures from 0 to at most `top`: steps of 1, 2 or 5 times a power of ten."""
    if top <= 0 or not math.isfinite(top):
        return [0.0]
    power = 10 ** math.floor(math.log10(top / most))
    step = next(power * k for k in (1, 2, 5, 10) if power * k * most >= top * (1 - 1e-9))
    return [step * i for i in range(int(top / step + 1e-9) + 1)]
