"""A disk without room is one clear sentence; nothing is half done, and with room all goes on."""

import re
from pathlib import Path

from tests.acceptance.importing import choices
from tests.acceptance.running import up
from tests.acceptance.visiting import Visitor

LIMIT = 8 << 20  # more than the database of a new firm
ROW = b"A%08d;k%d;2024-01-02;5,50;%s\n"
CONTENT = b"Nr;Klient;Data;Kwota;Uwagi\n" + b"".join(
    ROW % (number, number % 7, b"x" * 1_000) for number in range(8_500)
)


def test_an_upload_onto_a_full_disk_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with up(folder=tmp_path) as running:
        visitor = Visitor(f"http://127.0.0.1:{running.port}")
        visitor.join(re.findall(r"http\S+/join/\S+", running.said)[0])

        running.may_write(LIMIT)
        refused = visitor.post("/import/", {}, file=("sales.csv", CONTENT))

        assert (refused.status, "Dysk jest pełny" in refused.text) == (507, True)
        assert "To nasza wina" not in refused.text
        assert not list((tmp_path / "plon-data" / "files").rglob("*/upload"))

        running.may_write(None)
        columns = visitor.post("/import/", {}, file=("sales.csv", CONTENT))
        assert (columns.status, columns.path.endswith("/columns/")) == (200, True)
        assert visitor.post(columns.path, choices(columns.content)).status == 200
