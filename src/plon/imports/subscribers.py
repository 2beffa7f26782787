"""What imports do when a person is forgotten."""

from plon.customers.events import CustomerForgotten
from plon.imports.services import forgetting


def follow_forgetting(event: CustomerForgotten) -> None:
    """Empty what is kept of files: it may name the person."""
    forgetting.forget_person(workspace_id=event.workspace_id)
