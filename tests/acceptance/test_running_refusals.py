"""Whatever is wrong at the start is one clear sentence, code 2 or 3, and nothing half done."""

import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.acceptance.running import plon


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder as `plon up` leaves it, made once."""
    place = tmp_path_factory.mktemp("migrated")
    (place / "plon-data").mkdir()
    (place / "plon-data" / "secret-key").write_text("k" * 50)
    sqlite3.connect(place / "plon-data" / "plon.sqlite3").close()
    assert plon("migrate", folder=place).code == 0
    return place / "plon-data"


@pytest.fixture
def data(migrated: Path, tmp_path: Path) -> Path:
    """Return a copy of it, of which the test may do what it likes."""
    shutil.copytree(migrated, tmp_path / "plon-data")
    return tmp_path / "plon-data"


def refused(*arguments: str, folder: Path, fragment: str, code: int = 2, **settings: str) -> None:
    """Assert one sentence that names the thing, and nothing new in the folder.

    One language is enough: `tools/messages.py --check` knows that each has its translation.
    """
    before = standing(folder)
    told = plon(*arguments, folder=folder, **settings)

    assert (told.code, told.out) == (code, "")
    assert fragment in told.err
    assert told.err.count("\n") == 1
    assert told.err.endswith(".\n")
    assert standing(folder) == before


def test_the_sentence_is_in_the_language_of_the_machine(tmp_path: Path) -> None:
    told = plon("doctor", folder=tmp_path, language="pl")

    assert "nie ma danych Plonu" in told.err


def standing(folder: Path) -> dict[str, int]:
    """Return what stands in the folder and how large it is; SQLite's own side files left out."""
    files = [path for path in folder.rglob("*") if not path.name.endswith(("-shm", "-wal"))]
    return {str(path): path.stat().st_size for path in files}


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        ("up --data a-file", "a-file is a file"),
        ("up --data a-file/below", "into a-file/below"),
        ("web", "no data of Plon in plon-data"),
        ("worker", "no data of Plon in plon-data"),
        ("migrate", "no data of Plon in plon-data"),
        ("doctor", "no data of Plon in plon-data"),
        ("doctor --data away", "no data of Plon in away"),
        ("backup", "no data of Plon in plon-data"),
        ("sending", "no data of Plon in plon-data"),
        ("restore a-file", "a-file is no whole backup"),
        ("value away.csv", "away.csv"),
    ],
)
def test_a_place_without_data_is_one_sentence(
    arguments: str, fragment: str, tmp_path: Path
) -> None:
    (tmp_path / "a-file").write_text("x")

    refused(*arguments.split(), folder=tmp_path, fragment=fragment)


@pytest.mark.parametrize(
    ("settings", "fragment"),
    [
        ({"DATABASE_URL": "mysql://a@b/c"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL": "postgresql://a:secret@b:port/c"}, "DATABASE_URL cannot be read"),
        ({"DATABASE_URL": "postgresql://a@b"}, "DATABASE_URL cannot be read"),
        ({"PLON_BEHIND_PROXY": "maybe"}, "PLON_BEHIND_PROXY cannot be “maybe”"),
        ({"PLON_SECRET_KEY_FILE": "away"}, "away"),
    ],
)
def test_a_wrong_setting_is_named_without_its_secrets(
    settings: dict[str, str], fragment: str, tmp_path: Path
) -> None:
    refused("doctor", folder=tmp_path, fragment=fragment, code=2, **settings)
    assert "secret" not in plon("doctor", folder=tmp_path, **settings).err


@pytest.mark.parametrize("command", ["up", "web", "migrate", "doctor", "backup"])
def test_a_damaged_database_is_told_from_a_defect(command: str, data: Path) -> None:
    (data / "plon.sqlite3").write_bytes(b"no database at all, but long enough " * 200)

    refused(command, folder=data.parent, fragment="is damaged: restore a backup", code=3)


@pytest.mark.parametrize("command", ["up", "worker", "migrate", "backup"])
def test_data_of_a_newer_version_are_left_alone(command: str, data: Path) -> None:
    with closing(sqlite3.connect(data / "plon.sqlite3")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('value', '9999_later', '2027-01-01')"
        )
        database.commit()

    refused(command, folder=data.parent, fragment="newer Plon (value.9999_later)")


@pytest.mark.parametrize("command", ["web", "sending"])
def test_an_older_database_is_not_served(command: str, data: Path) -> None:
    with closing(sqlite3.connect(data / "plon.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'value'")
        database.commit()

    refused(command, folder=data.parent, fragment="run plon migrate")


def test_nothing_is_served_without_walls(data: Path) -> None:
    with closing(sqlite3.connect(data / "plon.sqlite3")) as database:
        (name,) = database.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchone()
        database.execute(f"DROP TRIGGER {name}")
        database.commit()

    refused("web", folder=data.parent, fragment="does not keep firms apart")


def test_nothing_is_served_with_a_known_key(data: Path) -> None:
    (data / "secret-key").unlink()

    refused("web", folder=data.parent, fragment="PLON_SECRET_KEY is not set")


def test_the_doctor_of_an_empty_database_says_what_to_do(data: Path) -> None:
    (data / "plon.sqlite3").unlink()
    sqlite3.connect(data / "plon.sqlite3").close()

    told = plon("doctor", folder=data.parent)

    assert told.code == 1
    assert "run plon migrate" in told.out
    assert told.err == ""


class TestRestore:
    @pytest.fixture
    def kept(self, data: Path) -> Path:
        assert plon("backup", "kept.zip", folder=data.parent).code == 0
        return data.parent / "kept.zip"

    def test_the_key_in_force_is_kept(self, data: Path) -> None:
        (data / "secret-key").unlink()
        refused("backup", folder=data.parent, fragment="PLON_SECRET_KEY is not set")
        mine = "m" * 50
        assert plon("backup", "mine.zip", folder=data.parent, PLON_SECRET_KEY=mine).code == 0

        with zipfile.ZipFile(data.parent / "mine.zip") as archive:
            assert archive.read("secret-key").decode() == mine

    def test_data_that_are_there_are_not_touched(self, kept: Path) -> None:
        refused("restore", "kept.zip", folder=kept.parent, fragment="plon-data holds something")

    @pytest.mark.parametrize("part", [0.3, 0.9])
    def test_a_cut_off_backup_leaves_nothing(self, kept: Path, part: float) -> None:
        kept.write_bytes(kept.read_bytes()[: int(kept.stat().st_size * part)])

        refused(
            "restore", "kept.zip", "--data", "new", folder=kept.parent, fragment="no whole backup"
        )

    def test_a_backup_of_a_newer_version_leaves_nothing(self, kept: Path, data: Path) -> None:
        with closing(sqlite3.connect(data / "plon.sqlite3")) as database:
            database.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('value', '9999_later', '2027-01-01')"
            )
            database.commit()
        with zipfile.ZipFile(kept, "w") as archive:
            archive.write(data / "plon.sqlite3", "plon.sqlite3")
            archive.write(data / "secret-key", "secret-key")

        refused("restore", "kept.zip", "--data", "new", folder=kept.parent, fragment="newer Plon")

    def test_what_comes_back_sends_nothing_until_it_is_told_to(self, kept: Path) -> None:
        place = kept.parent
        assert plon("restore", "kept.zip", "--data", "new", folder=place).code == 0

        assert "off" in plon("sending", "--data", "new", folder=place).out
        assert "Restored from a backup" in plon("doctor", "--data", "new", folder=place).out
        assert "on." in plon("sending", "on", "--data", "new", folder=place).out
        assert "Restored" not in plon("doctor", "--data", "new", folder=place).out
