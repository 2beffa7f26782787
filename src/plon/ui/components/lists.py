"""Rows and bars of lists: filters, tabs, people, tasks, what happened, steps."""

from collections.abc import Sequence
from dataclasses import dataclass

from plon.ui.components.table import Button


@dataclass(frozen=True, slots=True, kw_only=True)
class Active:
    """A filter that is on: "Group: Can't lose", and the address without it."""

    word: str
    value: str
    remove_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A saved view of the list."""

    word: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterBar:
    """What narrows a list. Shown by ui/filter_bar.html; works as a plain GET form."""

    action: str  # address of the list
    query: str = ""
    placeholder: str = ""
    active: Sequence[Active] = ()
    views: Sequence[View] = ()
    form: object = None  # a Django form behind "+ filter"
    hidden: Sequence[tuple[str, str]] = ()  # what the form carries along
    clear_href: str = ""
    total: str = ""  # "214 people, 96,300 zł"
    target: str = ""  # CSS selector of the part that htmx renews


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One page of several that belong together."""

    word: str
    href: str
    is_current: bool = False
    count: str = ""
    shortcut: str = ""  # a key


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in a list. Shown by ui/person_row.html."""

    name: str
    href: str = ""
    note: str = ""  # "customer since 2022"
    value: str = ""
    value_note: str = ""  # "a year"
    level: str = ""
    word: str = ""
    buttons: Sequence[Button] = ()

    @property
    def initials(self) -> str:
        """Return up to two first letters."""
        parts = [part[0] for part in self.name.split() if part[0].isalpha()]
        return "".join(parts[:1] + parts[1:][-1:]).upper() or "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something for a person to do. Shown by ui/task_row.html, inside <ol class="tasks">."""

    title: str  # "Call: Hurtownia Bis"
    why: str = ""
    level: str = "unknown"
    word: str = ""  # the light's word, for those who do not see it
    href: str = ""
    value: str = ""
    value_note: str = ""
    due: str = ""
    is_late: bool = False
    buttons: Sequence[Button] = ()  # the ways to do it: call, write
    action: str = ""  # where outcomes are posted
    outcomes: Sequence[Button] = ()
    script: str = ""  # what to say
    error: str = ""  # why what was said of it was not written down


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happened, or is expected."""

    when: str
    text: str
    machine_when: str = ""  # ISO, for <time>
    icon: str = "circle-dashed"
    note: str = ""
    href: str = ""
    href_word: str = ""
    is_expected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What happened, newest first, with filters above. Shown by ui/timeline.html."""

    label: str
    entries: Sequence[Entry]
    filters: Sequence[Tab] = ()
    more_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Where we are in a wizard. Shown by ui/wizard_steps.html."""

    words: Sequence[str]
    current: int  # from 0
    hrefs: Sequence[str] = ()  # addresses of the steps before, as far as one may go back

    @property
    def placed(self) -> list[tuple[str, str, str]]:
        """Return (word, state, address) of each step: "done", "current" or "ahead"."""
        states = ["done"] * self.current + ["current"] + ["ahead"] * len(self.words)
        hrefs = [*self.hrefs, *[""] * len(self.words)]
        return [
            (word, state, href if state == "done" else "")
            for word, state, href in zip(self.words, states, hrefs, strict=False)
        ]

    @property
    def number(self) -> int:
        return self.current + 1
