"""One Plon runs on a data folder; a second one, and `plon owner`, know where the first is."""

import re
import signal
from pathlib import Path

from tests.acceptance.running import free_port, is_listening, plon, up, wait_for


def test_a_second_one_says_where_the_first_is(tmp_path: Path) -> None:
    with up(folder=tmp_path) as first:
        address = f"http://127.0.0.1:{first.port}"
        for port in (free_port(), first.port):
            second = plon("up", "--port", str(port), folder=tmp_path)

            assert (second.code, address in second.err) == (2, True)
            assert "Plon runs on plon-data already" in second.err

        links = plon("owner", "--data", "plon-data", folder=tmp_path).out
        assert re.search(rf"{address}/join/\S+", links)
        named = plon("owner", "--data", "plon-data", folder=tmp_path, PLON_URL="https://p.example/")
        assert "https://p.example/join/" in named.out

        first.stop(signal.SIGKILL)
        wait_for(lambda: not is_listening(first.port))
    stopped = plon("owner", "--data", "plon-data", folder=tmp_path)
    assert "http://localhost:8000/join/" in stopped.out
    assert "put that in front, or set PLON_URL" in stopped.err
    with up(folder=tmp_path) as third:
        assert "Ctrl-C" in third.said
        third.stop()
    assert not list((tmp_path / "plon-data").glob("*.lock"))
