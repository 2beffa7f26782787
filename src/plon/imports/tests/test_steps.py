"""An import's course: what a step ends with it, what is taken back, when files are forgotten."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from plon.accounts.models import AuditEntry
from plon.customers.models import Customer
from plon.customers.services import undoing as people_undoing
from plon.imports import queries, tasks
from plon.imports import services as imports
from plon.imports.domain import Kind
from plon.imports.models import Import
from plon.imports.tests.course import (
    NUMBERED,
    State,
    archive_of,
    brought_in,
    checked,
    cities,
    files,
    import_row,
    map_it,
    uploaded,
)
from plon.orders.models import Order
from plon.orders.services import NewRefund, record_refunds
from plon.orders.services import undoing as sales_undoing
from plon.runtime.models import Duty
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person

pytestmark = pytest.mark.django_db

MONTH = queries.UNDOABLE
SALES = b"who;when;much\ndan@example.org;2024-01-02;5.00\n"
MAPPED = {"customer": "who", "date": "when", "amount": "much"}


def archive(owner: Person) -> list[Import]:
    """Upload an archive of three lists; return its imports, each waiting for the one before."""
    content = archive_of(
        products=b"Product code,Product name\r\nP1,Rye\r\n",
        customers=b"Customer number,City\r\n7,Lublin\r\n",
        **{"orders-PLN": b"Customer number,Sale date,Gross amount\r\n7,2024-01-02,5.00\r\n"},
    )
    uploaded(owner, content)
    with inside(owner.workspace_id):
        return list(Import.objects.order_by("id"))


def cancel(owner: Person, import_id: UUID) -> None:
    with inside(owner.workspace_id):
        imports.cancel(owner.caller, import_id=import_id, now=NOW)


def states(owner: Person) -> list[str]:
    with inside(owner.workspace_id):
        return list(Import.objects.order_by("id").values_list("state", flat=True))


def forget(owner: Person, import_id: UUID, *, now: datetime) -> datetime | None:
    return tasks.forget(workspace_id=owner.workspace_id, subject=str(import_id), now=now)


class TestCancel:
    def test_ends_those_that_wait_behind_it(self, owner: Person) -> None:
        other = archive(owner)[1].id
        first, *_rest = archive(owner)[3:]

        cancel(owner, first.id)

        assert states(owner) == ["checking", "waiting", "waiting"] + ["cancelled"] * 3
        assert import_row(owner, other).finished_at is None
        with inside(owner.workspace_id):
            assert set(Import.objects.values_list("finished_at", flat=True)) == {None, NOW}
            assert AuditEntry.objects.filter(action="import.cancelled").count() == 3

    def test_leaves_those_before_it(self, owner: Person) -> None:
        _first, second, _third = archive(owner)

        cancel(owner, second.id)

        assert states(owner) == ["checking", "cancelled", "cancelled"]

    def test_ends_what_is_being_checked(self, owner: Person) -> None:
        first = archive(owner)[0].id
        with inside(owner.workspace_id):
            found = imports.check_request(workspace_id=owner.workspace_id, import_id=first, now=NOW)
        assert found is not None
        prepared = imports.prepare(found)

        cancel(owner, first)
        with inside(owner.workspace_id):
            imports.record_check(
                workspace_id=owner.workspace_id, import_id=first, prepared=prepared, now=NOW
            )

        assert states(owner) == ["cancelled"] * 3
        assert import_row(owner, first).counts == {}

    def test_refuses_what_is_loaded(self, owner: Person) -> None:
        import_id = brought_in(owner)

        with pytest.raises(imports.StepRefused):
            cancel(owner, import_id)


class TestUndo:
    def ask(self, owner: Person, import_id: UUID) -> None:
        with inside(owner.workspace_id):
            imports.undo(owner.caller, import_id=import_id, now=NOW)

    def undo(self, owner: Person, import_id: UUID, *, now: datetime = NOW) -> datetime | None:
        return tasks.undo(workspace_id=owner.workspace_id, subject=str(import_id), now=now)

    def test_takes_nothing_back_unless_it_was_asked_for(self, owner: Person) -> None:
        import_id = brought_in(owner)

        self.undo(owner, import_id)

        assert cities(owner) == ["Gdynia", "Lublin"]
        assert import_row(owner, import_id).state == State.DONE

    def test_takes_back_once_what_was_asked_for(self, owner: Person) -> None:
        import_id = brought_in(owner)
        self.ask(owner, import_id)

        for later in (NOW, NOW + timedelta(minutes=1)):
            self.undo(owner, import_id, now=later)

        row = import_row(owner, import_id)
        assert (row.undone_at, row.results["removed"], cities(owner)) == (NOW, 2, [])

    def test_goes_part_by_part_and_hands_the_duty_back(
        self, owner: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import_id = brought_in(owner, SALES, kind=Kind.ORDERS, mapping=MAPPED)
        self.ask(owner, import_id)
        monkeypatch.setattr(tasks, "BATCHES_AT_ONCE", 1)

        first = self.undo(owner, import_id)
        between = import_row(owner, import_id)
        second = self.undo(owner, import_id)

        assert (first, second) == (NOW, None)
        assert (between.state, between.results["removed"]) == (State.UNDOING, 1)
        assert len(cities(owner)) == 0
        row = import_row(owner, import_id)
        assert (row.state, row.results["removed"], row.results["stayed"]) == (State.UNDONE, 2, 0)

    def test_whoever_dies_the_next_goes_on_and_all_is_taken_back(
        self, owner: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lines = "".join(f"{n};{n};2024-01-0{n};{n}0.00;\n" for n in range(1, 6))
        back = "2;2;2024-02-01;-1.00;a\n3;3;2024-02-01;-1.00;b\n"
        content = f"nr;who;when;much;back\n{lines}{back}".encode()
        mapping = {"order": "nr", "customer": "who", "date": "when", "amount": "much"}
        import_id = brought_in(
            owner, content, kind=Kind.ORDERS, mapping=mapping | {"refund_id": "back"}
        )
        with inside(owner.workspace_id):
            newer = NewRefund(
                external_id="c", order_external_id="1", amount_minor=100, refunded_at=NOW
            )
            record_refunds(workspace_id=owner.workspace_id, refunds=[newer], now=NOW)
        self.ask(owner, import_id)
        for module in (sales_undoing, people_undoing):
            monkeypatch.setattr(module, "AT_ONCE", 1)
        monkeypatch.setattr(tasks, "BATCHES_AT_ONCE", 1)
        whole = Import.save

        def dying(row: Import, **said: Any) -> None:
            whole(row, **said)
            raise SystemExit  # before the part is committed

        parts = 0
        while import_row(owner, import_id).state == State.UNDOING:
            with monkeypatch.context() as killed:
                killed.setattr(Import, "save", dying)
                with pytest.raises(SystemExit):
                    self.undo(owner, import_id)
            self.undo(owner, import_id)
            parts += 1

        row = import_row(owner, import_id)
        assert parts > 8
        assert row.results["removed"] == 2 + 4 + 4
        assert row.results["stayed"] == 1 + 1
        assert "undoing" not in row.results
        with inside(owner.workspace_id):
            assert Order.objects.get().external_id == "1"
            assert Customer.objects.count() == 1


class TestForget:
    def test_is_asked_for_with_the_upload(self, owner: Person) -> None:
        import_id = uploaded(owner)

        (duty,) = Duty.objects.filter(job="imports.forget")
        assert (duty.subject, duty.due_at) == (str(import_id), NOW + MONTH)

    @pytest.mark.parametrize("state", ["uploaded", "refused", "checked", "paused"])
    def test_gives_up_what_nobody_loaded(self, owner: Person, folder: Path, state: str) -> None:
        import_id = checked(owner)
        with inside(owner.workspace_id):
            Import.objects.filter(id=import_id).update(state=state)

        again_at = forget(owner, import_id, now=NOW + MONTH)

        row = import_row(owner, import_id)
        assert (row.state, row.finished_at) == (State.CANCELLED, NOW + MONTH)
        assert (again_at, row.forgotten_at, files(folder)) == (None, NOW + MONTH, [])

    def test_ends_those_that_wait_behind_it(self, owner: Person) -> None:
        first = archive(owner)[0].id
        with inside(owner.workspace_id):
            Import.objects.filter(id=first).update(state=State.REFUSED)

        forget(owner, first, now=NOW + MONTH)

        assert states(owner) == ["cancelled"] * 3

    @pytest.mark.parametrize("state", queries.MOVING)
    def test_waits_for_what_is_on_its_way(self, owner: Person, folder: Path, state: str) -> None:
        import_id = checked(owner)
        with inside(owner.workspace_id):
            Import.objects.filter(id=import_id).update(state=state)

        later = NOW + MONTH

        assert forget(owner, import_id, now=later) == later + timedelta(days=1)
        assert len(files(folder)) > 1

    def test_waits_as_long_as_it_can_be_undone(self, owner: Person, folder: Path) -> None:
        import_id = uploaded(owner)
        map_it(owner, import_id, kind=Kind.CUSTOMERS, mapping=NUMBERED)
        loaded_at = NOW + timedelta(days=20)
        tasks.check(workspace_id=owner.workspace_id, subject=str(import_id), now=loaded_at)
        with inside(owner.workspace_id):
            imports.start(owner.caller, import_id=import_id, now=loaded_at)
        tasks.run(workspace_id=owner.workspace_id, subject=str(import_id), now=loaded_at)

        assert forget(owner, import_id, now=NOW + MONTH) == loaded_at + MONTH
        assert len(files(folder)) == 1
        assert forget(owner, import_id, now=loaded_at + MONTH) is None
        assert (files(folder), import_row(owner, import_id).state) == ([], State.DONE)


def test_a_file_of_an_archive_that_is_refused_waits_for_somebody(owner: Person) -> None:
    first = archive(owner)[0].id
    with inside(owner.workspace_id):
        assert queries.waiting_imports() == []
        Import.objects.filter(id=first).update(state=State.REFUSED)

        assert [each.id for each in queries.waiting_imports()] == [first]
