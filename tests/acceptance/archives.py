"""What the tests of the archive share: a firm with something of all, the archive as it is read."""

import csv
import re
import zipfile
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

from plon.agenda import services as agenda
from plon.customers import services as customers
from plon.imports.models import Import
from plon.runtime.tenancy import inside
from plon.value.services.basis import save_segment
from tests.acceptance.importing import content_of
from tests.cast import NOW, Person

DAY = timedelta(days=1)
TRICKY = '=1+1; "cudzysłów"\r\ni druga, linia'


def fill(owner: Person) -> None:
    here: dict[str, Any] = {"workspace_id": owner.workspace_id}
    people = [
        customers.Person(external_id="7", email="ala@example.org", first_name="Ala"),
        customers.Person(phone="+48600100201"),
        customers.Person(first_name="Bez", last_name="Adresu"),
    ]
    ids = customers.identify_many(people=people, now=NOW - 9 * DAY, **here)
    ala = {"customer_id": ids[0]}
    wording = customers.add_wording(
        owner.caller, channel="email", purpose="marketing", text_pl="Tak?", text_en="Yes?", now=NOW
    )
    for days, is_given in ((5, True), (3, False), (1, True)):
        said = customers.Said(
            channel="email", purpose="marketing", is_given=is_given, form="counter",
            wording_id=wording, language="pl", proof=f"-kartka {days}", ip="192.0.2.1",
            decided_at=NOW - days * DAY,
        )  # fmt: skip
        customers.record_consent(said=said, now=NOW - days * DAY, **here, **ala)
    customers.add_note(owner.caller, text=TRICKY, now=NOW - DAY, **ala)
    customers.add_note(owner.caller, customer_id=ids[2], text="@kto", now=NOW - DAY)
    customers.add_life_event(kind="child", event_date=date(2024, 5, 6), note="córka", **here, **ala)
    address = customers.Address(kind="telegram", text="ala_t")
    customers.add_address(owner.caller, address=address, now=NOW, **ala)
    call = agenda.NewTask(
        title="Zadzwoń", customer_id=ids[0], key=f"slipping:{ids[0]}:1", value_minor=-5, due_at=NOW
    )
    task_id = agenda.add_task(task=call, now=NOW - 2 * DAY, **here)
    agenda.record_outcome(
        task_id=task_id,
        outcome=agenda.Outcome.SOLD,
        actor=owner.caller.actor,
        note="+1",
        now=NOW - DAY,
        **here,
    )
    agenda.add_task(task=agenda.NewTask(title="Okna", due_at=NOW), now=NOW, **here)
    customers.save_view(name="Lublin", query="city=Lublin", now=NOW, **here)
    rule = {"join": "all", "parts": [{"field": "city", "op": "is", "value": "Lublin"}]}
    save_segment(owner.caller, name="Tutejsi", rule=rule, now=NOW)


def exported(person: Person) -> dict[str, bytes]:
    """Return what each list of the archive holds, but for the log, which notes the export."""
    answer = person.browser().post("/import/export/workspace/")
    assert answer.status_code == 200
    with zipfile.ZipFile(BytesIO(content_of(answer))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(lists: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in lists.items():
            archive.writestr(name, content)
    return file.getvalue()


def rows_in(content: bytes) -> list[list[str]]:
    """Return a list's rows, our own ids left out, which differ everywhere, and so does the order."""
    text = re.sub("plon:[0-9a-f-]{36}", "plon", content.decode("utf-8-sig"))
    return sorted(csv.reader(StringIO(text, newline=""), delimiter=max(";,", key=text.count)))


def told(person: Person) -> list[tuple[str, str, Any]]:
    with inside(person.workspace_id):
        rows = Import.objects.order_by("id")
        return [(row.file_name, row.state, row.results) for row in rows]


def changed(content: bytes, column: str, *cells: str) -> bytes:
    """Return a list with its first rows' cells of a column changed."""
    text = content.decode("utf-8-sig")
    separator = max(";,", key=text.splitlines()[0].count)
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    for row, cell in zip(rows[1:], cells, strict=False):
        row[rows[0].index(column)] = cell
    out = StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()
