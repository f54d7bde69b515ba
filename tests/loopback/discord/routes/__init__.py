"""What each operation of the REST API does, by its operationId."""

from collections.abc import Callable

from tests.loopback.discord.directory import Json
from tests.loopback.discord.world import Call

Result = tuple[int, Json | list[Json] | None]
Handler = Callable[[Call], Result]
