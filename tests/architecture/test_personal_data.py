"""Every personal column of customers has a purpose, a basis and an end in the docs."""

from pathlib import Path

import pytest

from plon.runtime import personal
from plon.runtime.data_map import DataMap

PAGE = Path("docs/concepts/personal-data.md")
ABOUT = {model._meta.label: told for model, told in personal.tables() if told.people}


def rows(text: str) -> dict[str, list[str]]:
    """Return the cells behind each table's name."""
    lines = [line for line in text.splitlines() if line.startswith("| ")][1:]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {name: rest for name, *rest in cells}


def personal_columns(told: DataMap) -> str:
    return "all" if told.is_deleted else ", ".join(told.emptied) or "link"


def faults(text: str) -> list[str]:
    """Return what the page lacks, tells otherwise than the maps, or tells of no table."""
    said = rows(text)
    wrong = [
        name
        for name, told in ABOUT.items()
        if name not in said or said[name][0] != personal_columns(told) or not all(said[name][1:])
    ]
    return sorted({*wrong, *(said.keys() - ABOUT.keys())})


def test_every_personal_column_has_purpose_basis_and_end() -> None:
    assert faults(PAGE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("told", "otherwise", "name"),
    [
        ("birthday, ", "", "customers.Customer"),
        ("| customers.Note | all |", "| customers.Note | link |", "customers.Note"),
        ("| orders.Order |", "| orders.Gone |", "orders.Order"),
        ("contract, 6(1)(b) | removal on the card", " | removal on the card", "customers.Identity"),
    ],
)
def test_a_hole_is_caught(told: str, otherwise: str, name: str) -> None:
    text = PAGE.read_text(encoding="utf-8")

    assert name in faults(text.replace(told, otherwise, 1))
