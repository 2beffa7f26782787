"""A saved summary on disk: a folder that is whole at every moment.

state.json names the files that belong together and is replaced in one step at the end; files that
no state names any more are removed afterwards.
"""

import json
import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.history.entries import Entries
from plon.lifetime.history.state import Rules, State, new_state

VERSION = 1
_HEAD = "state.json"
_OTHER_RULES = sentence(
    "The saved summary was computed with %(rule)s %(saved)s, not %(asked)s: "
    "use that, or start a new one in another folder."
)
_OTHER_VERSION = sentence(
    "The saved summary is of version %(saved)s, this program reads version %(asked)s: "
    "start a new one in another folder."
)
_BROKEN = sentence('The folder "%(folder)s" holds no saved summary that can be read.')


def save(state: State, folder: Path) -> State:
    """Write the state into a folder and return it as it would be loaded.

    Safe to repeat. When it fails, what the folder held before is still whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = tuple(_written(part, folder) for part in state.entries)
    number = 1 + max(
        (int(f.stem.rpartition("-")[2]) for f in folder.glob("summary-*.parquet")), default=0
    )
    table = f"summary-{number:06d}.parquet"
    _write(state.table, folder / table)
    head = {
        "version": VERSION,
        "rules": asdict(state.rules),
        "last_day": state.last_day,
        "table": table,
        "batches": dict(state.batches),
        "entries": [part.name for part in entries],
    }
    draft = folder / f".{_HEAD}"
    with draft.open("w", encoding="utf-8") as file:
        json.dump(head, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / _HEAD)
    for old in folder.glob("summary-*.parquet"):
        if old.name != table:
            old.unlink()
    return replace(state, entries=entries)


def load(folder: Path, rules: Rules | None = None) -> State:
    """Return the folder's state, or an empty one where there is none yet.

    Raises InputUnusable, with the reason, for other rules, another version or a broken folder.
    """
    rules = rules or Rules()
    if not (folder / _HEAD).exists():
        return new_state(rules)
    try:
        head = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputUnusable(_BROKEN, folder=str(folder)) from error
    _check(head, rules)
    return State(
        rules=rules,
        table=pq.read_table(folder / head["table"]).combine_chunks(),
        batches=head["batches"],
        entries=tuple(Entries(name=name, file=_file(folder, name)) for name in head["entries"]),
        last_day=head["last_day"],
    )


def _check(head: dict[str, Any], rules: Rules) -> None:
    if head.get("version") != VERSION:
        raise InputUnusable(_OTHER_VERSION, saved=str(head.get("version")), asked=str(VERSION))
    for rule, asked in asdict(rules).items():
        saved = head["rules"].get(rule)
        if saved != asked:
            raise InputUnusable(_OTHER_RULES, rule=rule, saved=str(saved), asked=str(asked))


def _file(folder: Path, name: str) -> Path:
    return folder / f"entries-{name}.parquet"


def _written(entries: Entries, folder: Path) -> Entries:
    file = _file(folder, entries.name)
    if entries.file == file:
        return entries
    _write(entries.of_all(), file)
    return Entries(name=entries.name, file=file)


def _write(table: Any, file: Path) -> None:
    draft = file.with_name(f".{file.name}")
    pq.write_table(table, draft, row_group_size=131_072)
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(file)
