"""The wall around everything after an acknowledgement: whatever happens, the person is told and the log says it."""

from collections.abc import Awaitable, Callable

import structlog

from bot.chat import trouble as chat_trouble
from bot.domain.errors import BotError
from bot.platforms.discord.errors import CALL_ERRORS, OVER, UNREACHABLE, code_of, explain
from bot.port import Report
from bot.screens.model import Screen

log = structlog.get_logger("discord")

Tell = Callable[[Screen], Awaitable[None]]


class Guard:
    """Runs work for people. `report` keeps a fault of ours and names it."""

    def __init__(self, report: Report) -> None:
        self._report = report

    async def run(self, work: Awaitable[None], tell: Tell) -> None:
        """Await the work; an error becomes a screen that the person is told, if they can be told anything."""
        screen = await self._outcome(work)
        if screen is None:
            return
        try:
            await tell(screen)
        except CALL_ERRORS as error:
            log.warning("discord.untold", reason=str(explain(error)))

    async def _outcome(self, work: Awaitable[None]) -> Screen | None:
        try:
            await work
        except BotError as error:
            return _refusal(error)
        except CALL_ERRORS as error:
            return self._refused(error)
        except Exception as error:  # noqa: BLE001  # the last wall
            return self._failed(error)
        return None

    def _refused(self, error: Exception) -> Screen | None:
        """None where nothing can be said any more, or should not be tried."""
        log.warning("discord.refused", reason=str(explain(error)))
        return None if code_of(error) in OVER | UNREACHABLE else self._failed(error)

    def _failed(self, error: Exception) -> Screen:
        kept = self._report(error)
        log.error("discord.incident", kept=kept)
        return chat_trouble.failed(kept)


def _refusal(error: BotError) -> Screen:
    if error.fatal:  # of the database: its name and advice are the operator's
        log.error("discord.database", reason=str(error))
        return chat_trouble.unavailable()
    return chat_trouble.refusal(error)
