"""Checks what goes over the wire against Discord's own OpenAPI document; keys that it does not name are refused."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from tests.loopback.discord.trim_openapi import EXTRACT

Json = dict[str, Any]
_PREFIX = "#/components/schemas/"
_EXTENDED_ELSEWHERE = ("Error",)  # part of an allOf, whose other part names more keys


@cache
def document() -> Json:
    """The extract as it stands in the file."""
    read: Json = json.loads(Path(EXTRACT).read_text(encoding="utf-8"))
    return read


@cache
def _strict() -> Json:
    """The extract with every object closed."""
    closed = copy.deepcopy(document())
    for name, schema in closed["components"]["schemas"].items():
        if name not in _EXTENDED_ELSEWHERE:
            _close(schema)
    return closed


def _close(node: Any) -> None:
    if isinstance(node, list):
        for child in node:
            _close(child)
    elif isinstance(node, dict):
        if isinstance(node.get("properties"), dict) and "allOf" not in node:
            node.setdefault("additionalProperties", False)
        for key, child in node.items():
            if key != "allOf":
                _close(child)


def _one_of(validator: Any, branches: list[Any], instance: Any, _: Json) -> Iterator[ValidationError]:
    """Unions, told apart by `type` where they can be: faster, and the error is about the branch that was meant."""
    fitting = [branch for branch in branches if _could_be(branch, instance)]
    if len(fitting) == 1:
        yield from validator.evolve(schema=fitting[0]).iter_errors(instance)
    elif not any(validator.evolve(schema=branch).is_valid(instance) for branch in fitting):
        yield ValidationError(f"{instance!r:.200} is none of what may stand here")


def _could_be(branch: Any, instance: Any) -> bool:
    branch = _resolved(branch)
    if isinstance(branch, bool):
        return branch
    if "const" in branch:
        return type(branch["const"]) is type(instance) and bool(branch["const"] == instance)
    if isinstance(instance, dict):
        kinds = branch.get("properties", {}).get("type", {}).get("enum")
        return branch.get("type") != "null" and (kinds is None or instance.get("type") in kinds)
    return bool(branch.get("type") != "null" or instance is None)


def _resolved(branch: Any) -> Any:
    while isinstance(branch, dict) and set(branch) == {"$ref"}:
        branch = _strict()["components"]["schemas"][branch["$ref"].removeprefix(_PREFIX)]
    return branch


_extend: Any = extend
_Checker: Any = _extend(Draft202012Validator, {"oneOf": _one_of, "anyOf": _one_of})


@cache
def _request_checker(operation: str) -> Any:
    """Discord takes numbers for snowflakes, and the real client sends them; it gives strings only."""
    schemas = _strict()["components"]["schemas"]
    loose = {**schemas, "SnowflakeType": {"type": ["string", "integer"], "pattern": "^[0-9]+$"}}
    return _with_components(_operation(operation)["request"], loose)


@cache
def _response_checker(operation: str, status: str) -> Any:
    return _with_components(_operation(operation)["responses"].get(status), _strict()["components"]["schemas"])


def _operation(name: str) -> Json:
    every = (one for methods in _strict()["paths"].values() for one in methods.values())
    found: Json = next(one for one in every if one["operationId"] == name)
    return found


@cache
def _named_checker(name: str) -> Any:
    return _with_components({"$ref": _PREFIX + name}, _strict()["components"]["schemas"])


def _with_components(schema: Any, schemas: Json) -> Any:
    return _Checker({"allOf": [False if schema is None else schema], "components": {"schemas": schemas}})


def problem_in_request(operation: str, body: object) -> tuple[str, str] | None:
    """Where and why a request's body breaks its schema, or nothing."""
    return _problem(_request_checker(operation), body)


def problem_in_response(operation: str, status: int, body: object) -> tuple[str, str] | None:
    """Where and why a response's body breaks its schema, or nothing."""
    if status >= 400:
        return _problem(_named_checker("RatelimitedResponse" if status == 429 else "ErrorResponse"), body)
    return _problem(_response_checker(operation, str(status)), body)


def _problem(checker: Any, body: object) -> tuple[str, str] | None:
    errors = sorted(checker.iter_errors(body), key=lambda error: -len(error.absolute_path))
    if not errors:
        return None
    return ".".join(str(key) for key in errors[0].absolute_path), _shortened(errors[0].message)


def _shortened(message: str) -> str:
    return message if len(message) <= 250 else f"{message[:150]} … {message[-90:]}"
