"""Ann, and a folder for her files."""

from pathlib import Path
from typing import Any

import pytest

from tests.cast import Person, ann


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def owner() -> Person:
    return ann()
