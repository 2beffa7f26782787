"""Which language the command line speaks: --lang, else the machine's, else Polish."""

from collections.abc import Mapping, Sequence

DEFAULT = "pl"
LANGUAGES = ("pl", "en")


def chosen_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return "pl" or "en"; an unknown --lang is refused later, in the machine's language."""
    given = _given(arguments)
    return given if given in LANGUAGES else machine_language(environment)


def machine_language(environment: Mapping[str, str]) -> str:
    """Return "en" where LC_ALL, else LANG, begins with en; "pl" everywhere else."""
    locale = environment.get("LC_ALL") or environment.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else DEFAULT


def _given(arguments: Sequence[str]) -> str:
    for argument, following in zip(arguments, [*arguments, ""][1:], strict=True):
        if argument == "--lang":
            return following
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return ""
