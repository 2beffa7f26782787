"""Write the reference pages from the code: python tools/reference.py [--check]

docs/reference/cli.md from the command's own options, summary.md from its JSON Schema, customers.md
from the columns of the table. With --check nothing is written; a page that differs is named.
"""

import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from typer.main import get_command

from plon.config.commands.value import app
from plon.lifetime.answer.columns import COLUMNS
from plon.lifetime.sales import REASONS

FOLDER = Path("docs/reference")
SCHEMA = "presets/summary.schema.json"


def pages() -> dict[str, str]:
    """Return the text of every reference page by its name."""
    return {"cli.md": cli(), "summary.md": summary(), "customers.md": customers()}


def cli() -> str:
    command: Any = get_command(app)
    rows = [
        f"| `{' '.join(option.opts)}` | {(option.metavar or '').replace('|', ' or ')} "
        f"| {option.help} |"
        for option in command.params
        if getattr(option, "help", None) and option.opts[0] != "--help"
    ]
    return f"""# Command line

`plon --version` says the version, `plon --help` lists the commands.

## plon value FILE…

{command.help}

| option | value | meaning |
|---|---|---|
{chr(10).join(rows)}

| exit code | meaning |
|---|---|
| 0 | done |
| 2 | the input or an option is unusable: one sentence says what to do, nothing was written |
| 1 | a defect of Plon; nothing was written. `PLON_DEBUG=1` shows where |
| 130 | interrupted (Ctrl-C); nothing was written |
| 143 | terminated (SIGTERM); nothing was written |

The language is that of `--lang`; else English where the machine speaks English, else Polish.

## Files it writes

| file | what |
|---|---|
| `report.html` | the report, one file, works offline, prints to PDF |
| `customers.csv`, `customers.parquet` | [one row a customer](customers.md) |
| `rejected.csv` | every row left out: file, line, column, value, reason in words |
| `summary.json` | [everything for programs](summary.md) |

Codes of the reasons, as in `summary.json` under `rows.by_reason`:
{", ".join(f"`{reason}`" for reason in REASONS)}.
"""


def customers() -> str:
    rows = [f"| `{c.name}` | {c.type} | {c.meaning} |" for c in COLUMNS]
    return f"""# customers.csv, customers.parquet

One row a customer, ordered by id. Money is in minor units (grosz, cent); a horizon is in calendar
months; what is not known is empty. `_low` and `_high` bound the middle 80 % of outcomes for that
one customer.

| column | type | meaning |
|---|---|---|
{chr(10).join(rows)}
"""


def summary() -> str:
    schema = json.loads(files("plon.value").joinpath(SCHEMA).read_text(encoding="utf-8"))
    rows = "\n".join(described(schema, ""))
    return f"""# summary.json

The schema that every file is checked against:
[`summary.schema.json`](../../src/plon/value/{SCHEMA}). Money is in minor units, shares are of 1,
days are ISO dates; a figure that is not a number is null.
Only `generated_at` and the timings differ between two runs on the same input.

| field | type | meaning |
|---|---|---|
{rows}
"""


def described(schema: dict[str, Any], path: str) -> Iterator[str]:
    """Yield a row for each field below, depth first."""
    for name, part in schema.get("properties", {}).items():
        here = f"{path}.{name}" if path else name
        kind = part.get("type", "")
        kinds = ", ".join(kind) if isinstance(kind, list) else kind
        yield f"| `{here}` | {kinds} | {part.get('description', '')} |"
        yield from described(part, here)
        items = part.get("items")
        if isinstance(items, dict):
            yield from described(items, f"{here}[]")


def main(arguments: list[str]) -> int:
    wanted = {FOLDER / name: text for name, text in pages().items()}
    stale = [
        path
        for path, text in wanted.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        print("\n".join(f"{path} is stale: make docs" for path in stale) or "reference is fresh")
        return bool(stale)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(wanted[path], encoding="utf-8")
        print(f"wrote {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
