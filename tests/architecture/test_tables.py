"""Tables: a row belongs to one workspace, its keys begin with it, and it points only downwards."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model, UniqueConstraint

from plon.runtime.tenancy import Row
from tests.architecture.house import ROOMS, floor

DOORWAYS = {  # asked before a workspace is known, so not behind its wall
    "accounts.Workspace": "the wall itself",
    "accounts.User": "a person may enter several workspaces",
    "accounts.Membership": "says which workspaces a person may enter",
    "accounts.Invitation": "opened by a secret, before there is a member",
    "accounts.Letter": "a forgotten password is asked for by somebody who is not in",
    "accounts.SignInLink": "opened by a secret, before anybody is signed in",
    "accounts.PortalSession": "opened by a secret that names the workspace",
    "accounts.ApiKey": "opened by a secret that names the workspace",
}
GLOBAL_KEYS = {  # unique across workspaces, each with its reason
    "User.email": "a person signs in by it",
    "accounts_user_email": "the same, whatever the case",
    "Invitation.token_sha256": "a hash of 256 random bits",
    "SignInLink.token_sha256": "a hash of 256 random bits",
    "PortalSession.token_sha256": "a hash of 256 random bits",
    "ApiKey.token_sha256": "a hash of 256 random bits",
}


def tables() -> list[type[Model]]:
    """Return every table of a room, the ones Django makes for many-to-many included."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.app_label in ROOMS]


def test_rows_belong_to_a_workspace() -> None:
    homeless = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in tables()
        if not issubclass(model, Row)
    }

    assert homeless == set(DOORWAYS)


def test_unique_keys_begin_with_the_workspace() -> None:
    assert {key for model in tables() for key in global_keys(model)} == set(GLOBAL_KEYS)


def global_keys(model: type[Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key and field.name != "workspace":
            yield f"{model.__name__}.{field.name}"
    for key in model._meta.constraints:
        if isinstance(key, UniqueConstraint):
            parts = [*key.fields, *(getattr(part, "name", "") for part in key.expressions)]
            if parts[0] != "workspace":
                yield key.name


def test_foreign_keys_point_down_and_open_no_way_back() -> None:
    wrong = []
    for model in tables():
        for field in model._meta.concrete_fields:
            here, target = model._meta.app_label, field.related_model
            if not isinstance(target, type) or target._meta.app_label == here:
                continue
            there = target._meta.app_label
            way_back = getattr(field.remote_field, "related_name", "")
            if there not in ROOMS or floor(there) >= floor(here) or way_back != "+":
                wrong.append(f"{here}.{model.__name__}.{field.name} -> {there}.{target.__name__}")

    assert wrong == []
