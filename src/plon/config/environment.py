"""Typed readers of the environment. A secret may stand in a file: NAME_FILE names it."""

import os
from collections.abc import Mapping
from pathlib import Path

from plon.config.known import NAMES
from plon.lifetime.errors import InputUnusable, sentence

_YES, _NO = {"1", "yes", "true", "on"}, {"", "0", "no", "false", "off"}


class SettingUnreadable(InputUnusable):
    """A setting in the environment is not what it must be."""

    code = "setting_unreadable"


def text(name: str, default: str = "", *, environment: Mapping[str, str] = os.environ) -> str:
    """Return the variable, or the content of the file that NAME_FILE names, or the default.

    Only settings that `known` lists are read: so none is without its line in the docs.
    """
    if name not in NAMES:
        raise LookupError(name)
    if file := environment.get(f"{name}_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return environment.get(name, default)


def yes_or_no(
    name: str, *, default: bool = False, environment: Mapping[str, str] = os.environ
) -> bool:
    """Return the variable as yes or no. Raises SettingUnreadable for anything else."""
    said = text(name, "yes" if default else "no", environment=environment).strip().lower()
    if said not in _YES | _NO:
        advice = sentence("The setting %(name)s cannot be “%(value)s”: write yes or no.")
        raise SettingUnreadable(advice, name=name, value=said)
    return said in _YES


def number(name: str, default: int, *, environment: Mapping[str, str] = os.environ) -> int:
    """Return the variable as a whole number above zero. Raises SettingUnreadable."""
    said = text(name, str(default), environment=environment).strip()
    if not said.isdecimal() or int(said) == 0:
        advice = sentence(
            "The setting %(name)s cannot be “%(value)s”: write a whole number above zero."
        )
        raise SettingUnreadable(advice, name=name, value=said)
    return int(said)


def words(
    name: str, default: str = "", *, environment: Mapping[str, str] = os.environ
) -> list[str]:
    """Return a list written with commas."""
    parts = text(name, default, environment=environment).split(",")
    return [part.strip() for part in parts if part.strip()]
