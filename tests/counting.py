"""How many questions a page puts to the database."""

from django.test.utils import CaptureQueriesContext

FRAME = ("SAVEPOINT", "usersessions", "set_config")  # transactions, and the list of open sessions


def queries_in(asked: CaptureQueriesContext) -> int:
    """Return the questions of the page itself, the frame's bookkeeping left out."""
    texts = [query["sql"] for query in asked.captured_queries]
    return sum(not any(mark in text for mark in FRAME) for text in texts)
