"""The API's description as people read it: operations by subject, fields of records."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
_METHODS = ("get", "post", "patch", "put", "delete")
_BOUNDS = {
    "minLength": "at least %s signs",
    "maxLength": "at most %s signs",
    "minimum": "from %s",
    "maximum": "to %s",
    "minItems": "at least %s",
    "maxItems": "at most %s",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter or a field. place: "query", "path", "header", "" of a body."""

    name: str
    kind: str
    place: str = ""
    is_required: bool = False
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of one address."""

    name: str
    method: str
    path: str
    summary: str
    text: Sequence[str]  # paragraphs
    right: str
    parameters: Sequence[Field]
    body: str  # name of the record, "" for none
    answers: Sequence[tuple[str, str]]  # status, name of the record


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record of JSON."""

    name: str
    text: str
    fields: Sequence[Field]


def subjects(schema: Json) -> dict[str, list[Operation]]:
    """Return the operations by subject."""
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                told = methods[method]
                found.setdefault(told["tags"][0], []).append(_operation(path, method, told))
    return found


def records(schema: Json) -> list[Record]:
    """Return the records by name."""
    return [
        Record(
            name=name,
            text=" ".join(part.get("description", "").split()),
            fields=[*_fields(part)],
        )
        for name, part in sorted(schema["components"]["schemas"].items())
    ]


def _operation(path: str, method: str, told: Json) -> Operation:
    *text, _right = told["description"].split("\n\n")
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        text=text,
        right=next(iter(told["security"][0].values()))[0],
        parameters=[
            Field(
                name=each["name"],
                kind=kind_of(each["schema"]),
                place=each["in"],
                is_required=each["required"],
                meaning=each.get("description", ""),
            )
            for each in told["parameters"]
        ],
        body=_name(body.get("schema", {})),
        answers=[*_answers(told["responses"])],
    )


def _answers(responses: Json) -> Iterator[tuple[str, str]]:
    for status, answer in sorted(responses.items()):
        content: Json = next(iter(answer.get("content", {}).values()), {})
        schema: Json = content.get("schema", {})
        for choice in schema.get("anyOf", [schema]):
            yield status, _name(choice)


def _fields(record: Json) -> Iterator[Field]:
    needed = set(record.get("required", ()))
    for name, part in record.get("properties", {}).items():
        yield Field(
            name=name,
            kind=kind_of(part),
            is_required=name in needed,
            meaning=part.get("description", ""),
        )


def kind_of(part: Json) -> str:
    """Return the type of a value in words of JSON Schema."""
    if name := _name(part):
        return name
    if choices := part.get("anyOf"):
        return " or ".join(kind_of(choice) for choice in choices)
    if "enum" in part:
        return ", ".join(f'"{each}"' for each in part["enum"])
    kind = str(part.get("format", part.get("type", "any")))
    if kind == "array":
        kind = f"list of {kind_of(part['items'])}"
    bounds = [words % part[name] for name, words in _BOUNDS.items() if name in part]
    return f"{kind} ({', '.join(bounds)})" if bounds else kind


def _name(part: Json) -> str:
    return str(part.get("$ref", "")).rpartition("/")[2]
