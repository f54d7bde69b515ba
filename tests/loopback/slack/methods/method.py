"""A method of the Web API: what it takes, what it needs, what it does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from tests.loopback.slack.arguments import Arguments, Sort
from tests.loopback.slack.directory import Json
from tests.loopback.slack.violations import SlackError
from tests.loopback.slack.world import Call

Handler = Callable[[Call], Json]


class Bearer(StrEnum):
    """Whose token a method wants."""

    BOT = "bot"
    APP = "app"
    NONE = "none"


@dataclass(frozen=True)
class Method:
    """`handler` answers with JSON or raises SlackError; `scope` is the one that every call needs."""

    handler: Handler
    arguments: Arguments = field(default_factory=Arguments)
    scope: str = ""
    bearer: Bearer = Bearer.BOT


TEXT, FLAG, COUNT, JSON = Sort.TEXT, Sort.FLAG, Sort.COUNT, Sort.JSON


def require_scope(call: Call, scope: str) -> None:
    """Raises missing_scope. A scope that the manifest does not even name is a violation."""
    if scope in call.token.scopes:
        return
    if scope not in call.world.app.scopes:
        call.broken(f"needs the scope {scope}, which the manifest does not name", "missing_scope")
    raise SlackError("missing_scope", needed=scope, provided=",".join(call.token.scopes))
