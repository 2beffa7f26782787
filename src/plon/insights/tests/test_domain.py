"""What comes first."""

from uuid import UUID

from plon.insights.domain import BASE_MINOR, Candidate, first

ONE, TWO = UUID(int=1), UUID(int=2)


def candidate(
    key: UUID, *, value: int | None, urgency: float = 1, who: UUID | None = None
) -> Candidate:
    return Candidate(source="agenda", key=key, customer_id=who, value_minor=value, urgency=urgency)


def test_value_times_urgency_decides() -> None:
    late, rich = candidate(ONE, value=100, urgency=3), candidate(TWO, value=200)

    assert first([rich, late]) == [late, rich]


def test_a_task_without_a_value_presses_as_a_small_one() -> None:
    assert candidate(ONE, value=None).score == BASE_MINOR


def test_a_customer_comes_once() -> None:
    who = UUID(int=9)
    best, other = candidate(ONE, value=9, who=who), candidate(TWO, value=5, who=who)

    assert first([other, best]) == [best]


def test_at_most_seven_are_shown() -> None:
    assert len(first([candidate(UUID(int=i), value=i) for i in range(1, 20)])) == 7
