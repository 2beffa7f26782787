"""`plon web`: the pages. Any number may run beside each other on PostgreSQL."""

from typing import Annotated

import typer
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from typer import Option

from plon.config.commands import ground, serving
from plon.lifetime.errors import sentence

_PATIENCE_S = 10  # a request begun may end

Port = Annotated[int, Option(metavar="NUMBER", help=sentence("Port of the pages: 8000."))]
Host = Annotated[str, Option(metavar="ADDRESS", help=sentence("Address to listen at."))]
Workers = Annotated[
    int, Option(metavar="NUMBER", min=1, max=64, help=sentence("Processes that answer."))
]

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(help=sentence("Serve the pages until told to stop."))
def web(*, host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    ground.check_address(host, port)
    serving.begin_serving()
    server = Granian(
        "plon.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        respawn_failed_workers=True,
        workers_kill_timeout=_PATIENCE_S,
        log_level=LogLevels.warning,
    )
    server.serve()
