"""A hypothesis from the day it is written down to the decision. Pure."""

from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Where the hypothesis comes from."""

    FINDING = "finding"  # of the value pages: engagement fell, a purchase was given up
    MESSAGE = "message"  # two wordings of a message against each other
    PARTNER = "partner"  # a trial with one partner
    BUNDLE = "bundle"  # products offered together


class Decision(StrEnum):
    SCALE = "scale"  # it worked: give it to all
    DROP = "drop"  # it did not: stop


class State(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    DUE = "due"  # its last day is over, somebody has to decide
    SCALED = "scaled"
    DROPPED = "dropped"


def missing_for_closing(*, result: str, decision: str) -> tuple[str, ...]:
    """Return what a record still needs before it may be closed: "result", "decision"."""
    needs = []
    if not result.strip():
        needs.append("result")
    if decision not in set(Decision):
        needs.append("decision")
    return tuple(needs)


def state_of(*, start: date, end: date, decision: str, today: date) -> State:
    """Return how far a hypothesis has come. Its last day still belongs to it."""
    if decision:
        return State.SCALED if decision == Decision.SCALE else State.DROPPED
    if today > end:
        return State.DUE
    return State.RUNNING if today >= start else State.PLANNED
