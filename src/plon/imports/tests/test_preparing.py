"""What a check makes of a file: which rows it loads, and which it sets aside."""

import errno
from datetime import date
from importlib import import_module
from uuid import UUID

import duckdb
import pytest

from plon.imports import services as imports
from plon.imports import tasks
from plon.imports.domain import Kind
from plon.imports.tests.course import (
    NUMBERED,
    brought_in,
    checked,
    cities,
    import_row,
    map_it,
    uploaded,
)
from plon.orders.models import Order, OrderLine, Product, Refund
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person

pytestmark = pytest.mark.django_db


def load(owner: Person, import_id: UUID) -> None:
    with inside(owner.workspace_id):
        imports.start(owner.caller, import_id=import_id, now=NOW)
    tasks.run(workspace_id=owner.workspace_id, subject=str(import_id), now=NOW)


def test_a_file_taken_for_another_list_loads_nothing_of_the_first(owner: Person) -> None:
    content = (
        b"who;when;much;what;city\n7;2024-01-02;5.00;Rye;Lublin\n8;2024-01-03;6.00;Bun;Gdynia\n"
    )
    sales = {"customer": "who", "date": "when", "amount": "much", "product": "what"}
    import_id = checked(owner, content, kind=Kind.ORDERS, mapping=sales)

    people = {"external_id": "who", "city": "city"}
    map_it(owner, import_id, kind=Kind.CUSTOMERS, mapping=people)
    tasks.check(workspace_id=owner.workspace_id, subject=str(import_id), now=NOW)
    load(owner, import_id)

    assert cities(owner) == ["Gdynia", "Lublin"]
    assert import_row(owner, import_id).results["customers_created"] == 2
    with inside(owner.workspace_id):
        assert not Product.objects.exists()


def test_a_check_clears_what_a_killed_one_left(owner: Person) -> None:
    import_id = checked(owner)
    folder = imports.folder_of(owner.workspace_id, import_row(owner, import_id).folder)
    (folder / "work-x").mkdir()
    (folder / "work-x" / "lines.duckdb").touch()

    map_it(owner, import_id, kind=Kind.CUSTOMERS, mapping=NUMBERED)
    tasks.check(workspace_id=owner.workspace_id, subject=str(import_id), now=NOW)

    kept = {path.name for path in folder.iterdir()}
    assert kept == {"upload", "customers.parquet", "rejected.parquet"}


def test_a_check_that_fails_leaves_no_half_part(
    owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = uploaded(owner)
    map_it(owner, import_id, kind=Kind.CUSTOMERS, mapping=NUMBERED)

    def fails(*_args: object, **_said: object) -> None:
        raise OSError("broken")

    module = import_module("plon.imports.services.preparing.prepare")
    monkeypatch.setattr(module, "write_rejected", fails)
    with pytest.raises(OSError, match="broken"):
        tasks.check(workspace_id=owner.workspace_id, subject=str(import_id), now=NOW)

    folder = imports.folder_of(owner.workspace_id, import_row(owner, import_id).folder)
    assert [path.name for path in folder.iterdir()] == ["upload"]


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        duckdb.IOException("Could not write: No space left on device"),
    ],
)
def test_a_check_on_a_full_disk_says_so_and_can_be_done_again(
    owner: Person, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = uploaded(owner)
    map_it(owner, import_id, kind=Kind.CUSTOMERS, mapping=NUMBERED)

    def fails(*_args: object, **_said: object) -> None:
        raise error

    module = import_module("plon.imports.services.preparing.prepare")
    with monkeypatch.context() as broken:
        broken.setattr(module, "write_rejected", fails)
        tasks.check(workspace_id=owner.workspace_id, subject=str(import_id), now=NOW)

    row = import_row(owner, import_id)
    assert row.state == "refused"
    assert "no room left" in row.problem["sentence"]
    map_it(owner, import_id, kind=Kind.CUSTOMERS, mapping=NUMBERED)
    tasks.check(workspace_id=owner.workspace_id, subject=str(import_id), now=NOW)
    load(owner, import_id)
    assert cities(owner) == ["Gdynia", "Lublin"]


class TestCellsThatNoTableHolds:
    """One odd cell never stops a file: its row is set aside, or it is shortened."""

    @pytest.mark.parametrize(
        ("field", "cell", "reason"),
        [
            ("term_months", "-1", "number_unreadable"),
            ("term_months", "100000", "number_unreadable"),
            ("renewal_months", "32768", "number_unreadable"),
            ("margin_percent", "99000000%", "number_unreadable"),
            ("commission_percent", "-21474837", "number_unreadable"),
            ("launch_date", "0000-01-01", "date_unreadable"),
        ],
    )
    def test_its_product_is_set_aside(
        self, owner: Person, field: str, cell: str, reason: str
    ) -> None:
        usual = "2024-01-02" if field == "launch_date" else "12"
        content = f"code;told\nA;{cell}\nB;{usual}\n".encode()

        made = brought_in(
            owner, content, kind=Kind.PRODUCTS, mapping={"code": "code", field: "told"}
        )

        row = import_row(owner, made)
        assert (row.state, row.counts["by_reason"]) == ("done", {reason: 1})
        with inside(owner.workspace_id):
            assert list(Product.objects.values_list("code", flat=True)) == ["B"]

    def test_the_widest_that_a_table_holds_are_taken(self, owner: Person) -> None:
        content = b"code;months;percent\nA;32767;20000000\nB;0;-20000000\n"
        mapping = {"code": "code", "term_months": "months", "margin_percent": "percent"}

        brought_in(owner, content, kind=Kind.PRODUCTS, mapping=mapping)

        with inside(owner.workspace_id):
            found = list(Product.objects.order_by("code").values_list("term_months", "margin_bp"))
        assert found == [(32767, 2 * 10**9), (0, -2 * 10**9)]

    def test_long_numbers_are_shortened_and_stay_apart(self, owner: Person) -> None:
        long = "X" * 300
        content = (
            f"nr;who;when;much;back\n{long}1;7;2024-01-02;50.00;\n{long}2;7;2024-01-02;60.00;\n"
            f"{long}1;7;2024-01-03;-5.00;{long}\n{long}2;7;2024-01-03;-6.00;{long}b\n"
        ).encode()
        mapping = {"order": "nr", "customer": "who", "date": "when", "amount": "much"}

        made = brought_in(owner, content, kind=Kind.ORDERS, mapping=mapping | {"refund_id": "back"})

        row = import_row(owner, made)
        assert (row.state, row.results["refunds_refused"]) == ("done", 0)
        with inside(owner.workspace_id):
            back = Refund.objects.order_by("amount_minor")
            found = list(back.values_list("amount_minor", "order__total_minor"))
            ids = set(back.values_list("external_id", flat=True))
        assert found == [(500, 5000), (600, 6000)]
        assert len(ids) == 2
        assert {len(each) for each in ids} <= set(range(121))

    def test_a_return_finds_a_long_number_of_an_earlier_file(self, owner: Person) -> None:
        long = "X" * 300
        mapping = {"order": "nr", "customer": "who", "date": "when", "amount": "much"}
        for content in (
            f"nr;who;when;much\n{long};7;2024-01-02;50.00\nB;7;2024-01-02;1.00\n",
            f"nr;who;when;much\n{long};7;2024-01-03;-5.00\nC;8;2024-01-03;1.00\n",
        ):
            brought_in(owner, content.encode(), kind=Kind.ORDERS, mapping=mapping)

        with inside(owner.workspace_id):
            assert Refund.objects.get().order.total_minor == 5000

    @pytest.mark.parametrize("heading", ["code", "name"])
    def test_a_long_code_is_the_same_in_the_catalogue_and_in_a_sale(
        self, owner: Person, heading: str
    ) -> None:
        long = "P" * 300
        brought_in(
            owner, f"it;note\n{long};kept\n".encode(), kind=Kind.PRODUCTS,
            mapping={heading: "it", "note": "note"},
        )  # fmt: skip
        sold = f"who;when;much;what\n7;2024-01-02;5.00;{long}\n7;2024-01-03;5.00;\n"
        mapping = {"customer": "who", "date": "when", "amount": "much", "product": "what"}

        brought_in(owner, sold.encode(), kind=Kind.ORDERS, mapping=mapping)

        with inside(owner.workspace_id):
            line = OrderLine.objects.get(product__isnull=False)
            product = Product.objects.get()
        assert (line.product, product.note, product.name) == (product, "kept", long[:200])

    def test_a_total_below_zero_leaves_the_sum_of_the_lines(self, owner: Person) -> None:
        content = b"nr;who;when;much;whole\nA;7;2024-01-02;5.00;-3.00\nB;7;2024-01-02;5.00;6.00\n"
        mapping = {"order": "nr", "customer": "who", "date": "when", "amount": "much"}

        brought_in(owner, content, kind=Kind.ORDERS, mapping=mapping | {"order_total": "whole"})

        with inside(owner.workspace_id):
            found = Order.objects.order_by("external_id").values_list("total_minor", flat=True)
            assert list(found) == [500, 600]

    def test_a_day_of_renewal_that_no_calendar_has_is_left_out(self, owner: Person) -> None:
        content = (
            b"nr;who;when;much;again\nA;7;2024-01-02;5.00;0000-01-01\n"
            b"B;7;2024-01-02;5.00;2025-01-02\n"
        )
        mapping = {"order": "nr", "customer": "who", "date": "when", "amount": "much"}

        brought_in(owner, content, kind=Kind.ORDERS, mapping=mapping | {"renewal_date": "again"})

        with inside(owner.workspace_id):
            found = Order.objects.order_by("external_id").values_list("renewal_date", flat=True)
            assert list(found) == [None, date(2025, 1, 2)]


@pytest.mark.parametrize(("between", "reasons"), [(199, {}), (200, {"return_unmatched": 1})])
def test_a_return_without_a_number_is_looked_for_among_the_last_200_sales(
    owner: Person, between: int, reasons: dict[str, int]
) -> None:
    small = "".join(f"7;2024-01-03 10:{n // 60:02}:{n % 60:02};1.00\n" for n in range(between))
    content = f"who;when;much\n7;2024-01-02 09:00:00;60.00\n{small}7;2024-01-04 08:00:00;-50.00\n"
    mapping = {"customer": "who", "date": "when", "amount": "much"}

    made = brought_in(owner, content.encode(), kind=Kind.ORDERS, mapping=mapping)

    assert import_row(owner, made).counts["by_reason"] == reasons
    with inside(owner.workspace_id):
        found = list(Refund.objects.values_list("amount_minor", "order__total_minor"))
    assert found == ([] if reasons else [(5000, 6000)])
