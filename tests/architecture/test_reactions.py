"""Every fact is on the page of reactions, even when nothing reacts: silence is a decision."""

from importlib import import_module

from django.apps import apps
from django.db import models

from plon.config.wiring import REACTIONS
from plon.core.events import Event
from plon.customers.models import Customer
from plon.runtime.names import name_of
from tests.architecture.house import ROOMS, ROOT

MERGE = "customers.CustomersMerged"


def test_every_fact_is_on_the_page() -> None:
    for path in ROOT.glob("*/events.py"):
        if path.parent.name in ROOMS:
            import_module(f"plon.{path.parent.name}.events")

    # By name: a dataclass with slots leaves its slotless twin among the subclasses.
    told = {name_of(kind) for kind in Event.__subclasses__() if kind.__module__.endswith(".events")}
    assert told == {name_of(kind) for kind in REACTIONS}


def test_every_room_that_points_at_customers_follows_a_merge() -> None:
    pointing = {
        model._meta.app_label
        for model in apps.get_models()
        if any(points_at_customers(field) for field in model._meta.concrete_fields)
    }
    handlers = {name_of(kind): handlers for kind, handlers in REACTIONS.items()}
    following = {name_of(handler).split(".")[0] for handler in handlers.get(MERGE, ())}

    assert MERGE not in handlers or pointing - following == {"customers"}


def points_at_customers(field: "models.Field[object, object]") -> bool:
    return field.related_model is Customer
