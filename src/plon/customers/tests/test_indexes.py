"""The list is searched in an index alone, and the few who were merged are found by one."""

import pytest
from django.db import connection

from plon.customers import queries
from plon.customers.models import Customer
from plon.runtime.tenancy import inside
from tests.cast import ann

pytestmark = pytest.mark.django_db


def test_sqlite_counts_and_searches_in_the_index_alone() -> None:
    with inside(ann().workspace_id):
        found = Customer.objects.filter(id__in=queries.ids(queries.Wanted(text="lis")))
        plan = found.explain()
    if connection.vendor == "sqlite":
        assert "COVERING INDEX customers_listed" in plan


def test_postgresql_leaves_the_text_out_that_would_not_fit() -> None:
    with connection.cursor() as cursor:
        told = connection.introspection.get_constraints(cursor, "customers_customer")
    assert ("search_text" in told["customers_listed"]["columns"]) == (connection.vendor == "sqlite")
    assert told["customers_merged"]["columns"] == ["merged_into_id", "id"]
