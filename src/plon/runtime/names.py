"""Names of facts, handlers and jobs as the tables keep them."""

from collections.abc import Callable


def name_of(thing: type | Callable[..., object]) -> str:
    """Return room and name, "orders.OrderPaid": what the tables store."""
    return f"{thing.__module__.split('.')[1]}.{thing.__qualname__}"
