"""Which language the command line speaks."""

import pytest

from plon.config.language import chosen_language, machine_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "pl"),
        ({"LANG": "pl_PL.UTF-8"}, "pl"),
        ({"LANG": "C.UTF-8"}, "pl"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "pl_PL.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "pl_PL.UTF-8"}, "pl"),
    ],
)
def test_the_machine_speaks_polish_unless_it_says_english(
    environment: dict[str, str], language: str
) -> None:
    assert machine_language(environment) == language


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        ([], "pl"),
        (["value", "a.csv", "--lang", "en"], "en"),
        (["value", "--lang=en", "a.csv"], "en"),
        (["value", "--lang", "de"], "pl"),  # refused later
        (["value", "--lang"], "pl"),
    ],
)
def test_an_option_is_stronger_than_the_machine(arguments: list[str], language: str) -> None:
    assert chosen_language(arguments, {}) == language
