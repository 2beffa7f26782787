"""Files on their way through the services, as far as a test wants them."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

from plon.customers.models import Customer
from plon.imports import services as imports
from plon.imports import tasks
from plon.imports.domain import Kind
from plon.imports.models import Import
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person

PEOPLE = b"id;city\n7;Lublin\n8;Gdynia\n"
NUMBERED = {"external_id": "id", "city": "city"}
State = Import.State


def uploaded(owner: Person, content: bytes = PEOPLE) -> UUID:
    with inside(owner.workspace_id):
        return imports.begin(owner.caller, chunks=[content], name="list.csv", now=NOW)


def map_it(owner: Person, import_id: UUID, *, kind: Kind, mapping: dict[str, str]) -> None:
    with inside(owner.workspace_id):
        imports.map_columns(
            owner.caller, import_id=import_id, kind=kind, mapping=mapping, options={}, now=NOW
        )


def checked(
    owner: Person,
    content: bytes = PEOPLE,
    *,
    kind: Kind = Kind.CUSTOMERS,
    mapping: dict[str, str] = NUMBERED,
) -> UUID:
    """Upload, map and check a list; return the import's id."""
    import_id = uploaded(owner, content)
    map_it(owner, import_id, kind=kind, mapping=mapping)
    tasks.check(workspace_id=owner.workspace_id, subject=str(import_id), now=NOW)
    return import_id


def brought_in(owner: Person, *args: Any, **said: Any) -> UUID:
    """Upload, map, check and load a list; return the import's id."""
    import_id = checked(owner, *args, **said)
    with inside(owner.workspace_id):
        imports.start(owner.caller, import_id=import_id, now=NOW)
    tasks.run(workspace_id=owner.workspace_id, subject=str(import_id), now=NOW)
    return import_id


def import_row(owner: Person, import_id: UUID) -> Import:
    with inside(owner.workspace_id):
        return Import.objects.get(id=import_id)


def cities(owner: Person) -> list[str]:
    with inside(owner.workspace_id):
        return sorted(Customer.objects.values_list("city", flat=True))


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def archive_of(**lists: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in lists.items():
            archive.writestr(f"{name}.csv", content)
    return file.getvalue()
