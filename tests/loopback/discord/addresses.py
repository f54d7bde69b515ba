"""Which operation of Discord's document a request means."""

import re
from dataclasses import dataclass
from functools import cache

from tests.loopback.discord.schema import Json, document

API = "/api/v10"


@dataclass(frozen=True)
class Operation:
    """One operation: `name` is Discord's operationId."""

    name: str
    method: str
    pattern: re.Pattern[str]
    takes_body: bool
    query: tuple[str, ...]
    has_response: bool


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation that is served; fixed addresses come before those with parameters."""
    paths: Json = document()["paths"]
    return tuple(
        Operation(
            name=given["operationId"],
            method=method.upper(),
            pattern=re.compile(_as_pattern(path)),
            takes_body=given["request"] is not None,
            query=tuple(one["name"] for one in given["parameters"]),
            has_response="200" in given["responses"],
        )
        for path in sorted(paths, key=lambda path: path.count("{"))
        for method, given in paths[path].items()
    )


def _as_pattern(path: str) -> str:
    return "^" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "$"


def find(method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
    """The operation at an address below the API's base, with the address's parameters."""
    for operation in operations():
        found = operation.pattern.match(path)
        if found and operation.method == method:
            return operation, found.groupdict()
    return None
