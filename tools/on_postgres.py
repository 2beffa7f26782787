"""Run a command on PostgreSQL where a server answers: python tools/on_postgres.py pytest …

PLON_TEST_POSTGRES names the server, a database of it in which others may be made. Without one the
command is left out, and this says so; in CI that is a failure.
"""

import os
import subprocess
import sys

import psycopg

SERVER = os.environ.get("PLON_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


def main(command: list[str]) -> int:
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        print(f"PostgreSQL did not answer: NOT RUN there. {error}", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    environment = os.environ | {"DATABASE_URL": SERVER}
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
