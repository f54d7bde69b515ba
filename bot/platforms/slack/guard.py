"""The wall around everything after an acknowledgement: whatever happens, the person is told and the log says it."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.chat import trouble as chat_trouble
from bot.domain.errors import BotError
from bot.intents import Intent
from bot.platforms.slack import trouble
from bot.platforms.slack.errors import CALL_ERRORS, error_code, said
from bot.platforms.slack.origin import Origin
from bot.platforms.slack.outlet import Outlet
from bot.platforms.slack.person import Person
from bot.port import Report
from bot.screens.model import Reply, Screen

log = structlog.get_logger("slack")


class Guard:
    """Runs work for people. `report` keeps a fault of ours and names it."""

    def __init__(self, outlet: Outlet, report: Report) -> None:
        self._outlet = outlet
        self._report = report
        self._busy: set[asyncio.Task[Any]] = set()

    async def finish(self) -> None:
        """Wait for all that is under way."""
        while self._busy:
            await asyncio.wait(self._busy)

    async def run(self, person: Person, origin: Origin, intent: Intent, work: Awaitable[None]) -> None:
        """Await the work; an error becomes a screen where the person acted."""
        self._note_busy()
        told = await self.outcome(person, intent, work)
        if told is not None:
            await self._tell(person, origin, told)

    async def outcome(self, person: Person, intent: Intent, work: Awaitable[None]) -> Screen | None:
        """Await the work; what the person should be told if it failed."""
        try:
            await work
        except BotError as error:
            return self._refusal(person, error)
        except CALL_ERRORS as error:
            return self._refused(person, error, intent)
        except Exception as error:  # noqa: BLE001  # the last wall
            kept = self._report(error)
            log.error("slack.incident", tenant=person.tenant, kept=kept)  # noqa: TRY400  # the story is kept there
            return chat_trouble.failed(kept)
        return None

    def _note_busy(self) -> None:
        """Bolt starts a task for each act, and waits for none."""
        task = asyncio.current_task()
        if task is not None:
            self._busy.add(task)
            task.add_done_callback(self._busy.discard)

    def _refusal(self, person: Person, error: BotError) -> Screen:
        if error.fatal:  # of the database: its name and advice are the operator's
            log.error("slack.database", tenant=person.tenant, reason=str(error))
            return chat_trouble.unavailable()
        return chat_trouble.refusal(error)

    def _refused(self, person: Person, error: BaseException, intent: Intent) -> Screen:
        log.warning("slack.refused", tenant=person.tenant, reason=said(error))
        found = trouble.refused(error_code(error), intent) if isinstance(error, SlackApiError) else None
        return found or chat_trouble.failed(self._report(error))

    async def _tell(self, person: Person, origin: Origin, screen: Screen) -> None:
        """Where they acted, else in their messages; if neither can be had, the log has said it."""
        try:
            if not await self._outlet.respond(origin, [screen]):
                await self._outlet.post(person, Reply((screen,)))
        except CALL_ERRORS as error:
            log.warning("slack.untold", tenant=person.tenant, reason=said(error))
