"""A saved summary on disk: a folder that is whole at every moment.

state.json names the files that belong together and is replaced in one step at the end; files that
no state names any more are removed afterwards.
"""

import json
import os
import re
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from plon.lifetime.errors import InputUnusable, sentence
from plon.lifetime.history.entries import Entries
from plon.lifetime.history.state import Rules, State, new_state

VERSION = 1
_HEAD = "state.json"
_TABLE = re.compile(r"summary-([0-9]{6,})\.parquet")
_KINDS = {  # what state.json must hold
    "rules": dict,
    "last_day": int | None,
    "table": str,
    "batches": dict,
    "entries": list,
}
_OTHER_RULES = sentence(
    "The saved summary was computed with %(rule)s %(saved)s, not %(asked)s: "
    "use that, or start a new one in another folder."
)
_OTHER_VERSION = sentence(
    "The saved summary is of version %(saved)s, this program reads version %(asked)s: "
    "start a new one in another folder."
)
_MISSING = sentence(
    'The file "%(file)s" of the saved summary is missing from the folder "%(folder)s": '
    "put it back, or start a new one in another folder."
)
_BROKEN = sentence('The folder "%(folder)s" holds no saved summary that can be read.')


def save(state: State, folder: Path) -> State:
    """Write the state into a folder and return it as it would be loaded.

    Safe to repeat. When it fails, what the folder held before is still whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    entries = tuple(_written(part, folder) for part in state.entries)
    before = _tables(folder)
    table = f"summary-{1 + max(before, default=0):06d}.parquet"
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
    for old in before.values():
        old.unlink()
    return replace(state, entries=entries)


def load(folder: Path, rules: Rules | None = None) -> State:
    """Return the folder's state, or an empty one where there is none yet.

    Raises InputUnusable, with the reason, for other rules, another version or a broken folder.
    """
    rules = rules or Rules()
    if not (folder / _HEAD).exists():
        return new_state(rules)
    head = _head(folder)
    _check(head, rules)
    for name in (head["table"], *(_file(folder, entry).name for entry in head["entries"])):
        if not (folder / name).is_file():
            raise InputUnusable(_MISSING, folder=str(folder), file=name)
    try:
        table = pq.read_table(folder / head["table"]).combine_chunks()
    except pa.ArrowInvalid as error:
        raise InputUnusable(_BROKEN, folder=str(folder)) from error
    return State(
        rules=rules,
        table=table,
        batches=head["batches"],
        entries=tuple(Entries(name=name, file=_file(folder, name)) for name in head["entries"]),
        last_day=head["last_day"],
    )


def _head(folder: Path) -> dict[str, Any]:
    """Return what state.json says; of another version only that. Raises InputUnusable."""
    try:
        head = json.loads((folder / _HEAD).read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputUnusable(_BROKEN, folder=str(folder)) from error
    is_head = isinstance(head, dict) and "version" in head
    if not is_head or (head["version"] == VERSION and not _is_whole(head)):
        raise InputUnusable(_BROKEN, folder=str(folder))
    return dict(head)


def _is_whole(head: dict[str, Any]) -> bool:
    return all(name in head and isinstance(head[name], kind) for name, kind in _KINDS.items())


def _tables(folder: Path) -> dict[int, Path]:
    """Return the folder's summary files by their numbers; other files there are not ours."""
    found = ((_TABLE.fullmatch(file.name), file) for file in folder.glob("summary-*.parquet"))
    return {int(match[1]): file for match, file in found if match}


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
