"""Write the reference pages from the code: python tools/reference.py [--check]

docs/reference/cli.md from the commands' own options, settings.md and .env.example from the list of
settings, summary.md from its JSON Schema, customers.md from the columns of the table, api.md from
the description of the REST API. With --check nothing is written; a page that differs is named.
"""

import json
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from typer.main import get_command

from plon.config.known import SETTINGS, Setting
from plon.config.program import COMMANDS
from plon.lifetime.answer.columns import COLUMNS, ahead
from plon.lifetime.sales import REASONS
from plon.lifetime.units import Horizon

sys.path.insert(0, str(Path(__file__).parents[1]))
from tools import reference_api

FOLDER = Path("docs/reference")
SCHEMA = "presets/summary.schema.json"


def pages() -> dict[str, str]:
    """Return the text of every reference page by its name."""
    return {
        "cli.md": cli(),
        "summary.md": summary(),
        "customers.md": customers(),
        "settings.md": settings(),
        "api.md": reference_api.page(),
    }


def cli() -> str:
    commands = "\n".join(_command(name, module) for name, module in COMMANDS.items())
    return f"""# Command line

`plon --version` says the version, `plon --help` lists the commands, `plon COMMAND --help` its options.

{commands}
## Exit codes

| exit code | meaning |
|---|---|
| 0 | done; of `up`, `web` and `worker`: stopped as asked |
| 1 | `doctor`: something is to be mended; `ledger verify`: books that are not sound; of all others a defect of Plon: `PLON_DEBUG=1` shows where |
| 2 | the command, a setting or the input is unusable: one sentence says what to do, nothing was written |
| 3 | the database cannot be used: it does not answer, lets nobody in, is damaged or full; one sentence says which. Starting again later may help |
| 130 | interrupted (Ctrl-C); nothing half done |
| 143 | terminated (SIGTERM); nothing half done |

The language is that of `--lang` where a command has it; else English where the machine speaks English, else Polish. All but `value`
read [settings](settings.md) from the environment.

## Files that `plon value` writes

| file | what |
|---|---|
| `report.html` | the report, one file, works offline, prints to PDF |
| `customers.csv`, `customers.parquet` | [one row a customer](customers.md) |
| `rejected.csv` | every row left out: file, line, column, value, reason in words |
| `summary.json` | [everything for programs](summary.md) |

Codes of the reasons, as in `summary.json` under `rows.by_reason`:
{", ".join(f"`{reason}`" for reason in REASONS)}.
"""  # noqa: E501


def _command(name: str, module: str) -> str:
    command: Any = get_command(import_module(module).app)
    rows = [
        f"| `{' '.join(option.opts)}` | {(option.metavar or '').replace('|', ' or ')} "
        f"| {option.help} |"
        for option in command.params
        if getattr(option, "help", None) and option.opts[0] != "--help"
    ]
    table = ["| option | value | meaning |", "|---|---|---|", *rows, ""] if rows else []
    return "\n".join([f"## plon {name}", "", command.help, "", *table])


def settings() -> str:
    rows = [
        f"| `{each.name}` | {f'`{each.default}`' if each.default else ''} | {each.meaning} |"
        for each in SETTINGS
    ]
    return f"""# Settings

All are read from the environment; [`.env.example`](../../.env.example) is a file to begin with. `plon up` wants none of them.

| name | default | meaning |
|---|---|---|
{chr(10).join(rows)}

A secret may stand in a file instead: `PLON_SECRET_KEY_FILE=/run/secrets/key` is read in place of `PLON_SECRET_KEY`, and so with every
name above. `yes`, `true`, `on` and `1` are one, `no`, `false`, `off` and `0` the other.
"""  # noqa: E501


def env_example() -> str:
    entries = "\n".join(_entry(each) for each in SETTINGS if each.example)
    return f"""# Settings of a Plon on PostgreSQL; docs/reference/settings.md explains each. Copy to .env and change.
# Secrets are better kept in files: NAME_FILE=/path/to/the/file.

{entries}
"""  # noqa: E501


def _entry(setting: Setting) -> str:
    if setting.is_secret:
        return f"# {setting.name}={setting.example}"
    return f"{setting.name}={setting.example}"


def customers() -> str:
    rows = [f"| `{c.name}` | {c.type} | {c.meaning} |" for c in COLUMNS]
    return f"""# customers.csv, customers.parquet

One row a customer, ordered by id. Money is in minor units (grosz, cent); what is not known is
empty. `_low` and `_high` bound the middle 80 % of outcomes for that one customer.

Horizons of 3, 6 and 12 calendar months are always there. Another one asked for has its own six
columns of the same types beside them, nearest first:

| `--horizon` | columns |
|---|---|
{_examples("24 months", "6 weeks", "90 days")}

| column | type | meaning |
|---|---|---|
{chr(10).join(rows)}
"""


def _examples(*periods: str) -> str:
    names = {period: [c.name for c in ahead(Horizon.parse(period))] for period in periods}
    return "\n".join(
        f'| `"{period}"` | {", ".join(f"`{name}`" for name in found)} |'
        for period, found in names.items()
    )


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
    wanted[Path(".env.example")] = env_example()
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
