"""Which column is the customer, which the date …: by what was given, the headings, the content."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.columns import Column
from plon.lifetime.reading.dates import is_date_like, is_serial_like
from plon.lifetime.reading.headings import SYNONYMS, heading_score, words_of
from plon.lifetime.reading.options import ReadOptions
from plon.lifetime.sales import Guess

ROLES = tuple(SYNONYMS)
_GIVEN = {role: "currency_column" if role == "currency" else role for role in ROLES}  # in options
_NONE = {"none", "brak"}  # written for a column: there is no such column
_NEEDED = {"customer", "date"}
_NUMERIC = {"amount", "unit_price", "quantity", "margin"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The column of each role found, with why. Roles without a column are absent."""

    columns: Mapping[str, Column]
    guesses: tuple[Guess, ...]


def choose_roles(columns: Sequence[Column], options: ReadOptions) -> Roles:
    """Give each role its column. Raises InputUnusable without a customer or a date.

    Amount may be absent; quantity times unit price stands in for it where both are there.
    """
    found = suggest_roles(columns, options)
    _require(found.columns, columns)
    return found


def suggest_roles(columns: Sequence[Column], options: ReadOptions) -> Roles:
    """Give each role that a column fits its column; a customer or a date may be missing."""
    guesses, closed = _given(columns, options), _closed(columns, options)
    if "unit_price" in guesses:
        closed |= {"amount"}  # a price was given instead
    for role, column in _by_headings(columns, guesses, closed):
        guesses[role] = column, "heading"
    for role, column in _by_content(columns, guesses, closed):
        guesses[role] = column, "content"
    _settle_amount(guesses, closed, columns)
    ordered = {role: guesses[role] for role in ROLES if role in guesses}
    return Roles(
        columns={role: column for role, (column, _) in ordered.items()},
        guesses=tuple(_guess(role, ordered, columns) for role in ordered),
    )


def _given(columns: Sequence[Column], options: ReadOptions) -> dict[str, tuple[Column, str]]:
    """Return the roles whose columns were named. Raises InputUnusable for a column not there."""
    found = {
        role: (find_column(given, columns), "given")
        for role, given in _named(options).items()
        if not _is_none(role, given, columns)
    }
    if {"amount", "unit_price"} <= set(found):
        raise InputUnusable(
            sentence("--amount and --unit-price say two different things: leave out one of them.")
        )
    return found


def _closed(columns: Sequence[Column], options: ReadOptions) -> set[str]:
    """Return the roles that the owner says no column has."""
    named = _named(options).items()
    return {role for role, given in named if _is_none(role, given, columns)}


def _named(options: ReadOptions) -> dict[str, str]:
    found = {role: getattr(options, field) for role, field in _GIVEN.items()}
    return {role: given for role, given in found.items() if given is not None}


def _is_none(role: str, given: str, columns: Sequence[Column]) -> bool:
    is_word = given.lower() in _NONE and role not in _NEEDED
    return is_word and all(column.heading.lower() not in _NONE for column in columns)


def find_column(given: str, columns: Sequence[Column]) -> Column:
    """Return the column of a heading, or of a 1-based number. Raises InputUnusable for neither."""
    named = [column for column in columns if column.heading]
    found = [column for column in named if column.heading == given] or [
        column for column in named if words_of(column.heading) == words_of(given)
    ]
    if found:
        return found[0]
    if given.isdecimal() and 1 <= int(given) <= len(columns):
        return columns[int(given) - 1]
    raise InputUnusable(
        sentence('There is no column "%(given)s": the columns are %(columns)s.'),
        given=given,
        columns=_names(columns),
    )


def fits(role: str, column: Column) -> bool:
    """Say whether the cells allow a heading's role; a column without a cell allows any."""
    if column.kind == "other":
        return False
    if not column.cells:
        return True
    if role == "date":
        return (
            column.is_date
            or is_serial_like(column.looked_at)
            or is_date_like(column.looked_at, share=0.2)
        )
    if role in _NUMERIC:
        return column.number_share >= 0.5 and not column.is_date
    if role == "currency":
        return column.currency_share >= 0.5
    return column.kind not in {"day", "moment", "instant"}


_Guesses = Mapping[str, tuple[Column, str]]


def _free(columns: Sequence[Column], guesses: _Guesses) -> list[Column]:
    taken = {column.index for column, _ in guesses.values()}
    return [column for column in columns if column.index not in taken]


def _by_headings(
    columns: Sequence[Column], guesses: _Guesses, closed: Collection[str]
) -> list[tuple[str, Column]]:
    """Return roles with their columns, the best fitting pair first; a column has one role."""
    pairs = [
        (heading_score(role, column.heading), role, column)
        for role in ROLES
        if role not in guesses and role not in closed
        for column in _free(columns, guesses)
    ]
    found: dict[str, Column] = {}
    for score, role, column in sorted(pairs, key=lambda pair: -pair[0]):
        is_free = role not in found and all(column is not other for other in found.values())
        if score > 0 and is_free and fits(role, column):
            found[role] = column
    return list(found.items())


def _by_content(
    columns: Sequence[Column], guesses: _Guesses, closed: Collection[str]
) -> Iterator[tuple[str, Column]]:
    """Yield what the headings left open: a date, money with decimals, an id that repeats."""
    free = _free(columns, guesses)
    if "date" not in guesses:
        dates = [column for column in free if column.is_date]
        free = [column for column in free if column not in dates]
        yield from (("date", column) for column in dates[:1])
    if not {"amount", "unit_price"} & set(guesses) and "amount" not in closed:
        money = [column for column in free if not column.is_date and column.decimal_share >= 0.5]
        free = [column for column in free if column not in money]
        yield from (("amount", column) for column in money[:1])
    if "customer" not in guesses:
        yield from (("customer", column) for column in _identifiers(free)[:1])


def _identifiers(columns: Sequence[Column]) -> list[Column]:
    """Return columns that may tell customers apart, the one with most different cells first.

    A customer comes back: a column in which nothing repeats numbers the lines or the orders.
    """
    repeating = [
        column
        for column in columns
        if column.distinct < len(column.cells) and fits("customer", column)
        if not column.is_date and column.decimal_share < 0.5
    ]
    return sorted(repeating, key=lambda column: -column.distinct)


def _settle_amount(
    guesses: dict[str, tuple[Column, str]], closed: Collection[str], columns: Sequence[Column]
) -> None:
    """Take an amount before a price, and a guessed price without a quantity as the amount.

    Raises InputUnusable for a price that was given, and no quantity.
    """
    if "amount" in guesses:
        guesses.pop("unit_price", None)
    elif "unit_price" in guesses and "quantity" not in guesses:
        column, evidence = guesses.pop("unit_price")
        if evidence == "given":
            raise InputUnusable(
                sentence(
                    "--unit-price needs a quantity: name it with --quantity; "
                    "the columns are %(columns)s."
                ),
                columns=_names(columns),
            )
        if "amount" not in closed:
            guesses["amount"] = column, evidence


def _require(found: Mapping[str, Column], columns: Sequence[Column]) -> None:
    if "customer" not in found:
        raise InputUnusable(
            sentence(
                "No column looks like the customer: name it with --customer; "
                "the columns are %(columns)s."
            ),
            columns=_names(columns),
        )
    if "date" not in found:
        raise InputUnusable(
            sentence(
                "No column looks like the date of sale: name it with --date; "
                "the columns are %(columns)s."
            ),
            columns=_names(columns),
        )


def _guess(role: str, guesses: _Guesses, columns: Sequence[Column]) -> Guess:
    column, evidence = guesses[role]
    runner_up = _runner_up(role, evidence, _free(columns, guesses))
    if evidence == "content" and not runner_up:
        evidence = "only_candidate"
    return Guess(
        role="currency_column" if role == "currency" else role,
        value=column.name,
        evidence=evidence,
        runner_up=runner_up,
        samples=column.samples,
    )


def _runner_up(role: str, evidence: str, free: Sequence[Column]) -> str:
    """Return the name of the column that would be taken if the first were not there."""
    named = [
        column for column in free if heading_score(role, column.heading) and fits(role, column)
    ]
    if named:
        return max(named, key=lambda column: heading_score(role, column.heading)).name
    if evidence != "content":
        return ""
    if role == "customer":
        return next((column.name for column in _identifiers(free)), "")
    if role == "date":
        return next((column.name for column in free if column.is_date), "")
    money = (column.name for column in free if not column.is_date and column.decimal_share >= 0.5)
    return next(money, "")


def _names(columns: Sequence[Column]) -> str:
    names = [column.name for column in columns]
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
