"""The currency of the amounts: given, in a column, beside the numbers, in a heading, or PLN."""

from collections import Counter
from collections.abc import Mapping, Sequence

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.currencies import DEFAULT, is_code, iso_code, mark_in_heading
from plon.lifetime.reading.plan import Plan
from plon.lifetime.sales import Guess


def given_currency(text: str | None) -> str | None:
    """Return the ISO code of what the owner gave. Raises InputUnusable for what is none."""
    if text is None:
        return None
    code = iso_code(text)
    if not is_code(text) and not (len(code) == 3 and code.isascii() and code.isalpha()):
        raise InputUnusable(
            sentence('"%(text)s" is no currency: write its code, for example --currency PLN.'),
            text=text,
        )
    return code


def settle_currency(seen: Mapping[str, int], plans: Sequence[Plan], given: str | None) -> Guess:
    """Return the one currency of all good lines.

    seen: good lines by currency, "" for those that name none: they are in the currency of most,
    else in the heading's, else in PLN. Raises InputUnusable where there are several.
    """
    if given is not None:
        return Guess(role="currency", value=given, evidence="given")
    named = Counter({code: times for code, times in seen.items() if code})
    bare = seen.get("", 0)
    rest = _of_bare_lines(named, bare, plans)
    codes = sorted({*named, *([rest.value] if bare or not named else [])})
    if len(codes) > 1:
        raise InputUnusable(
            sentence(
                "The file has amounts in several currencies (%(codes)s): "
                "choose one, for example --currency %(first)s."
            ),
            codes=", ".join(codes),
            first=named.most_common(1)[0][0],
        )
    if named:
        return Guess(role="currency", value=codes[0], evidence="content")
    return rest


def _of_bare_lines(named: Counter[str], bare: int, plans: Sequence[Plan]) -> Guess:
    """Return the currency of lines that name none."""
    marks = (mark_in_heading(plan.amount_name) for plan in plans if plan.has_amount)
    mark = next((mark for mark in marks if mark), "")
    if mark:
        return Guess(role="currency", value=mark, evidence="heading", runner_up=DEFAULT)
    if named and named.total() >= bare:
        return Guess(role="currency", value=named.most_common(1)[0][0], evidence="content")
    return Guess(role="currency", value=DEFAULT, evidence="default")
