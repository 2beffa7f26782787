"""Sales of a file that the firm has already, with lines that it lacks: a row mended since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from plon.imports.models import Import
from plon.orders import queries as known
from plon.orders import services as orders

_BLANK = orders.NewLine(amount_minor=0)


def as_here(
    sold: Sequence[orders.NewOrder], rows: Sequence[Mapping[str, Any]]
) -> list[orders.NewOrder]:
    """Return mended orders under the numbers that the first file gave them.

    Where that had the number of several sales, each goes by a mark of its buyer and day.
    """
    told = [(order.external_id, row["apart"] or "") for order, row in zip(sold, rows, strict=True)]
    there = known.known_external_ids([name for names in told for name in names])
    taken = {order.external_id for order in sold}
    return [
        replace(order, external_id=apart)
        if apart in there - taken and number not in there
        else order
        for order, (number, apart) in zip(sold, told, strict=True)
    ]


def new_ones(sold: Sequence[orders.NewOrder]) -> list[orders.NewOrder]:
    """Return mended orders as any file tells them: with lines only where one says of what."""
    return [
        order if any(_says_of_what(line) for line in order.lines) else replace(order, lines=())
        for order in sold
    ]


def told_later(
    sold: Sequence[orders.NewOrder],
    rows: Sequence[Mapping[str, Any]],
    changed: Collection[str],
    *,
    is_mended: bool,
) -> list[orders.ToldLater]:
    """Return what is told of orders that were told otherwise before.

    A part that is just like all of its order so far is taken for that, told again.
    """
    return [
        orders.ToldLater(
            order=order,
            is_part=is_mended,
            whole=orders.Figures(
                total_minor=row["whole_total"],
                margin_minor=row["whole_margin"],
                commission_minor=row["commission_minor"],
            ),
        )
        for order, row in zip(sold, rows, strict=True)
        if order.external_id in changed
    ]


def complete(told: Sequence[orders.ToldLater], here: Mapping[str, Any]) -> orders.Completed:
    """Give the orders of the firm their lines."""
    lacking = Import.objects.filter(counts__rows_rejected__gt=0).values_list("id", flat=True)
    return orders.complete_orders(told=told, lacking=set(lacking), **here)


def _says_of_what(line: orders.NewLine) -> bool:
    return bool(line.product_code or line.name or line.quantity_milli != _BLANK.quantity_milli)
