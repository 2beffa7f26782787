"""Lists as CSV, and the whole workspace as an archive that can be brought in again."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from plon.accounts import services as accounts
from plon.accounts.queries import Caller
from plon.core.errors import DomainError
from plon.customers import queries as customers
from plon.imports.domain import RECORDS, heading
from plon.imports.services.batches import OWN
from plon.imports.services.buyers import Buyers, Numbers, buyers_in
from plon.imports.services.records import rows_of
from plon.orders import queries as orders
from plon.ui.csv_rows import write_csv
from plon.value.services import own_method_words as method_words
from plon.value.services.own_methods import every_own_method, minor_of

_BATCH = 2_000
_MONEY = pa.decimal128(18, 2)
_THOUSANDTHS = pa.decimal128(18, 3)
_PRODUCT = (
    "code", "name", "category", "price", "unit_cost", "margin_percent", "commission_model",
    "commission_amount", "commission_percent", "is_counted_yearly", "term_months",
    "renewal_months", "pace", "eligibility", "note", "is_active", "launch_date",
)  # fmt: skip
_CUSTOMER = ("external_id", "email", "phone", *customers.LISTED, "tags")
_ORDER = (
    "order", "customer", "email", "phone", "date", "document_type", "amount", "currency_column",
    "product", "product_name", "quantity", "margin", "order_total", "order_margin", "commission",
    "status", "channel", "place", "origin", "renewal_date", "refund_id", "reason",
)  # fmt: skip
_VALUE = (
    "customer", "figures_of", "method", "value", "value_low", "value_high", "counted", "unknown",
)  # fmt: skip
_KINDS = dict.fromkeys(
    ("value", "value_low", "value_high",
     "amount", "margin", "order_total", "order_margin", "commission", "price", "unit_cost",
     "margin_percent", "commission_amount", "commission_percent"), _MONEY,
) | {"quantity": _THOUSANDTHS}  # fmt: skip


class ExportUnknown(DomainError):
    """There is no such list."""

    code = "export_unknown"
    status = 404


def export(
    caller: Caller, *, what: str, work: Path, zone: ZoneInfo, language: str, now: datetime
) -> Path:
    """Write a list, or "workspace" for all of them, and return its path; the log notes it.

    Orders in several currencies come as one archive. Raises ExportUnknown.
    """
    if what not in {"customers", "products", "orders", "value", "workspace"}:
        raise ExportUnknown(what)
    if what == "workspace":
        path = work / "plon.zip"
        left_out = () if "audit.read" in caller.rights else ("audit",)
        lists = [name for name in RECORDS if name not in left_out]
        write_archive(path, work=work, zone=zone, language=language, records=lists)
    else:
        path = _exported(what, work=work, zone=zone, language=language)
    accounts.record(caller, "export.made", detail={"what": what}, now=now)
    return path


def _exported(what: str, *, work: Path, zone: ZoneInfo, language: str) -> Path:
    codes = orders.currencies()
    if what == "orders" and len(codes) > 1:
        write_archive(work / "plon.zip", work=work, zone=zone, language=language)
        return work / "plon.zip"
    path = work / f"{what}.csv"
    if what == "customers":
        write_customers(path, language=language)
    elif what == "products":
        write_products(path, language=language)
    elif what == "value":
        write_value(path, zone=zone, language=language)
    else:
        with _buyers(work) as buyers:
            currency = "".join(codes)
            write_orders(path, buyers, currency=currency, zone=zone, language=language)
    return path


def write_customers(path: Path, *, language: str) -> None:
    """Write the customers; one with several addresses of a kind has a row for each."""
    _write(path, _CUSTOMER, _customer_rows(), language=language)


def write_products(path: Path, *, language: str) -> None:
    """Write the catalogue."""
    _write(path, _PRODUCT, map(_product_row, orders.every_product()), language=language)


def write_orders(
    path: Path, buyers: Buyers, *, currency: str, zone: ZoneInfo, language: str
) -> None:
    """Write the orders in one currency: a row a line, and a row a refund."""
    rows = (
        row
        for listed, buyer in _with_buyers(orders.every_order(currency=currency), buyers)
        for row in _order_rows(listed, buyer, zone)
    )
    _write(path, _ORDER, rows, language=language)


def write_value(path: Path, *, zone: ZoneInfo, language: str) -> None:
    """Write each customer's lifetime value by every method: a row a customer and method."""
    _write(path, _VALUE, _value_rows(zone, language), language=language)


def _value_rows(zone: ZoneInfo, language: str) -> Iterator[dict[str, Any]]:
    for own in every_own_method(zone=zone):
        for each in own.methods:
            yield {
                "customer": f"{OWN}{own.customer_id}",
                "figures_of": own.as_of.isoformat(),
                "method": method_words.label(each.code, language),
                "value": _rounded(each.value),
                "value_low": _rounded(each.low),
                "value_high": _rounded(each.high),
                "counted": each.sum,
                "unknown": method_words.reason(each.unknown) if each.unknown else "",
            }


def _rounded(value: Decimal | None) -> Decimal | None:
    return _major(minor_of(value))


def _buyers(work: Path) -> AbstractContextManager[Buyers]:
    people = ((each.id, _numbers(each)) for each in customers.every_customer())
    return buyers_in(work / "buyers.sqlite3", people)


def _with_buyers(
    listed: Iterator[orders.Exported], buyers: Buyers
) -> Iterator[tuple[orders.Exported, Numbers]]:
    """Yield orders with their buyers' numbers, looked up for many at a time.

    A buyer who was erased has our own number alone, so that no sale is lost.
    """
    while part := list(islice(listed, _BATCH)):
        ids = [each.order["customer_id"] for each in part]
        found = buyers.numbers_of(ids)
        for who, each in zip(ids, part, strict=True):
            yield each, found.get(who) or {"customer": f"{OWN}{who}"}


def write_archive(
    path: Path, *, work: Path, zone: ZoneInfo, language: str, records: Sequence[str] = ()
) -> None:
    """Write products, customers and orders, a file a currency, into one ZIP; and other records."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        write_products(work / "products.csv", language=language)
        write_customers(work / "customers.csv", language=language)
        names = ["products.csv", "customers.csv"]
        with _buyers(work) as buyers:
            for currency in orders.currencies():
                names.append(f"orders-{currency}.csv")
                target = work / names[-1]
                write_orders(target, buyers, currency=currency, zone=zone, language=language)
            for what in records:
                names.append(f"{what}.csv")
                write_records(work / names[-1], what, buyers, language=language)
        for name in names:
            archive.write(work / name, name)


def write_records(path: Path, what: str, buyers: Buyers, *, language: str) -> None:
    """Write a list of records; its headings are its columns' names in every language."""
    schema = pa.schema([pa.field(name, pa.string()) for name in RECORDS[what]])
    rows = _batches(rows_of(what, buyers), schema)
    write_csv(path, rows, columns=RECORDS[what], language=language)


def _write(
    path: Path, fields: Sequence[str], rows: Iterable[Mapping[str, Any]], *, language: str
) -> None:
    schema = pa.schema([pa.field(name, _KINDS.get(name, pa.string())) for name in fields])
    titles = [heading(name, language=language) for name in fields]
    write_csv(path, _batches(rows, schema), columns=titles, language=language)


def _batches(rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    source = iter(rows)
    while chunk := list(islice(source, _BATCH)):
        yield pa.RecordBatch.from_pylist([_cells(row, schema) for row in chunk], schema=schema)


def _cells(row: Mapping[str, Any], schema: pa.Schema) -> dict[str, Any]:
    """Return a row with texts where texts belong; what is blank is no cell."""
    return {
        field.name: value if pa.types.is_decimal(field.type) or value is None else str(value)
        for field in schema
        if (value := row.get(field.name)) != ""
    }


def _numbers(customer: customers.Exported) -> dict[str, str]:
    first = {kind: shown[0] for kind, shown in customer.addresses.items()}
    return {
        "customer": first.get("external", f"{OWN}{customer.id}"),
        "email": first.get("email", ""),
        "phone": first.get("phone", ""),
    }


def _customer_rows() -> Iterator[dict[str, Any]]:
    for each in customers.every_customer():
        numbers = _numbers(each)
        number = numbers.pop("customer")
        yield {"external_id": number, **numbers, **each.told, "tags": ", ".join(each.tags)}
        for kind, field in (("external", "external_id"), ("email", "email"), ("phone", "phone")):
            for further in each.addresses.get(kind, ())[1:]:
                yield {"external_id": number, **numbers, field: further}


def _product_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return dict(row) | {
        "price": _major(row["price_minor"]),
        "unit_cost": _major(row["unit_cost_minor"]),
        "commission_amount": _major(row["commission_minor"]),
        "margin_percent": _major(row["margin_bp"]),
        "commission_percent": _major(row["commission_bp"]),
        **{name: "1" if row[name] else "0" for name in ("is_active", "is_counted_yearly")},
    }


def _order_rows(
    listed: orders.Exported, buyer: Numbers, zone: ZoneInfo
) -> Iterator[dict[str, Any]]:
    order = listed.order
    shared = dict(buyer) | {"order": order["external_id"], "currency_column": order["currency"]}
    sold = shared | {
        "date": order["ordered_at"].astimezone(zone).isoformat(),
        "document_type": "sale",
        "order_total": _major(order["total_minor"]),
        "order_margin": _major(order["margin_minor"]),
        "commission": _major(order["commission_minor"]),
        **{n: order[n] for n in ("status", "channel", "place", "origin", "renewal_date")},
    }
    whole = {"amount_minor": order["total_minor"], "margin_minor": order["margin_minor"]}
    for line in listed.lines or [whole]:
        yield sold | {
            "amount": _major(line["amount_minor"]),
            "margin": _major(line["margin_minor"]),
            "product": line.get("product__code"),
            "product_name": line.get("name"),
            "quantity": Decimal(line["quantity_milli"]).scaleb(-3) if "name" in line else None,
        }
    for refund in listed.refunds:
        yield shared | {
            "date": refund["refunded_at"].astimezone(zone).isoformat(),
            "document_type": "return",
            "amount": _major(-refund["amount_minor"]),
            "refund_id": refund["external_id"],
            "reason": refund["reason"],
        }


def _major(minor: int | None) -> Decimal | None:
    return None if minor is None else Decimal(minor).scaleb(-2)
