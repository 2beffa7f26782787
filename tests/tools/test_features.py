"""The list of features against tests that carry their ids."""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tools.features import Feature, Marked, Verdict, judge, read, report, spans

TOOL = Path("tools/features.py").resolve()
LIST = [
    Feature(id="LTV-001", domain="LTV", kind="software"),
    Feature(id="LTV-002", domain="LTV", kind="claim → help"),
    Feature(id="REF-001", domain="REF", kind="software"),
]


def verdict(*tests: tuple[str, list[str], str]) -> Verdict:
    """Judge tests of (name, ids, outcome)."""
    ids = {name: own for name, own, _ in tests}
    return judge(LIST, ids, {name: outcome for name, _, outcome in tests})


def test_a_passing_test_proves_all_its_ids() -> None:
    seen = verdict(("t", ["LTV-001", "REF-001"], "passed"))

    assert seen.proven == {"LTV-001", "REF-001"}
    assert seen.is_good


@pytest.mark.parametrize("outcome", ["failed", "skipped", "not run"])
def test_all_tests_of_an_id_must_pass(outcome: str) -> None:
    seen = verdict(("one", ["LTV-001"], "passed"), ("two", ["LTV-001"], outcome))

    assert seen.proven == frozenset()
    assert seen.is_good is (outcome != "failed")


def test_nothing_is_proven_by_nothing() -> None:
    assert verdict().proven == frozenset()


@pytest.mark.parametrize("name", ["LTV-999", ""])
def test_a_mark_must_name_a_feature(name: str) -> None:
    seen = verdict(("t", [name], "passed"))

    assert seen.unknown == (("t", name),)
    assert not seen.is_good
    assert f'  t: "{name}"' in report(seen)


def test_the_table_counts_software_apart() -> None:
    lines = list(report(verdict(("t", ["LTV-001"], "passed"))))

    assert [line.split() for line in lines[:4]] == [
        ["software", "other", "all"],
        ["LTV", "1/1", "0/1", "1/2"],
        ["REF", "0/1", "0/0", "0/1"],
        ["all", "1/2", "0/1", "1/3"],
    ]
    assert lines[4:] == ["\nproven", "  LTV  001", "\nnot yet", "  LTV  002", "  REF  001"]


@pytest.mark.parametrize(
    ("ids", "text"),
    [
        (["LTV-005", "LTV-007", "LTV-008", "LTV-009"], "005 007–009"),
        (["XS-001", "XS-002"], "001–002"),
        (["XS-009"], "009"),
        ([], ""),
    ],
)
def test_neighbours_are_joined(ids: list[str], text: str) -> None:
    assert spans(ids) == text


def test_an_id_stands_in_the_list_once(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("id,name,criterion,domain,kind\nA-1,,,A,x\nA-1,,,A,x\n")

    with pytest.raises(SystemExit, match="twice in the list: A-1"):
        read(tmp_path / "list.csv")


TESTS = """
import pytest

@pytest.mark.feature("LTV-001", "LTV-002")
def test_good(): pass

@pytest.mark.feature("LTV-002")
def test_more(): assert {more}

@pytest.mark.feature("REF-001")
@pytest.mark.skipif({skip}, reason="no Java")
def test_elsewhere(): pass

@pytest.fixture
def broken(): {setup}

@pytest.mark.feature("{last}")
def test_last(broken): pass

def test_unmarked(): raise SystemExit("must not run")
"""


def run(folder: Path, **answers: object) -> tuple[int, str]:
    """Run the tool on a project of one test file."""
    facts = {"more": True, "skip": True, "setup": "pass", "last": "LTV-003", **answers}
    (folder / "pytest.ini").write_text(
        "[pytest]\\nmarkers = feature(*ids): x\\n".replace("\\n", "\n")
    )
    (folder / "test_it.py").write_text(TESTS.format(**facts))
    ids = ["LTV-001", "LTV-002", "LTV-003", "REF-001"]
    rows = "".join(f"{name},n,c,{name[:3]},software\n" for name in ids)
    (folder / "list.csv").write_text("id,name,criterion,domain,kind\n" + rows)
    command = [sys.executable, str(TOOL), "--features", "list.csv", "test_it.py"]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout


def test_a_run_prints_what_is_proven(tmp_path: Path) -> None:
    code, text = run(tmp_path)

    assert code == 0
    assert "proven\n  LTV  001–003\n\nnot yet\n  REF  001\n" in text


def test_a_failing_marked_test_fails_the_run(tmp_path: Path) -> None:
    code, text = run(tmp_path, more=False)

    assert code == 1
    assert "proven\n  LTV  001 003\n" in text
    assert "marked tests that failed\n  test_it.py::test_more" in text


def test_a_test_that_cannot_start_fails_the_run(tmp_path: Path) -> None:
    code, text = run(tmp_path, setup="1 / 0", skip=False)

    assert code == 1
    assert "proven\n  LTV  001–002\n  REF  001\n" in text


def test_an_unknown_id_fails_the_run(tmp_path: Path) -> None:
    code, text = run(tmp_path, last="LTV-999")

    assert code == 1
    assert 'test_it.py::test_last: "LTV-999"' in text


def test_tests_that_do_not_load_fail_the_run(tmp_path: Path) -> None:
    code, text = run(tmp_path, last='"')

    assert code == 1
    assert "the tests did not run" in text


def test_the_list_is_whole() -> None:
    with Path("docs/features.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    domains = Counter(line["domain"] for line in lines)

    assert len({line["id"] for line in lines}) == 322
    assert sum(line["kind"] == "software" for line in lines) == 270
    assert domains == {
        "LTV": 54, "XS": 28, "REF": 83, "PRT": 45, "LOY": 41, "JRN": 22, "INB": 28, "KPI": 21,
    }  # fmt: skip
    assert [line["id"] for line in lines if not all(line.values())] == []


def test_the_plugin_can_stand_in_pytests_sets() -> None:
    """Where a folder has a conftest of its own, pytest puts all plugins into a set."""
    assert len({Marked(), Marked()}) == 2
