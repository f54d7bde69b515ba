"""The arguments of a Web API call: read from query, form or JSON, checked against what the method takes."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aiohttp import web

from tests.loopback.slack.directory import Json
from tests.loopback.slack.world import Source


class Sort(StrEnum):
    """What an argument holds."""

    TEXT = "a string"
    FLAG = "a boolean"
    COUNT = "a whole number"
    JSON = "JSON"


EVERYWHERE = {"team_id": Sort.TEXT}  # the team that a token of an organisation means; Bolt adds it to every call


@dataclass(frozen=True)
class Arguments:
    """The names that a method takes."""

    required: Mapping[str, Sort] = field(default_factory=dict)
    optional: Mapping[str, Sort] = field(default_factory=dict)

    def read(self, source: Source, given: Json) -> Json:
        """The values in their sorts; raises SlackError for a name that is missing, unknown or holds something else."""
        known = {**self.required, **self.optional, **EVERYWHERE}
        problems = [f"unknown argument {name!r}" for name in given if name not in known]
        problems += [f"argument {name!r} is missing" for name in self.required if given.get(name) in (None, "")]
        values = {}
        for name in given.keys() & known.keys():
            try:
                values[name] = _value(given[name], known[name])
            except (TypeError, ValueError):
                problems.append(f"argument {name!r} must be {known[name]}")
        if problems:
            raise source.broken("; ".join(problems), "invalid_arguments", *problems)
        return values


async def given_by(request: web.Request) -> tuple[str, Json]:
    """The token and the arguments of a request, as they came. Nulls count as not given."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= _object(await request.text())
    elif request.can_read_body:
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    token = str(given.pop("token", ""))
    scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
    if scheme == "Basic":
        login, _, password = base64.b64decode(credentials).decode().partition(":")
        given |= {"client_id": login, "client_secret": password}
    return credentials if scheme == "Bearer" else token, {k: v for k, v in given.items() if v is not None}


def _object(text: str) -> Json:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _value(value: Any, sort: Sort) -> Any:
    if sort is Sort.TEXT:
        return _text(value)
    if sort is Sort.FLAG:
        return _flag(value)
    if sort is Sort.COUNT:
        return int(value)
    return json.loads(value) if isinstance(value, str) else value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _flag(value: Any) -> bool:
    if value in (True, "true", "1", 1):
        return True
    if value in (False, "false", "0", 0):
        return False
    raise ValueError(value)
