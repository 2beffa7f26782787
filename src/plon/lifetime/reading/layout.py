"""How a text is cut into cells: the separator, the heading, where the data begin. Pure."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.reading.columns import SAMPLE_ROWS
from plon.lifetime.reading.tables import Heading, find_heading, given_place
from plon.lifetime.sales import Guess

BLANK = " "  # any run of blanks
_SEPARATORS = (";", "\t", "|", ",")
_NAMES = {"\t": "tab", BLANK: "blank"}
_SIGNS = {"tab": "\t", "tabulator": "\t", "\\t": "\t", "blank": BLANK, "odstęp": BLANK}
_NO_SEPARATORS = "\"'\\\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The cut of a text. `first_line`: the file's line, from 1, on which the data begin.

    rows: sample rows of data of the right width, from the beginning, the middle and the end.
    """

    separator: str
    heading: Heading
    first_line: int
    rows: tuple[tuple[str, ...], ...]
    guesses: tuple[Guess, ...]


def sniff_layout(
    pieces: Sequence[str], *, given: str | None = None, heading_row: int | None = None
) -> Layout:
    """Decide how a text is cut, from pieces of it; the first is the beginning.

    given: the separator, as the owner writes it; heading_row: as in ReadOptions. Raises
    InputUnusable for a text that is empty or not a table, and for what was given and is not there.
    """
    lines = pieces[0].split("\n")
    ranked = _ranked(lines)
    found = ranked[0][1]
    separator = found if given is None else given_separator(given)
    numbered = list(split_rows(lines[: 2 * SAMPLE_ROWS], separator))
    place = given_place(heading_row, numbered)
    heading = find_heading([row for _, row in numbered], place=place)
    if heading.width < 2 and given is not None:
        raise _not_there(given, found, lines)
    if heading.width < 2:
        raise InputUnusable(
            sentence(
                "The file is not a table with columns: save it as CSV or XLSX "
                "with a column for the customer and one for the date."
            )
        )
    first_line = 1 + (numbered[heading.index - 1][0] if heading.index else 0)
    rows = [row for _, row in numbered[heading.index :]][:SAMPLE_ROWS]
    for piece in pieces[1:]:
        cut = piece.split("\n")[1:-1]  # the first and the last may be cut
        rows += [row for _, row in split_rows(cut[:SAMPLE_ROWS], separator)]
    return Layout(
        separator=separator,
        heading=heading,
        first_line=first_line,
        rows=tuple(tuple(row) for row in rows if len(row) == heading.width),
        guesses=(
            _separator_guess(ranked if given is None else [(1.0, separator)], given),
            _heading_guess(heading, first_line, heading_row),
        ),
    )


def given_separator(text: str) -> str:
    """Return the sign of a separator as the owner writes it. Raises InputUnusable for no sign."""
    sign = _SIGNS.get(text.lower(), text)
    if len(sign) != 1 or sign.isalnum() or sign in _NO_SEPARATORS:
        raise InputUnusable(
            sentence('--separator cannot be "%(text)s": write ";", ",", "|", tab or blank.'),
            text=text,
        )
    return sign


def _ranked(lines: Sequence[str]) -> list[tuple[float, str]]:
    hint = lines[0].strip() if lines else ""
    if hint.lower().startswith("sep=") and len(hint) == 5:
        return [(1.0, hint[4])]  # Excel's own hint
    return rank_separators([line for line in lines[:SAMPLE_ROWS] if line.strip()])


def _not_there(given: str, found: str, lines: Sequence[str]) -> InputUnusable:
    """Return the refusal of a given separator that parts nothing, with the one that would."""
    if _regularity(lines[:SAMPLE_ROWS], found)[0] == 0:
        return InputUnusable(
            sentence('Nothing in the file is parted by "%(given)s": leave out --separator.'),
            given=given,
        )
    return InputUnusable(
        sentence(
            'Nothing in the file is parted by "%(given)s": leave out --separator or write '
            '--separator "%(found)s".'
        ),
        given=given,
        found=_NAMES.get(found, found),
    )


def rank_separators(lines: Sequence[str]) -> list[tuple[float, str]]:
    """Return the separators that cut lines into equally many cells: (share of lines, separator).

    Best first; from nine lines in ten on, the rarer sign in prose wins. Blanks come first only
    where they cut every line alike and nothing else does, decimal commas aside.
    """
    found = [(*_regularity(lines, separator), separator) for separator in _SEPARATORS]
    found = [cut for cut in found if cut[0] > 0]
    found.sort(key=lambda cut: -min(cut[0], 0.9))  # stable
    ranked = [(share, separator) for share, _, separator in found]
    blank, _ = _regularity(lines, BLANK)
    is_decimal = found[:1] and found[0][1:] == (2, ",")
    if not found or (blank > 0.99 and (found[0][0] < 0.9 or is_decimal)):
        return [(blank, BLANK), *ranked]
    return ranked


def _regularity(lines: Sequence[str], separator: str) -> tuple[float, int]:
    """Return the share of lines with the commonest number of cells, and that number.

    The share is 0 where nothing is cut.
    """
    widths = Counter(len(row) for _, row in split_rows(lines, separator))
    width, times = widths.most_common(1)[0] if widths else (1, 0)
    return (times / widths.total() if width > 1 else 0.0), width


def split_rows(lines: Sequence[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which the row ends, cells); a row may run over lines inside quotes.

    An unbalanced quote would swallow the rest: then each line is cut on its own.
    """
    if separator == BLANK:
        yield from ((number, line.split()) for number, line in enumerate(lines, 1))
        return
    clean = [line.replace("\0", "") for line in lines]
    rows = list(_quoted_rows(clean, separator))
    last = 0
    for number, _ in rows:
        if number - last > 20:
            rows = [
                (n, row)
                for n, line in enumerate(clean, 1)
                for _, row in _quoted_rows([line], separator)
            ]
            break
        last = number
    yield from rows


def _quoted_rows(lines: Sequence[str], separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error:  # a cell beyond csv's limit: what was cut so far is the sample
        return


def _separator_guess(ranked: Sequence[tuple[float, str]], given: str | None) -> Guess:
    names = [_NAMES.get(separator, separator) for _, separator in ranked]
    evidence = "content" if len(names) > 1 else "only_candidate"
    evidence = evidence if given is None else "given"
    return Guess(role="separator", value=names[0], evidence=evidence, runner_up="".join(names[1:2]))


def _heading_guess(heading: Heading, first_line: int, given: int | None) -> Guess:
    value = str(first_line - 1) if heading.has_headings else "none"
    return Guess(role="header", value=value, evidence="content" if given is None else "given")
