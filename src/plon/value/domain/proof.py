"""The test on hidden days: what was tried, who did best, and against which simple rule."""

from dataclasses import dataclass

from plon.lifetime.analysis import Candidate, Choice, Holdout


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Proof:
    """The model that speaks, its test, and the best simple rule beside it."""

    model: Candidate
    holdout: Holdout
    baseline: Candidate | None
    baseline_holdout: Holdout | None

    @property
    def is_better(self) -> bool:
        """Return whether the model misses a customer's count by less than the simple rule."""
        return self.baseline_holdout is None or self.holdout.mae < self.baseline_holdout.mae

    @property
    def is_closer_in_total(self) -> bool:
        """Return whether the model's total was nearer to the truth than the simple rule's."""
        rule = self.baseline_holdout
        return rule is None or abs(self.holdout.aggregate_error) < abs(rule.aggregate_error)

    @property
    def most_bought_nothing(self) -> bool:
        """Return whether most customers surely made no purchase on the hidden days.

        Of a tenth with a mean of 0.3 purchases at most 0.3 can have bought.
        """
        buyers = [min(1.0, actual) for _, actual in self.holdout.deciles]
        return bool(buyers) and sum(buyers) / len(buyers) < 0.5

    @property
    def gain(self) -> float:
        """Return by which share the model's miss is smaller than the simple rule's.

        Negative where the rule misses by less.
        """
        if self.baseline_holdout is None or self.baseline_holdout.mae == 0:
            return 0.0
        return 1 - self.holdout.mae / self.baseline_holdout.mae


def proof(choice: Choice) -> Proof | None:
    """Return the proof, None where nothing was tested."""
    tested = in_order(choice)
    models = [each for each in tested if not each[0].is_baseline]
    rules = [each for each in tested if each[0].is_baseline]
    if not models:
        return None
    model, holdout = next((each for each in models if each[0].chosen), models[0])
    rule, rule_holdout = rules[0] if rules else (None, None)
    return Proof(model=model, holdout=holdout, baseline=rule, baseline_holdout=rule_holdout)


def in_order(choice: Choice) -> list[tuple[Candidate, Holdout]]:
    """Return the tested candidates with their tests, the smallest miss a customer first."""
    tested = [(c, c.holdout) for c in choice.candidates if c.holdout is not None]
    return sorted(tested, key=lambda each: (each[1].mae, each[0].name))
