"""Files that cannot be read are refused in one sentence; kinds are told by bytes, not names."""

import errno
import gzip
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from plon.lifetime.errors import InputUnusable
from plon.lifetime.reading import ReadOptions, read
from plon.lifetime.reading import texts as texts_module
from plon.lifetime.reading.database import IN_MEMORY_BYTES, give_back_memory, open_database
from plon.lifetime.reading.progress import watched
from plon.lifetime.reading.refusals import is_disk_full
from plon.lifetime.reading.tests.conftest import TODAY, Reader, guess, rows
from plon.lifetime.reading.texts import survey

TEXT = "klient;data;kwota\nAnn;12.11.2026;10,00\nAnn;13.11.2026;5,00\n"


def read_path(path: Path, work: Path) -> None:
    read([path], ReadOptions(), today=TODAY, work_folder=work)


def test_a_missing_file_a_folder_and_no_file_at_all_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputUnusable, match="There is no file"):
        read_path(tmp_path / "absent.csv", tmp_path)
    with pytest.raises(InputUnusable, match="is a folder"):
        read_path(tmp_path, tmp_path)
    with pytest.raises(InputUnusable, match="No file was given"):
        read([], ReadOptions(), today=TODAY, work_folder=tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")

    with pytest.raises(InputUnusable, match="is not a file"):
        read_path(tmp_path / "pipe.csv", tmp_path)


def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    """Root may read everything, so a child without rights asks; nobody is user 65534."""
    path = tmp_path / "sales.csv"
    path.write_text(TEXT)
    path.chmod(0o000)
    code = (
        "import os, sys; from pathlib import Path\n"
        "from plon.lifetime.errors import InputUnusable\n"
        "from plon.lifetime.reading.files import file_kind\n"
        "os.chdir(sys.argv[1]); os.getuid() or os.setuid(65534)\n"
        "try: file_kind(Path('sales.csv'))\n"
        "except InputUnusable as error: print(error)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)

    assert (
        answer.stdout.strip() == '"sales.csv" may not be read: give yourself the right to read it.'
    )


@pytest.mark.parametrize("content", [b"", b"\n\n\n", b"\xef\xbb\xbf", b"   \n"])
def test_an_empty_file_is_refused(reader: Reader, content: bytes) -> None:
    with pytest.raises(InputUnusable, match="empty"):
        reader(content)


def test_a_heading_alone_is_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="a heading and no line under it"):
        reader("klient;data;kwota\n")


def test_bytes_that_are_no_text_are_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="neither text, XLSX nor Parquet"):
        reader(b"\x89PNG\r\n\x1a\n" + bytes(range(1, 27)) * 100)


def test_gzip_is_unpacked_whatever_the_name(reader: Reader) -> None:
    sales = reader(gzip.compress(TEXT.encode("cp1250")), name="sales.csv")

    assert rows(sales, "line_no, customer") == [(2, "Ann"), (3, "Ann")]


def test_a_gzip_bomb_is_refused(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_module, "GZIP_FREE_BYTES", 1 << 20)

    with pytest.raises(InputUnusable, match="unpacks to far more"):
        reader(gzip.compress(TEXT.encode() + b"Ann;12.11.2026;10,00\n" * 400_000))


def test_letters_in_a_path_that_mean_patterns_are_letters(tmp_path: Path) -> None:
    path = tmp_path / "it's [1] a*b?.csv"
    path.write_text(TEXT)
    sales = read([path], ReadOptions(), today=TODAY, work_folder=tmp_path)

    assert (sales.files, sales.rows.read) == (("it's [1] a*b?.csv",), 2)
    sales.connection.close()


def test_the_lines_of_a_text_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for content, lines in (
        (b"a\nb", 2),
        (b"a\nb\n", 2),
        (b"a\n\nb\n\n\n", 3),
        (b"a\r\nb\r\n\r\n", 2),
        (b"", 0),
    ):
        path.write_bytes(content)
        assert survey(path).lines == lines


@pytest.mark.parametrize(
    ("content", "has_odd_returns"),
    [(b"a\r\nb\r\n", False), (b"a\nb\n", False), (b"a\rb\r", True), (b"a\r\nb\n", True)],
)
def test_line_ends_that_the_engine_cannot_read_are_noticed(
    tmp_path: Path, content: bytes, has_odd_returns: bool
) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)

    assert survey(path).has_odd_returns is has_odd_returns


def test_line_ends_cut_between_two_chunks_are_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x"
    path.write_bytes("ąb\r\ncd\r\n".encode())
    for size in range(1, 9):
        monkeypatch.setattr(texts_module, "CHUNK_BYTES", size)
        seen = survey(path)
        assert (seen.lines, seen.has_odd_returns, seen.is_utf8) == (2, False, True)


def test_only_a_database_on_disk_gives_its_memory_back(tmp_path: Path) -> None:
    limits = []
    for size in (0, IN_MEMORY_BYTES + 1):
        connection = open_database(tmp_path, size_bytes=size, zone="Europe/Warsaw")
        connection.execute("CREATE TABLE numbers AS SELECT range AS n FROM range(100_000)")
        give_back_memory(connection)
        limits.append(connection.execute("SELECT current_setting('memory_limit')").fetchone()[0])
        assert connection.execute("SELECT sum(n) FROM numbers").fetchone() == (4_999_950_000,)
        connection.close()

    assert limits == ["1.8 GiB", "244.1 MiB"]


def test_a_large_file_goes_to_a_database_on_disk(tmp_path: Path) -> None:
    connection = open_database(tmp_path, size_bytes=IN_MEMORY_BYTES + 1, zone="Europe/Warsaw")
    connection.close()

    assert (tmp_path / "lines.duckdb").exists()


def test_an_unknown_zone_is_refused(reader: Reader) -> None:
    with pytest.raises(InputUnusable, match="Europe/Warsaw"):
        reader(TEXT, zone="Mars/Olympus")


def test_the_zone_decides_the_day_of_a_moment_with_an_offset(reader: Reader) -> None:
    text = "klient;data;kwota\nAnn;2026-11-12T23:30:00Z;10,00\nAnn;2026-11-13T12:00:00Z;5,00\n"

    assert str(reader(text).first_day) == "2026-11-13"
    assert str(reader(text, zone="UTC").first_day) == "2026-11-12"


def test_rows_read_so_far_are_told(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_text(TEXT)
    told: list[int] = []
    sales = read(
        [tmp_path / "sales.csv"] * 2,
        ReadOptions(),
        today=TODAY,
        work_folder=tmp_path,
        progress=told.append,
    )
    sales.connection.close()

    assert told == [2, 4]


def test_long_work_is_watched_and_its_answer_returned(tmp_path: Path) -> None:
    connection = open_database(tmp_path, size_bytes=0, zone="UTC")
    told: list[int] = []

    def work() -> int:
        while not told:
            connection.execute("SELECT sum(i) FROM range(1000000) t(i)")
        return 7

    assert watched(work, connection, expected=10**6, before=5, report=told.append) == 7
    assert 5 <= told[0] <= 5 + 10**6
    connection.close()


def test_a_refusal_leaves_no_connection_and_speaks_both_languages(tmp_path: Path) -> None:
    with pytest.raises(InputUnusable) as refusal:
        read_path(tmp_path / "brak.csv", tmp_path)

    assert refusal.value.sentence("en") == str(refusal.value)
    assert "brak.csv" in refusal.value.sentence("pl")


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    (tmp_path / "sales.csv").write_bytes(TEXT.replace("Ann", "Łucja").encode("cp1250"))
    (tmp_path / "file_0.csv").symlink_to("/dev/full")

    with pytest.raises(InputUnusable, match="The disk is full"):
        read_path(tmp_path / "sales.csv", tmp_path)


@pytest.mark.parametrize(
    ("error", "is_full"),
    [
        (duckdb.IOException("Could not write: No space left on device"), True),
        (duckdb.OutOfMemoryException("failed to offload: max_temp_directory_size"), True),
        (duckdb.OutOfMemoryException("failed to allocate"), False),
        (OSError(errno.EIO, "broken"), False),
        (KeyboardInterrupt(), False),
    ],
)
def test_other_errors_are_not_taken_for_a_full_disk(error: BaseException, is_full: bool) -> None:
    assert is_disk_full(error) is is_full


def test_the_kind_is_told_by_the_bytes(reader: Reader) -> None:
    assert guess(reader(TEXT, name="sales.xlsx"), "separator")[0] == ";"
