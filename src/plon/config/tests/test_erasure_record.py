"""The record of erasures: lines are only added, a cut one is read over, none is lost or doubled."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from plon.config.erasure_record import HEADING, add, is_record, read
from tests.cast import NOW

FIRM, DAN, EVE = (UUID(int=number) for number in (1, 2, 3))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "made" / "erasures.log"


def test_it_says_what_was_written(file: Path) -> None:
    add(file, {(FIRM, DAN): NOW})
    add(file, {(FIRM, EVE): NOW + timedelta(microseconds=1)})

    assert read(file) == {(FIRM, DAN): NOW, (FIRM, EVE): NOW + timedelta(microseconds=1)}
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes().startswith(HEADING)


def test_one_line_for_a_person_and_the_first_moment_stays(file: Path) -> None:
    add(file, {(FIRM, DAN): NOW})
    before = file.read_bytes()

    add(file, {(FIRM, DAN): NOW + timedelta(days=1)})

    assert file.read_bytes() == before


@pytest.mark.parametrize("cut", range(1, 100, 9))
def test_a_line_that_a_kill_cut_short_is_written_again(file: Path, cut: int) -> None:
    add(file, {(FIRM, DAN): NOW})
    add(file, {(FIRM, EVE): NOW})
    file.write_bytes(file.read_bytes()[:-cut])

    assert read(file) == {(FIRM, DAN): NOW} | ({(FIRM, EVE): NOW} if cut == 1 else {})
    add(file, {(FIRM, EVE): NOW})
    assert read(file) == {(FIRM, DAN): NOW, (FIRM, EVE): NOW}


def test_a_record_of_nobody_is_one_and_another_file_is_none(file: Path, tmp_path: Path) -> None:
    assert read(file) == {}
    assert not is_record(file)
    add(file, {})
    assert is_record(file)

    for content in (b"", b"a;b;c\n", b"PK\x03\x04\xff\xfe", f"soon {FIRM} {DAN}\n".encode()):
        (tmp_path / "other").write_bytes(content)
        assert not is_record(tmp_path / "other")
        assert read(tmp_path / "other") == {}
