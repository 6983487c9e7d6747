"""Discord's own description of its REST API (OpenAPI), as validators of request bodies."""

import json
import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tests.payloads.formats import BOUNDS, CHECKER, FORMATS

VARIABLE = "DISCORD_OPENAPI"
ABSENT = f"payload check: the OpenAPI description is absent, set {VARIABLE}"

_CHECKOUT = Path(__file__).resolve().parents[2]
_BESIDE = _CHECKOUT.parent / "shared" / "discord-openapi.json"
_PREFIX = "#/components/schemas/"


def find() -> Path | None:
    """Where the description lies: where the environment says, else beside the checkout, else nowhere."""
    named = os.environ.get(VARIABLE)
    file = Path(named) if named else _BESIDE
    return file if file.is_file() else None


class Operation(NamedTuple):
    """One method of one path; ``schema`` is that of its body, ``None`` where it takes none."""

    method: str
    template: str
    schema: Any
    required: bool

    def __str__(self) -> str:
        return f"{self.method} {self.template}"


class _Validators(NamedTuple):
    """Of one schema: ``quick`` says whether a body is right, which nearly all are; ``telling`` says what is wrong."""

    quick: jsonschema_rs.Draft202012Validator
    telling: Draft202012Validator


class Description:
    """The operations of Discord's API; each one's validator is built when it is first needed, and kept."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._named: dict[str, Any] = {}
        self._validators: dict[str, _Validators] = {}

    @classmethod
    def read(cls, file: Path) -> "Description":
        """From the published file."""
        return cls(json.loads(file.read_text(encoding="utf-8")))

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that a request is for; where several paths fit, the one with the most literal parts."""
        segments = path.strip("/").split("/")
        fitting = [one for one in self._operations.get((method, len(segments)), ()) if _fits(one.template, segments)]
        return min(fitting, key=lambda one: one.template.count("{"), default=None)

    def problems(self, operation: Operation, body: Any) -> Iterator[str]:
        """What is wrong with the body of a request."""
        if body is None:
            if operation.required:
                yield "the body is missing"
        elif operation.schema is None:
            yield "there is a body, and this operation takes none"
        elif not (validators := self._validators_of(operation)).quick.is_valid(body):
            yield from map(_explain, validators.telling.iter_errors(body))

    @cached_property
    def _operations(self) -> dict[tuple[str, int], list[Operation]]:
        found: dict[tuple[str, int], list[Operation]] = {}
        for template, methods in self._document["paths"].items():
            for method, details in methods.items():
                if method not in {"get", "put", "post", "patch", "delete"}:
                    continue
                body = details.get("requestBody") or {}
                # All content types of an operation describe the same body; forms only add the files to it.
                schema = body.get("content", {}).get("application/json", {}).get("schema")
                one = Operation(method.upper(), template, schema, bool(body.get("required")))
                found.setdefault((one.method, template.strip("/").count("/") + 1), []).append(one)
        return found

    def _validators_of(self, operation: Operation) -> _Validators:
        name = str(operation)
        if name not in self._validators:
            schema = self._closed(operation.schema)
            self._validators[name] = _Validators(
                jsonschema_rs.Draft202012Validator(schema, formats=dict(FORMATS), validate_formats=True),
                Draft202012Validator(schema, format_checker=CHECKER),
            )
        return self._validators[name]

    def _closed(self, node: Any) -> Any:
        """A schema with its references filled in, and with no other properties than those it names.

        The published one lets every unknown property pass, so a misspelt one would; Discord drops it unread.
        """
        if isinstance(node, list):
            return [self._closed(one) for one in node]
        if not isinstance(node, dict):
            return node
        if "$ref" in node:
            return self._component(node["$ref"])
        closed = {key: self._closed(value) for key, value in node.items() if not key.startswith("x-")}
        if closed.get("type") == "object" and "properties" in closed:
            closed.setdefault("additionalProperties", False)
        if closed.get("format") in BOUNDS:
            closed["minimum"], closed["maximum"] = BOUNDS[closed["format"]]
        return closed

    def _component(self, reference: str) -> Any:
        """A named schema. None of a request's refers to itself; if one ever does, this ends in a RecursionError."""
        name = reference.removeprefix(_PREFIX)
        if name not in self._named:
            self._named[name] = self._closed(self._document["components"]["schemas"][name])
        return self._named[name]


def _fits(template: str, segments: list[str]) -> bool:
    parts = template.strip("/").split("/")
    return all(part == given or part.startswith("{") for part, given in zip(parts, segments, strict=True))


def _explain(error: ValidationError) -> str:
    """The one sentence of an error tree that tells what is wrong, with the place where it is."""
    while error.context:
        if all(one.validator == "const" for one in error.context):
            return f"{error.json_path}: {error.instance!r} is none of {[one.validator_value for one in error.context]}"
        error = min(_branches(error.context), key=len)[0]
    return f"{error.json_path}: {error.message}"


def _branches(errors: Iterable[ValidationError]) -> list[list[ValidationError]]:
    """The errors of each alternative, those that are meant for another type of component or answer left out."""
    branches: dict[Any, list[ValidationError]] = {}
    for error in errors:
        branches.setdefault(error.schema_path[0], []).append(error)
    meant = [branch for branch in branches.values() if not any(map(_is_for_another, branch))]
    return meant or list(branches.values())


def _is_for_another(error: ValidationError) -> bool:
    place = list(error.relative_path)
    return (place == ["type"] and error.validator in {"enum", "const", "oneOf"}) or (
        not place and error.validator == "type"
    )
