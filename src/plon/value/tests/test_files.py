"""A folder that appears whole or not at all."""

import json
from pathlib import Path

import pytest

from plon.value.services.files import (
    GENERATOR,
    SUMMARY,
    FolderTaken,
    NotAFolder,
    check_place,
    folder_at_once,
    put_in_place,
)


class Stopped(Exception):
    """Whatever goes wrong in the middle."""


def make(out: Path, **files: str) -> None:
    """Put a report of ours there, with its mark."""
    with folder_at_once(out) as bench:
        mark = json.dumps({"generator": GENERATOR})
        for name, text in {SUMMARY: mark, **files}.items():
            (bench.made / name).write_text(text)


def stop(out: Path, error: BaseException) -> None:
    """Stop in the middle of making a report."""
    with folder_at_once(out) as bench:
        (bench.made / SUMMARY).write_text("half")
        raise error


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


class TestFolderAtOnce:
    def test_holds_what_was_made_and_nothing_is_left_beside(self, tmp_path: Path) -> None:
        make(tmp_path / "out")

        assert names(tmp_path) == {"out"}
        assert names(tmp_path / "out") == {SUMMARY}

    def test_makes_the_folders_above(self, tmp_path: Path) -> None:
        make(tmp_path / "reports" / "november")

        assert names(tmp_path / "reports" / "november") == {SUMMARY}

    def test_throws_the_work_away(self, tmp_path: Path) -> None:
        with folder_at_once(tmp_path / "out") as bench:
            (bench.work / "spill").write_text("much")
            assert not (tmp_path / "out").exists()

        assert names(tmp_path / "out") == set()

    def test_replaces_a_report_of_ours(self, tmp_path: Path) -> None:
        make(tmp_path / "out", **{"rejected.csv": "old"})

        make(tmp_path / "out")

        assert names(tmp_path) == {"out"}
        assert names(tmp_path / "out") == {SUMMARY}

    def test_fills_an_empty_folder(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()

        make(tmp_path / "out")

        assert names(tmp_path / "out") == {SUMMARY}

    def test_leaves_nothing_when_stopped(self, tmp_path: Path) -> None:
        with pytest.raises(Stopped):
            stop(tmp_path / "deep" / "out", Stopped())

        assert names(tmp_path) == set()

    def test_keeps_the_report_there_was_when_stopped(self, tmp_path: Path) -> None:
        make(tmp_path / "out", **{"rejected.csv": "old"})

        with pytest.raises(KeyboardInterrupt):
            stop(tmp_path / "out", KeyboardInterrupt())

        assert names(tmp_path) == {"out"}
        assert (tmp_path / "out" / "rejected.csv").read_text() == "old"

    def test_puts_the_old_report_back_when_the_new_one_cannot_take_its_place(
        self, tmp_path: Path
    ) -> None:
        make(tmp_path / "out", **{"rejected.csv": "old"})

        with pytest.raises(FileNotFoundError):
            put_in_place(tmp_path / "missing", tmp_path / "out", old=tmp_path / "aside")

        assert (tmp_path / "out" / "rejected.csv").read_text() == "old"

    def test_puts_nothing_back_where_nothing_was(self, tmp_path: Path) -> None:
        with pytest.raises(FileNotFoundError):
            put_in_place(tmp_path / "missing", tmp_path / "out", old=tmp_path / "aside")

        assert names(tmp_path) == set()

    def test_never_throws_away_the_only_report_there_is(self, tmp_path: Path) -> None:
        def leave_one_aside() -> None:
            with folder_at_once(tmp_path / "out") as bench:
                make(bench.made.parent / "old")  # as if it could not be put back
                raise Stopped

        with pytest.raises(Stopped):
            leave_one_aside()

        assert [*tmp_path.glob(".out.*/old/summary.json")]

    def test_gives_the_folder_the_usual_rights(self, tmp_path: Path) -> None:
        (tmp_path / "plain").mkdir()

        make(tmp_path / "out")

        assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode


class TestCheckPlace:
    def test_refuses_a_folder_with_a_foreign_file(self, tmp_path: Path) -> None:
        (tmp_path / "thesis.doc").write_text("mine")

        with pytest.raises(FolderTaken, match=tmp_path.name):
            check_place(tmp_path)

    def test_refuses_a_report_to_which_something_was_added(self, tmp_path: Path) -> None:
        make(tmp_path / "out")
        (tmp_path / "out" / "notes.txt").write_text("mine")

        with pytest.raises(FolderTaken):
            check_place(tmp_path / "out")

    @pytest.mark.parametrize("mark", ["", "[]", '{"generator": "another"}', "no json"])
    def test_refuses_a_namesake_without_our_mark(self, tmp_path: Path, mark: str) -> None:
        (tmp_path / SUMMARY).write_text(mark)

        with pytest.raises(FolderTaken):
            check_place(tmp_path)

    def test_refuses_files_of_our_names_without_a_summary(self, tmp_path: Path) -> None:
        (tmp_path / "customers.csv").write_text("mine")

        with pytest.raises(FolderTaken):
            check_place(tmp_path)

    def test_refuses_a_file(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("a file")

        with pytest.raises(NotAFolder):
            check_place(tmp_path / "out")

    def test_lets_a_new_place_pass(self, tmp_path: Path) -> None:
        check_place(tmp_path / "new")
