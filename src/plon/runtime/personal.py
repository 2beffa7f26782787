"""All that is held of a person, by the tables' maps: to forget it, or to hand it over.

It walks the registry of tables as the walls do, so that no room has to know another: a room forgets
within its own tables, an export gathers from all.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import JSONField, Q

from plon.runtime import bulk
from plon.runtime.data_map import DataMap
from plon.runtime.tenancy import Row


def tables(room: str = "") -> Iterator[tuple[type[Row], DataMap]]:
    """Yield every table of rows, or of one room, with its map."""
    for model in sorted(apps.get_models(), key=lambda model: model._meta.label):
        if issubclass(model, Row) and room in {"", model._meta.app_label}:
            yield model, model.data_map


def forget(room: str, customer_ids: Collection[UUID]) -> int:
    """Empty or delete what a room's tables hold of customers, in the caller's transaction.

    Return how many rows were touched. Safe to repeat. Amounts, days and counts stay.
    """
    touched = 0
    for model, told in tables(room):
        if not told.people or not (told.is_deleted or told.emptied):
            continue
        for part in bulk.chunks(sorted(customer_ids)):
            rows = model.objects.filter(_about(told, part))
            if told.is_deleted:
                touched += rows.delete()[0]
            else:
                touched += rows.update(**{name: _blank(model, name) for name in told.emptied})
    return touched


def gathered(customer_ids: Collection[UUID]) -> dict[str, list[Mapping[str, Any]]]:
    """Return all rows about customers by table, "orders.Order", the oldest first.

    Of each row every column but those of the house and of its staff.
    """
    found: dict[str, list[Mapping[str, Any]]] = {}
    for model, told in tables():
        if told.people and told.is_exported:
            about = model.objects.filter(_about(told, sorted(customer_ids)))
            rows = list(about.order_by("pk").values(*shown(model, told)))
            if rows:
                found[model._meta.label] = rows
    return found


def counted(customer_ids: Collection[UUID]) -> dict[str, int]:
    """Return how many rows about customers each table holds."""
    return {
        model._meta.label: count
        for model, told in tables()
        if told.people and (count := model.objects.filter(_about(told, customer_ids)).count())
    }


def shown(model: type[Row], told: DataMap) -> list[str]:
    """Return the columns of a table that an export shows."""
    left_out = {"workspace_id", *told.staff}
    return [
        *(f.attname for f in model._meta.concrete_fields if f.attname not in left_out),
        *told.told,
    ]


def _about(told: DataMap, customer_ids: Collection[UUID]) -> Q:
    found = Q()
    for path in told.people:
        found |= Q(**{f"{path}__in": list(customer_ids)})
    return found


def _blank(model: type[Row], name: str) -> Any:
    field = model._meta.get_field(name)
    if isinstance(field, JSONField):
        return field.get_default()
    return None if getattr(field, "null", False) else ""
