"""What the owner said about the files, held against them: what cannot apply is refused."""

from collections.abc import Collection, Sequence

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.amounts import is_number
from plon.lifetime.reading.dates import TYPED
from plon.lifetime.reading.files import TEXT, WORKBOOK
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.reading.plan import Plan

_KINDS = {  # option -> the kinds of files that it speaks of
    "encoding": {TEXT},
    "separator": {TEXT},
    "sheet": {WORKBOOK},
    "heading_row": {TEXT, WORKBOOK},
}
_ONLY = {
    "encoding": sentence("--encoding is for text files such as CSV: leave it out."),
    "separator": sentence("--separator is for text files such as CSV: leave it out."),
    "sheet": sentence("--sheet is for workbooks such as XLSX: leave it out."),
    "heading_row": sentence("--heading-row is for text files and workbooks: leave it out."),
}
_AMOUNTS = ("amount", "unit_price")


def check_kinds(options: ReadOptions, kinds: Collection[str]) -> None:
    """Raise InputUnusable for an option that applies to none of the kinds of files given."""
    for name, suited in _KINDS.items():
        if getattr(options, name) is not None and not suited & set(kinds):
            raise InputUnusable(_ONLY[name])
    if options.decimal not in {None, ",", "."}:
        raise InputUnusable(
            sentence('--decimal cannot be "%(text)s": write a comma or a point.'),
            text=options.decimal,
        )


def check_formats(options: ReadOptions, plans: Sequence[Plan]) -> None:
    """Raise InputUnusable for a date format or a decimal sign that has nothing to say, or is wrong.

    A sign is wrong where it reads no amount that has a point or a comma.
    """
    if options.date_format is not None and all(plan.dates.kind in TYPED for plan in plans):
        raise InputUnusable(
            sentence("--date-format is for dates written as text, these are typed: leave it out.")
        )
    if options.decimal is None:
        return
    numbers = [
        (role, plan) for plan in plans for role in plan.numbers if plan.columns[role].kind == "text"
    ]
    if not numbers:
        raise InputUnusable(
            sentence("--decimal is for numbers written as text, there are none here: leave it out.")
        )
    for role, plan in numbers:
        if role in _AMOUNTS and plan.numbers[role].evidence != "given":
            raise _unlike(plan, role, options.decimal)


def _unlike(plan: Plan, role: str, given: str) -> InputUnusable:
    column = plan.columns[role]
    return InputUnusable(
        sentence(
            'The amounts in "%(column)s" are not written with "%(given)s", for example "%(cell)s": '
            "leave out --decimal or write the other sign."
        ),
        column=column.name,
        given=given,
        cell=next(c for c in column.looked_at if is_number(c) and set(c) & set(".,")),
    )
