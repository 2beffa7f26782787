"""The API's description (OpenAPI 3.1): django-ninja's, with rights, problems and headers."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from plon.accounts.queries import Key
from plon.config.rest.problems import TYPE, Problem
from plon.config.rest.words import TITLES

SCHEME = "ApiKey"
_WRITES = {"POST", "PUT", "PATCH", "DELETE"}
_SCHEMAS = "#/components/schemas/"
_IDEMPOTENCY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    "description": (
        "Sent again within 24 hours with the same request, it gives the same answer and does"
        " nothing; with another request it is refused."
    ),
}


class Description(OpenAPISchema):
    """Adds to each operation the right it needs, how it refuses, and Idempotency-Key."""

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        told: dict[str, Any] = super().operation_details(operation)
        for each in told["parameters"]:
            _never_null(each["schema"])
        told["operationId"] = operation.view_func.__name__
        right = next(key.may for key in operation.auth_callbacks if isinstance(key, Key))
        told["security"] = [{SCHEME: [right]}]
        told["description"] = f"{_sentence(told)}\n\nNeeds the right `{right}`."
        if "POST" in operation.methods:
            told["parameters"] = [*told["parameters"], _IDEMPOTENCY]
        for status in _refusals(told, operation):
            told["responses"][str(status)] = _problem(status)
        told["responses"] = {str(k): v for k, v in told["responses"].items()}
        return told

    def get_components(self) -> dict[str, Any]:
        schema = Problem.model_json_schema(ref_template=_SCHEMAS + "{model}", mode="serialization")
        self.add_schema_definitions(schema.pop("$defs"))
        self.add_schema_definitions({"Problem": schema})
        components: dict[str, Any] = super().get_components()
        scheme = {"type": "http", "scheme": "bearer", "description": "An API key: `plon_…`."}
        return components | {"securitySchemes": {SCHEME: scheme}}


def _never_null(schema: dict[str, Any]) -> None:
    """Take null out of a parameter's type: left out, it is none."""
    choices = [each for each in schema.pop("anyOf", ()) if each != {"type": "null"}]
    for choice in choices:
        schema.update(choice)


def _sentence(told: Mapping[str, Any]) -> str:
    return " ".join(str(told.get("description", "")).split("\n\n")[0].split()) + _rest(told)


def _rest(told: Mapping[str, Any]) -> str:
    _first, *others = str(told.get("description", "")).split("\n\n")
    return "".join("\n\n" + " ".join(other.split()) for other in others)


def _refusals(told: Mapping[str, Any], operation: Operation) -> list[int]:
    """Return the statuses with which an operation may refuse."""
    own = {int(status) for status in told["responses"] if int(status) >= HTTPStatus.BAD_REQUEST}
    found = {400, 401, 403, 422, 429, *own}
    if "{" in operation.path:
        found.add(404)
    if _WRITES & set(operation.methods):
        found |= {404, 409, 413}
    return sorted(found)


def _problem(status: int) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": str(TITLES[status]),
        "content": {TYPE: {"schema": {"$ref": f"{_SCHEMAS}Problem"}}},
    }
    if status == 429:
        answer["headers"] = {
            "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}
        }
    return answer
