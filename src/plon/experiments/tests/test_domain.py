from datetime import date

import pytest

from plon.experiments.domain import State, missing_for_closing, state_of

START, END = date(2026, 4, 1), date(2026, 4, 30)


@pytest.mark.parametrize(
    ("result", "decision", "missing"),
    [
        ("12 of 80 came back", "scale", ()),
        ("12 of 80 came back", "", ("decision",)),
        (" ", "drop", ("result",)),
        ("", "perhaps", ("result", "decision")),
    ],
)
def test_a_record_is_closed_only_with_a_result_and_a_decision(
    result: str, decision: str, missing: tuple[str, ...]
) -> None:
    assert missing_for_closing(result=result, decision=decision) == missing


@pytest.mark.parametrize(
    ("today", "decision", "state"),
    [
        (date(2026, 3, 31), "", State.PLANNED),
        (START, "", State.RUNNING),
        (END, "", State.RUNNING),
        (date(2026, 5, 1), "", State.DUE),
        (date(2026, 3, 1), "scale", State.SCALED),
        (date(2026, 5, 1), "drop", State.DROPPED),
    ],
)
def test_how_far_a_hypothesis_has_come(today: date, decision: str, state: State) -> None:
    assert state_of(start=START, end=END, decision=decision, today=today) == state
