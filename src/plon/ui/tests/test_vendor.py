"""What others made stands beside its name, version, licence and fingerprint."""

import hashlib
import tomllib
from pathlib import Path

from plon.ui import styles

FOLDER = styles.FOLDER / "vendor"
LISTED = tomllib.loads((FOLDER / "vendor.toml").read_text(encoding="utf-8"))
LICENCES = {"0BSD", "ISC", "MIT", "Apache-2.0", "BSD-3-Clause"}


def test_every_file_is_listed() -> None:
    assert {entry["path"] for entry in LISTED["file"]} == {
        file.name for file in FOLDER.iterdir() if file.name != "vendor.toml"
    }


def test_every_file_is_the_one_that_was_listed() -> None:
    for entry in LISTED["file"]:
        content = (FOLDER / entry["path"]).read_bytes()

        assert hashlib.sha256(content).hexdigest() == entry["sha256"]
        assert entry["version"].encode() in content


def test_every_folder_is_the_one_that_was_listed_and_has_its_licence() -> None:
    for entry in LISTED["folder"]:
        folder = (FOLDER / entry["path"]).resolve()
        drawn = sorted(file for file in folder.iterdir() if file.name != "LICENSE")

        assert together(drawn) == entry["sha256"]
        assert entry["licence"] in (folder / "LICENSE").read_text(encoding="utf-8")


def test_every_licence_is_one_that_lets_us_ship_it() -> None:
    for entry in LISTED["file"] + LISTED["folder"]:
        assert entry["licence"] in LICENCES
        assert entry["name"]
        assert entry["source"].startswith("https://")


def together(files: list[Path]) -> str:
    parts = (file.name.encode() + b"\0" + file.read_bytes() + b"\0" for file in files)
    return hashlib.sha256(b"".join(parts)).hexdigest()
