"""Files on their way through the services: what is refused, what is left alone, what is read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from plon.customers import services as customers
from plon.customers.models import Customer, Identity
from plon.imports import services as imports
from plon.imports import tasks
from plon.imports.domain import Kind
from plon.imports.models import Import
from plon.imports.services import buyers, exporting, storage
from plon.imports.services.preparing import read_batch
from plon.imports.tests.course import (
    NUMBERED,
    PEOPLE,
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
from plon.lifetime.errors import InputUnusable
from plon.orders import services as orders
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person

pytestmark = pytest.mark.django_db


class TestBegin:
    def test_takes_a_file_as_large_as_may_be(
        self, owner: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(storage, "BYTES_MAX", len(PEOPLE))

        assert import_row(owner, uploaded(owner)).size_bytes == len(PEOPLE)

    def test_refuses_a_larger_one_before_its_end_and_keeps_nothing(
        self, owner: Person, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(storage, "BYTES_MAX", len(PEOPLE) - 1)
        chunks = iter([PEOPLE, b"the rest"])

        with inside(owner.workspace_id), pytest.raises(InputUnusable, match="larger than"):
            imports.begin(owner.caller, chunks=chunks, name="list.csv", now=NOW)

        assert files(folder) == []
        assert next(chunks) == b"the rest"

    def test_leaves_out_the_lists_of_an_archive_that_have_no_row(
        self, owner: Person, folder: Path
    ) -> None:
        content = archive_of(
            products=b"SKU,Product name\r\n",
            customers=b"Customer number,City\r\n7,Lublin\r\n",
        )

        row = import_row(owner, uploaded(owner, content))

        assert (row.kind, row.state) == (Kind.CUSTOMERS, State.CHECKING)
        kept = storage.file_of(owner.workspace_id, row.folder)
        assert files(folder) == [kept]

    def test_refuses_an_archive_without_any_row_and_keeps_nothing(
        self, owner: Person, folder: Path
    ) -> None:
        with pytest.raises(InputUnusable, match="empty"):
            uploaded(owner, archive_of(products=b"SKU\r\n", customers=b"City\r\n"))

        assert files(folder) == []
        with inside(owner.workspace_id):
            assert not Import.objects.exists()

    @pytest.mark.parametrize("fault", ["locked", "damaged", "cut", "too large"])
    def test_keeps_nothing_of_an_archive_with_a_fault(
        self, owner: Person, folder: Path, fault: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content = archive_of(
            products=b"Product code\r\nP1\r\n",
            customers=b"Customer number,City\r\n" + b"7,Lublin\r\n" * 500,
        )
        if fault == "too large":
            monkeypatch.setattr(storage, "BYTES_MAX", len(content))

        with pytest.raises(InputUnusable, match=r"damaged or locked|larger than"):
            uploaded(owner, broken(content, fault))

        assert files(folder) == []
        with inside(owner.workspace_id):
            assert not Import.objects.exists()

    def test_keeps_nothing_of_what_breaks_off(self, owner: Person, folder: Path) -> None:
        def chunks() -> Iterator[bytes]:
            yield PEOPLE
            raise ConnectionError

        with inside(owner.workspace_id), pytest.raises(ConnectionError):
            imports.begin(owner.caller, chunks=chunks(), name="list.csv", now=NOW)

        assert files(folder) == []


def broken(content: bytes, fault: str) -> bytes:
    """Return an archive with a fault in its second list, or in its directory."""
    whole = bytearray(content)
    second = content.index(b"customers.csv")
    if fault == "locked":
        for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            whole[content.rindex(mark) + flags] |= 1
    elif fault == "damaged":
        whole[second + 20] ^= 0xFF
    elif fault == "cut":
        whole[content.index(b"PK\x01\x02")] ^= 0xFF
    return bytes(whole)


class TestMapColumns:
    def test_refuses_what_is_loaded_and_changes_nothing_of_it(self, owner: Person) -> None:
        import_id = brought_in(owner)

        with pytest.raises(imports.ImportBusy):
            map_it(owner, import_id, kind=Kind.PRODUCTS, mapping={"name": "city"})

        row = import_row(owner, import_id)
        assert (row.state, row.kind, row.mapping) == (State.DONE, Kind.CUSTOMERS, NUMBERED)


class TestCheck:
    def test_leaves_alone_what_does_not_wait_for_it(self, owner: Person) -> None:
        import_id = brought_in(owner)

        tasks.check(workspace_id=owner.workspace_id, subject=str(import_id), now=NOW)

        assert import_row(owner, import_id).state == State.DONE
        with inside(owner.workspace_id):
            there = {"workspace_id": owner.workspace_id, "import_id": import_id}
            assert imports.check_request(**there, now=NOW) is None

    def test_calls_a_refused_file_by_the_name_it_came_with(self, owner: Person) -> None:
        import_id = uploaded(owner)
        map_it(owner, import_id, kind=Kind.CUSTOMERS, mapping=NUMBERED)
        refusal = InputUnusable('"%(file)s" is not a file.', file="/media/imports/upload")

        with inside(owner.workspace_id):
            imports.record_refusal(import_id=import_id, refusal=refusal)

        row = import_row(owner, import_id)
        assert (row.state, row.problem["facts"]) == (State.REFUSED, {"file": "list.csv"})


BORN = date(1990, 3, 2)


class TestReadingOfDays:
    @pytest.mark.parametrize(
        "cells",
        [
            pa.array([BORN, None]),
            pa.array([datetime(1990, 3, 2, 23, 30, tzinfo=UTC), None], pa.timestamp("us")),
            pa.array([datetime(1990, 3, 1, 23, 30, tzinfo=UTC), None], pa.timestamp("us", "UTC")),
        ],
        ids=["day", "moment", "instant"],
    )
    def test_takes_the_day_of_a_typed_column_where_the_firm_is(
        self, owner: Person, cells: pa.Array
    ) -> None:
        file = BytesIO()
        pq.write_table(pa.table({"id": ["7", "8"], "born": cells}), file)

        brought_in(owner, file.getvalue(), mapping={"external_id": "id", "birthday": "born"})

        assert self.birthdays(owner) == [BORN, None]

    def test_puts_the_day_first_where_it_may_be_the_month(self, owner: Person) -> None:
        content = b"id;born\n7;02/03/1990\n8;\n"

        brought_in(owner, content, mapping={"external_id": "id", "birthday": "born"})

        assert self.birthdays(owner) == [BORN, None]

    def birthdays(self, owner: Person) -> list[date | None]:
        with inside(owner.workspace_id):
            found = Identity.objects.order_by("value")
            return list(found.values_list("customer__birthday", flat=True))


class TestLoadNextBatch:
    def test_loads_nothing_of_what_is_paused(self, owner: Person) -> None:
        import_id = checked(owner)
        with inside(owner.workspace_id):
            imports.start(owner.caller, import_id=import_id, now=NOW)
            imports.pause(owner.caller, import_id=import_id, now=NOW)

            may_go_on = imports.load_next_batch(
                workspace_id=owner.workspace_id, import_id=import_id, now=NOW
            )

        assert not may_go_on
        assert cities(owner) == []

    def test_says_aloud_that_there_is_no_such_batch(self, owner: Person) -> None:
        row = import_row(owner, checked(owner))
        parts = storage.folder_of(owner.workspace_id, row.folder)

        assert len(read_batch(parts, 0)[1]) == 2
        with pytest.raises(IndexError):
            read_batch(parts, 1)

    def test_knows_a_customer_without_any_address_by_our_own_number(self, owner: Person) -> None:
        with inside(owner.workspace_id):
            nameless = Customer.objects.create(
                workspace_id=owner.workspace_id, city="Lublin", created_at=NOW, updated_at=NOW
            )

        row = import_row(owner, brought_in(owner, f"id;city\nplon:{nameless.id};Lublin\n".encode()))

        assert row.results == {"customers_created": 0, "customers_known": 1}
        assert cities(owner) == ["Lublin"]

    def test_takes_a_number_that_only_looks_like_ours_for_the_firms(self, owner: Person) -> None:
        brought_in(owner, b"id;city\nplon:7;Lublin\n")

        with inside(owner.workspace_id):
            assert list(Identity.objects.values_list("kind", "value")) == [("external", "plon:7")]

    def test_makes_buyers_known_by_their_addresses(self, owner: Person) -> None:
        content = b"who;when;much\ndan@example.org;2024-01-02;5.00\n"
        mapping = {"customer": "who", "date": "when", "amount": "much"}

        brought_in(owner, content, kind=Kind.ORDERS, mapping=mapping)

        with inside(owner.workspace_id):
            found = list(Identity.objects.values_list("kind", "value"))
        assert found == [("email", "dan@example.org")]


class TestExport:
    @pytest.fixture
    def bakery(self, owner: Person) -> Person:
        """Return Ann with a product, a customer and an order in one currency."""
        here: dict[str, Any] = {"workspace_id": owner.workspace_id, "now": NOW}
        with inside(owner.workspace_id):
            orders.record_products(products=[orders.NewProduct(code="P1", name="Rye")], **here)
            dan = customers.identify(person=customers.Person(email="dan@example.org"), **here)
            sold = orders.NewOrder(
                external_id="A/1", customer_id=dan, status="paid", currency="PLN",
                ordered_at=NOW, total_minor=1250,
            )  # fmt: skip
            orders.record_orders(orders=[sold], **here)
        return owner

    @pytest.mark.parametrize(
        ("what", "row"),
        [
            ("products", {"Product code": "P1", "Product name": "Rye"}),
            ("customers", {"E-mail": "dan@example.org"}),
            ("orders", {"Order number": "A/1", "Currency": "PLN"}),
        ],
    )
    def test_writes_one_list_as_one_file(
        self, bakery: Person, folder: Path, what: str, row: dict[str, str]
    ) -> None:
        with inside(bakery.workspace_id):
            path = imports.export(
                bakery.caller, what=what, work=folder, zone=ZoneInfo("Europe/Warsaw"),
                language="en", now=NOW,
            )  # fmt: skip

        titles, *lines = (line.split(",") for line in path.read_text().splitlines())
        (found,) = (dict(zip(titles, line, strict=True)) for line in lines)
        assert path == folder / f"{what}.csv"
        assert found | row == found

    def test_looks_buyers_up_for_many_orders_at_a_time(
        self, bakery: Person, folder: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(exporting, "_BATCH", 2)
        monkeypatch.setattr(buyers, "_AT_ONCE", 2)
        here: dict[str, Any] = {"workspace_id": bakery.workspace_id, "now": NOW}
        people = [customers.Person(external_id=f"K{number}") for number in range(5)]
        with inside(bakery.workspace_id):
            ids = customers.identify_many(people=people, **here)
            sold = [
                orders.NewOrder(
                    external_id=f"B/{number}", customer_id=who, ordered_at=NOW, total_minor=100,
                    currency="PLN",
                )
                for number, who in enumerate(ids)
            ]  # fmt: skip
            orders.record_orders(orders=sold, **here)
            path = imports.export(
                bakery.caller, what="orders", work=folder, zone=ZoneInfo("Europe/Warsaw"),
                language="en", now=NOW,
            )  # fmt: skip

        rows = {tuple(line.split(",")[:2]) for line in path.read_text().splitlines()[1:]}
        assert {(f"B/{number}", f"K{number}") for number in range(5)} < rows
        assert len(rows) == 6


def test_a_name_in_a_list_of_products_is_no_persons(owner: Person) -> None:
    assert imports.field_label("name", kind="products") == imports.field_label("product_name")
    assert imports.field_label("name", kind="customers") != imports.field_label("product_name")
