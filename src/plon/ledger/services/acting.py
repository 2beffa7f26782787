"""One command is one transaction, of one workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction

from plon.runtime.tenancy import inside


@contextmanager
def acting(workspace_id: UUID) -> Iterator[None]:
    """Act for a workspace in one transaction; in the caller's, where there is one already.

    Then a savepoint lets the caller go on after a refusal. Without one there is nothing to go on
    with, so no savepoint is asked for: two statements less.
    """
    is_joined = connection.in_atomic_block
    with inside(workspace_id), transaction.atomic(savepoint=is_joined):
        yield
