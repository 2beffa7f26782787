"""What is refused before anything of the application is loaded: one sentence, nothing touched."""

import socket
from pathlib import Path

import pytest

from plon.config import program


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Go to an empty folder with one file; give back what a command writes into the environment."""
    for name in ("PLON_URL", "PLON_HOSTS", "DATABASE_URL"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    (tmp_path / "a-file").write_text("x")
    monkeypatch.chdir(tmp_path)


def refused(words: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return the sentence of a refused command."""
    code = program.run(words.split(), language="en", environment={"PLON_DEBUG": "1"})
    said = capsys.readouterr()

    assert (code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert said.err.endswith(".\n")
    assert {entry.name for entry in Path().iterdir()} == {"a-file"}
    return said.err


@pytest.mark.parametrize(
    ("words", "fragment"),
    [
        ("up --port 99999", "--port cannot be 99999"),
        ("up --port 0", "--port cannot be 0"),
        ("up --port abc", "plon up --help"),
        ("up --port", "The option --port needs a value"),
        ("up --boat", "no option --boat"),
        ("up --host nowhere.invalid", "--host cannot be nowhere.invalid"),
        ("up --host 203.0.113.7", "--host cannot be 203.0.113.7"),
        ("web a b", "plon web --help"),
        ("web --workers 0", "plon web --help"),
        ("backup a-file", "a-file is there already"),
        ("sending perhaps", "“perhaps” is no state"),
        ("restore", "plon restore plon-backup.zip"),
        ("restore away.zip", "no file away.zip"),
        ("value", "plon value sales.csv"),
        ("harvest", "no command “harvest”"),
    ],
)
def test_a_wrong_command_line_is_one_sentence(
    words: str, fragment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fragment in refused(words, capsys)


@pytest.mark.parametrize("command", ["up", "web"])
def test_a_taken_port_is_named(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]

        assert f"Port {port} is taken" in refused(f"{command} --port {port}", capsys)


def test_a_file_that_is_no_backup_is_not_put_into_postgresql(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@127.0.0.1:1/b")

    assert "is no backup of PostgreSQL" in refused("restore a-file --data new", capsys)
