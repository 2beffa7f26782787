"""What a person likes: language, theme, shortcuts."""

from typing import Any
from uuid import UUID

from django.db import transaction

from plon.accounts.models import User


@transaction.atomic
def change_preferences(
    *,
    user_id: UUID,
    language: str | None = None,
    theme: str | None = None,
    has_shortcuts: bool | None = None,
) -> None:
    """Change what is given, leave the rest. Safe to repeat; the person's own, so not audited."""
    said: dict[str, Any] = {"language": language, "theme": theme, "has_shortcuts": has_shortcuts}
    changes = {name: value for name, value in said.items() if value is not None}
    if changes:
        User.objects.filter(id=user_id).update(**changes)
