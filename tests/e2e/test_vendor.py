"""What others made stands beside its name, version, licence and fingerprint."""

import hashlib
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parent / "vendor"
FILES = tomllib.loads((FOLDER / "vendor.toml").read_text(encoding="utf-8"))["file"]


def test_every_file_is_listed() -> None:
    assert {entry["path"] for entry in FILES} == {
        file.name for file in FOLDER.iterdir() if file.name != "vendor.toml"
    }


def test_every_file_is_the_one_that_was_listed() -> None:
    for entry in FILES:
        content = (FOLDER / entry["path"]).read_bytes()

        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert f"{entry['version']}".encode() in content[:200]
        assert entry["licence"] == "MPL-2.0"
        assert entry["name"]
