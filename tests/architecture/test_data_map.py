"""Every column that may hold words about a person is on its table's map: emptied, or said to stay.

A new text column fails here until its table's `data_map` names it: in `emptied` if it may tell of
who the person is, in `kept` if without the rest it tells nothing of anybody.
"""

from collections.abc import Iterator

import pytest
from django.db import models

from plon.runtime import personal
from plon.runtime.data_map import DataMap
from plon.runtime.tenancy import Row

TEXTS = (models.CharField, models.TextField, models.JSONField, models.GenericIPAddressField)
TABLES = dict(personal.tables())


def test_every_text_column_is_on_a_map() -> None:
    lacking = {
        f"{model._meta.label}.{name}"
        for model, told in TABLES.items()
        if not told.is_deleted
        for name in unmapped(model, told)
    }

    assert lacking == set()


def unmapped(model: type[Row], told: DataMap) -> Iterator[str]:
    """Yield the text columns without a closed list of values that are on no map."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, TEXTS) and not field.choices
        if is_text and field.name not in {*told.emptied, *told.kept}:
            yield field.name


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_a_map_names_columns_that_are_there(model: type[Row]) -> None:
    told = TABLES[model]
    there = {field.name for field in model._meta.concrete_fields}
    columns = there | {field.attname for field in model._meta.concrete_fields}

    assert {*told.emptied, *told.kept} <= there
    assert set(told.staff) <= columns
    assert not {*told.emptied} & {*told.kept}
    for path in (*told.people, *told.told):
        model.objects.none if path == "id" else model._meta.get_field(path.split("__")[0])


def test_what_points_at_a_customer_says_whom_it_is_about() -> None:
    silent = {
        model._meta.label
        for model, told in TABLES.items()
        for field in model._meta.concrete_fields
        if field.related_model is not None
        and field.related_model._meta.label == "customers.Customer"
        and model._meta.label != "customers.Customer"
        and field.attname not in told.people
    }

    assert silent == set()


def test_a_planted_column_is_caught() -> None:
    told = TABLES[next(model for model in TABLES if model._meta.label == "customers.Customer")]
    model = next(model for model in TABLES if model._meta.label == "customers.Customer")
    hole = DataMap(people=("id",), emptied=told.emptied[1:], kept=told.kept)

    assert list(unmapped(model, hole)) == [told.emptied[0]]
