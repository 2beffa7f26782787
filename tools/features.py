"""Which features are proven: docs/features.csv against the tests that carry their ids.

    python tools/features.py [--features FILE] [TESTS ...]

Runs `pytest -m feature` once, in this process. An id is proven when every test that carries it
passes and there is at least one; a skipped test proves nothing. Exits with 1 when a marked test
fails, when a mark names an id that is not in the list, or names none.
"""

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOFTWARE = "software"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A line of docs/features.csv."""

    id: str
    domain: str
    kind: str  # "software", or how a claim, a preset or advice is served

    @property
    def is_software(self) -> bool:
        return self.kind == SOFTWARE


@dataclass(eq=False)  # pytest puts its plugins into sets
class Marked:
    """A pytest plugin: which test carries which ids, and how it ended."""

    ids: dict[str, list[str]] = field(default_factory=dict)  # by test
    outcomes: dict[str, str] = field(default_factory=dict)

    def pytest_collection_modifyitems(self, items: Sequence[pytest.Item]) -> None:
        for item in items:
            marks = list(item.iter_markers("feature"))
            if marks:
                self.ids[item.nodeid] = [str(name) for mark in marks for name in mark.args] or [""]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        before = self.outcomes.get(report.nodeid, "")
        if report.failed:
            self.outcomes[report.nodeid] = "failed"
        elif report.skipped and before != "failed":
            self.outcomes[report.nodeid] = "skipped"
        elif report.when == "call" and not before:
            self.outcomes[report.nodeid] = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the run says of the list."""

    features: tuple[Feature, ...]
    proven: frozenset[str]
    failed: tuple[str, ...]  # tests
    unknown: tuple[tuple[str, str], ...]  # (test, id)

    @property
    def is_good(self) -> bool:
        return not self.failed and not self.unknown


def judge(
    features: Sequence[Feature], ids: Mapping[str, list[str]], outcomes: Mapping[str, str]
) -> Verdict:
    """Return what is proven by tests that carry `ids` and ended in `outcomes`."""
    known = {feature.id for feature in features}
    by_id: dict[str, set[str]] = defaultdict(set)
    for test, carried in ids.items():
        for name in carried:
            by_id[name].add(outcomes.get(test, "not run"))
    return Verdict(
        features=tuple(features),
        proven=frozenset(
            name for name, ends in by_id.items() if name in known and ends == {"passed"}
        ),
        failed=tuple(test for test in ids if outcomes.get(test) == "failed"),
        unknown=tuple(
            (test, name) for test, own in ids.items() for name in own if name not in known
        ),
    )


def report(verdict: Verdict) -> Iterator[str]:
    """Yield the lines to print: a table by domain, the proven ids, those not yet, the faults."""
    yield from _table(verdict)
    for title, is_proven in (("proven", True), ("not yet", False)):
        yield f"\n{title}"
        for domain, features in _by_domain(verdict.features):
            names = [each.id for each in features if (each.id in verdict.proven) is is_proven]
            if names:
                yield f"  {domain:<4} {spans(names)}"
    if verdict.failed:
        yield "\nmarked tests that failed"
        yield from (f"  {test}" for test in verdict.failed)
    if verdict.unknown:
        yield "\nmarks that name no feature of the list"
        yield from (f'  {test}: "{name}"' for test, name in verdict.unknown)


def _table(verdict: Verdict) -> Iterator[str]:
    yield f"{'':<6}{'software':>10}{'other':>10}{'all':>10}"
    for domain, features in [*_by_domain(verdict.features), ("all", verdict.features)]:
        cells = [
            [each for each in features if each.is_software],
            [each for each in features if not each.is_software],
            features,
        ]
        counts = (
            f"{sum(each.id in verdict.proven for each in cell)}/{len(cell)}" for cell in cells
        )
        yield f"{domain:<6}" + "".join(f"{count:>10}" for count in counts)


def _by_domain(features: Iterable[Feature]) -> list[tuple[str, list[Feature]]]:
    domains: dict[str, list[Feature]] = {}
    for feature in features:
        domains.setdefault(feature.domain, []).append(feature)
    return list(domains.items())


def spans(ids: Sequence[str]) -> str:
    """Return the numbers of sorted ids of one domain, neighbours joined: "005 007–009"."""
    numbers = [name.rpartition("-")[2] for name in ids]
    runs: list[list[str]] = []
    for number in numbers:
        if runs and int(number) == int(runs[-1][-1]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return " ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def read(path: Path) -> list[Feature]:
    """Return the features of a list. Exits when an id stands there twice."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    twice = [name for name, many in Counter(line["id"] for line in lines).items() if many > 1]
    if twice:
        sys.exit(f"{path}: twice in the list: {', '.join(twice)}")
    return [Feature(id=line["id"], domain=line["domain"], kind=line["kind"]) for line in lines]


def main(arguments: Sequence[str]) -> int:
    """Run the marked tests and print the verdict; return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tests", nargs="*", metavar="TESTS")
    parser.add_argument("--features", type=Path, default=ROOT / "docs" / "features.csv")
    given = parser.parse_args(arguments)
    marked = Marked()
    options = ["-m", "feature", "-q", "--tb=short", "--no-header", "--no-summary"]
    code = pytest.main([*options, "-p", "no:cacheprovider", *given.tests], plugins=[marked])
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        print(f"the tests did not run: {pytest.ExitCode(code).name.lower()}")
        return 1
    verdict = judge(read(given.features), marked.ids, marked.outcomes)
    print("\n" + "\n".join(report(verdict)))
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
