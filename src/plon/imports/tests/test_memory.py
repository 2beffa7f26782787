"""What a check takes of memory, in a process of its own."""

import subprocess
import sys
from pathlib import Path

ROWS = 200_000
MIB_MAX = 300  # beyond what the process takes before; a row costs some 250 bytes
CHECK = """
import resource, sys
from datetime import date
from pathlib import Path

import django

django.setup()
from plon.imports.domain import Kind
from plon.imports.services import Request, prepare

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

before, file = peak(), Path(sys.argv[1])
roles = {"order": "nr", "customer": "who", "date": "when", "amount": "much", "product": "what"}
told = prepare(Request(
    kind=Kind.ORDERS, file=file, mapping=roles, options={}, zone="Europe/Warsaw", currency="PLN",
    today=date(2026, 1, 1), into=file.parent,
))
print(told.counts["orders"], peak() - before)
"""


def test_the_check_of_many_sales_takes_little(tmp_path: Path) -> None:
    file = tmp_path / "sales.csv"
    with file.open("w") as text:
        text.write("nr;who;when;much;what\n")
        text.writelines(
            f"Z{n};K{n % 20_011};202{n % 5}-0{1 + n % 9}-{10 + n % 19};{n % 900},50;P{n % 99}\n"
            for n in range(ROWS)
        )

    told = subprocess.run(
        [sys.executable, "-c", CHECK, str(file)], check=True, capture_output=True, text=True
    )

    orders, mib = map(int, told.stdout.split())  # nothing else is printed
    assert orders == ROWS
    assert mib < MIB_MAX
