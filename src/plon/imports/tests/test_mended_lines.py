"""A line left out of an order, mended and brought in again: on its order once, and taken back."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from plon.accounts import services as accounts
from plon.imports import services as imports
from plon.imports import tasks
from plon.imports.domain import Kind
from plon.imports.tests.course import brought_in, import_row
from plon.imports.tests.test_rejected import download, written
from plon.orders.models import Order, OrderLine
from plon.orders.services import NewRefund, record_refund, record_refunds
from plon.runtime.tenancy import inside
from tests.cast import NOW, Person, person

pytestmark = pytest.mark.django_db

HEAD = "Nr;Klient;Kiedy;Ile;Co;Marza;Razem\n"
ROLES = {"order": "Nr", "customer": "Klient", "date": "Kiedy", "amount": "Ile"}
WITH_PRODUCT = ROLES | {"product": "Co"}
WITH_MARGIN = WITH_PRODUCT | {"margin": "Marza"}
BROKEN = (
    "A;ala@example.org;02.01.2024;50,00;Chleb;10,00;\n"
    "A;ala@example.org;02.01.2024;sto;Mąka;20,00;\n"
    "B;ola@example.org;03.01.2024;7,00;Bułka;;\n"
)
MENDED = BROKEN.replace("sto", "100,00")


def somebody() -> Person:
    """Return the owner of a new workspace, as often as asked."""
    opened = accounts.open_workspace(name="Another", now=NOW)
    return person(f"p{opened.hex}", workspace_id=opened)


def sold(owner: Person, text: str, mapping: dict[str, str] = WITH_MARGIN) -> UUID:
    return brought_in(owner, (HEAD + text).encode(), kind=Kind.ORDERS, mapping=mapping)


def mended(owner: Person, first: UUID, amount: str = "100,00") -> bytes:
    """Return the rejected rows as somebody mends them in a spreadsheet."""
    headings, *rows = download(owner, first)
    for row in rows:
        row[3] = amount if row[3] == "sto" else row[3]
    return written([headings, *rows])


def again(owner: Person, content: bytes, mapping: dict[str, str] = WITH_MARGIN) -> UUID:
    return brought_in(owner, content, kind=Kind.ORDERS, mapping=mapping)


def kept(owner: Person) -> dict[str, Any]:
    """Return each order's figures and its lines."""
    with inside(owner.workspace_id):
        return {
            row.external_id: (
                row.total_minor, row.margin_minor, row.commission_minor, row.refunded_minor,
                row.status,
                sorted(row.lines.values_list("name", "amount_minor", "margin_minor"), key=str),
            )
            for row in Order.objects.all()
        }  # fmt: skip


def undo(owner: Person, import_id: UUID) -> dict[str, Any]:
    with inside(owner.workspace_id):
        imports.undo(owner.caller, import_id=import_id, now=NOW)
    tasks.undo(workspace_id=owner.workspace_id, subject=str(import_id), now=NOW)
    return dict(import_row(owner, import_id).results)


def test_it_is_on_its_order_once_however_often_anything_is_dropped(owner: Person) -> None:
    first = sold(owner, BROKEN)
    before, rows = kept(owner), mended(owner, first)

    second = again(owner, rows)

    assert import_row(owner, second).results["orders_completed"] == 1
    after = kept(owner)
    lines = [("Chleb", 5000, 1000), ("Mąka", 10000, 2000)]
    assert after["A"] == (15000, 3000, None, 0, "paid", lines)
    assert after["B"] == before["B"]
    for content in (rows, (HEAD + BROKEN).encode(), (HEAD + MENDED).encode(), rows):
        made = import_row(owner, again(owner, content)).results
        assert (made["orders_completed"], made["orders_changed"]) == (0, 0)
    assert kept(owner) == after


def test_the_whole_file_mended_completes_it_too(owner: Person) -> None:
    first = sold(owner, BROKEN)
    rows = mended(owner, first)

    sold(owner, MENDED)
    after = kept(owner)
    again(owner, rows)

    assert after["A"][0] == 15000
    assert kept(owner) == after


def test_taken_back_the_order_is_what_it_was(owner: Person) -> None:
    first = sold(owner, BROKEN)
    before = kept(owner)
    second = again(owner, mended(owner, first))

    assert undo(owner, second)["removed"] == 2  # the line and the product that it named
    assert kept(owner) == before

    third = again(owner, mended(owner, first))
    assert kept(owner)["A"][0] == 15000
    assert undo(owner, first)["stayed"] == 3  # the order that another completed, product, buyer
    assert undo(owner, third)["removed"] == 2


def test_a_line_of_which_money_was_given_back_stays(owner: Person) -> None:
    second = again(owner, mended(owner, sold(owner, BROKEN)))
    refund = NewRefund(
        external_id="r", order_external_id="A", amount_minor=12000, refunded_at=NOW, reason=""
    )
    with inside(owner.workspace_id):
        record_refund(workspace_id=owner.workspace_id, refund=refund, now=NOW)

    assert undo(owner, second)["stayed"] == 2
    assert kept(owner)["A"][0] == 15000


def test_an_order_given_back_before_has_something_left_and_the_other_way_round(
    owner: Person,
) -> None:
    first = sold(owner, BROKEN)
    refund = NewRefund(
        external_id="r", order_external_id="A", amount_minor=5000, refunded_at=NOW, reason=""
    )
    with inside(owner.workspace_id):
        record_refunds(workspace_id=owner.workspace_id, refunds=[refund], now=NOW)
    before = kept(owner)
    assert before["A"][4] == "returned"

    second = again(owner, mended(owner, first))
    assert kept(owner)["A"][3:5] == (5000, "paid")

    undo(owner, second)
    assert kept(owner) == before


def test_an_order_told_as_returned_is_given_back_whole(owner: Person) -> None:
    text = HEAD.replace("Razem", "Status") + BROKEN.replace(";\n", ";zwrot\n")
    mapping = WITH_MARGIN | {"status": "Status"}
    first = again(owner, text.encode(), mapping)
    before = kept(owner)
    assert before["A"][3:5] == (5000, "returned")

    second = again(owner, mended(owner, first), mapping)
    assert kept(owner)["A"][3:5] == (15000, "returned")

    undo(owner, second)
    assert kept(owner) == before


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("A;ola@example.org;02.01.2024;sto;Mąka;20,00;\n", "another buyer's"),
        ("A;ala@example.org;09.01.2024;sto;Mąka;20,00;\n", "of another day"),
    ],
)
def test_what_is_no_line_of_it_changes_nothing(owner: Person, line: str, why: str) -> None:
    first = sold(owner, BROKEN.splitlines(keepends=True)[0] + line)
    before = kept(owner)

    made = import_row(owner, again(owner, mended(owner, first))).results

    assert (made["orders_changed"], made["orders_completed"]) == (1, 0), why
    assert kept(owner) == before


def test_a_whole_file_that_tells_another_line_instead_changes_nothing(owner: Person) -> None:
    sold(owner, BROKEN)
    before = kept(owner)

    made = import_row(owner, sold(owner, MENDED.replace("50,00", "60,00"))).results

    assert (made["orders_changed"], made["orders_completed"]) == (1, 0)
    assert kept(owner) == before


def test_without_products_each_row_counts_once(owner: Person) -> None:
    text = BROKEN + BROKEN.splitlines(keepends=True)[1]
    first = sold(owner, text, ROLES)
    rows = mended(owner, first)

    again(owner, b"".join(rows.splitlines(keepends=True)[:2]), ROLES)
    assert kept(owner)["A"][0] == 15000
    again(owner, rows, ROLES)
    again(owner, rows, ROLES)

    assert kept(owner)["A"][0] == 25000


def test_an_order_whose_every_row_was_left_out_comes_as_of_any_file(owner: Person) -> None:
    first = sold(owner, "C;ala@example.org;02.01.2024;sto;;;\n" + BROKEN, ROLES)

    again(owner, mended(owner, first), ROLES)

    assert kept(owner)["C"] == (10000, None, None, 0, "paid", [])


def test_a_number_that_several_sales_share(owner: Person) -> None:
    other = "A;ewa@example.org;05.01.2024;3,00;Sól;1,00;\n"
    first = sold(owner, BROKEN + other)
    assert len(kept(owner)) == 3
    rows = mended(owner, first)

    again(owner, rows)
    again(owner, rows)

    assert sorted(row[0] for row in kept(owner).values()) == [300, 700, 15000]


def test_the_whole_total_told_beside_the_rows_stays(owner: Person) -> None:
    text = BROKEN.replace("00;\n", "00;160,00\n")
    mapping = WITH_PRODUCT | {"order_total": "Razem"}
    first = sold(owner, text, mapping)

    second = again(owner, mended(owner, first), mapping)

    assert kept(owner)["A"][0] == 16000
    undo(owner, second)
    assert kept(owner)["A"][0] == 16000


rows_of_orders = some.lists(
    some.tuples(
        some.sampled_from("AB"), some.sampled_from(["Chleb", "Mąka", ""]),
        some.sampled_from(["", "0,50"]), some.booleans(),
    ),
    min_size=2, max_size=7,
)  # fmt: skip


@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=rows_of_orders)
def test_mended_the_orders_are_those_of_the_file_without_a_fault(
    rows: list[tuple[str, str, str, bool]],
) -> None:
    def text(*, is_broken: bool) -> str:
        lines = [
            f"{number};{number}@example.org;02.01.2024;"
            f"{'sto' if is_broken and is_bad else 2**place};{what};{margin if what else '0,50'};\n"
            for place, (number, what, margin, is_bad) in enumerate(rows)  # no two sums are alike
        ]
        return "".join(["G;g@example.org;02.01.2024;1;Sól;0,10;\n", *lines])

    def figures(owner: Person) -> dict[str, Any]:
        return {number: row[:3] for number, row in kept(owner).items()}

    amounts = iter([str(2**place) for place, (*_, is_bad) in enumerate(rows) if is_bad])
    whole, parted = somebody(), somebody()
    sold(whole, text(is_broken=False))
    first = sold(parted, text(is_broken=True))
    before = kept(parted)
    headings, *left_out = download(parted, first)
    for row in left_out:
        row[3] = next(amounts)
    if not left_out:
        return

    content = written([headings, *left_out])
    second = again(parted, content)
    again(parted, content)

    assert figures(parted) == figures(whole)
    undo(parted, second)
    assert kept(parted) == before
    with inside(parted.workspace_id):
        assert not OrderLine.objects.exclude(import_id=None).exists()
