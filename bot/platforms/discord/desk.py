"""Everything after the acknowledgement: ask the core, and show its reply where it belongs."""

import asyncio
from collections.abc import Awaitable

import structlog

from bot.chat import trouble as chat_trouble
from bot.chat.turns import Turns
from bot.domain.errors import BotError
from bot.intents import (
    Actor,
    Help,
    Intent,
    LookUp,
    PublicIntent,
    ShowFramework,
    ShowHome,
    ShowPrivacy,
    ShowSettings,
    ShowStats,
)
from bot.platforms.discord import trouble
from bot.platforms.discord.called import Called
from bot.platforms.discord.errors import CALL_ERRORS, UNREACHABLE, code_of
from bot.platforms.discord.guard import Guard
from bot.platforms.discord.origin import request_of
from bot.platforms.discord.outlet import Outlet
from bot.port import Core, Report
from bot.screens.forms import Form, FormIntent
from bot.screens.model import Reply, Screen

log = structlog.get_logger("discord")

READING = (Help, LookUp, ShowFramework, ShowHome, ShowPrivacy, ShowSettings, ShowStats)
"""Asking for these once more changes nothing, so [Show all] may."""
MOST_TEXTS = 100  # acted on in one go


class Desk:
    """Serves people. Nobody waits for anybody else, and each person's acts are done one after the other."""

    def __init__(self, core: Core, outlet: Outlet, report: Report) -> None:
        self._core = core
        self._outlet = outlet
        self._guard = Guard(report)
        self._turns = Turns()

    async def serve(self, called: Called, intent: Intent) -> None:
        """Do what somebody asked for with a command or a press, and answer."""
        await self._run(called, self._serve(called, intent))

    async def serve_lost(self, called: Called) -> None:
        """Explain a button or form that means nothing any more, and offer a fresh start."""
        await self._run(called, self._outlet.note(called, chat_trouble.lost()))

    async def refuse(self, called: Called, error: BotError) -> None:
        """Say what was wrong and what to do."""
        await self._run(called, self._outlet.note(called, chat_trouble.refusal(error)))

    async def show_all(self, called: Called, intent: Intent) -> None:
        """Show all of what had to be cut, to the person alone."""
        await self._run(called, self._show_all(called, intent))

    def submit(self, called: Called, intent: FormIntent) -> "asyncio.Future[Reply]":
        """Begin to keep what a form holds; the reply comes as `Core.answer` gives it."""
        return asyncio.ensure_future(self._ask(called, intent))

    async def show_submitted(
        self, called: Called, work: "asyncio.Future[Reply]", form: Form, filled: FormIntent
    ) -> None:
        """Answer a form; what was wrong with it is said, and what was written is not lost."""
        await self._run(called, self._show_submitted(called, work, form, filled))

    async def serve_typed(self, who: Actor, kept: Awaitable[bool] | None = None) -> None:
        """Keep a text, then act on every one of the person's that waits, in order, and show each answer."""
        await self._guard.run(self._serve_typed(who, kept), lambda screen: self._post(who, screen))

    async def _run(self, called: Called, work: Awaitable[None]) -> None:
        await self._guard.run(work, lambda screen: self._outlet.note(called, screen))

    async def _serve(self, called: Called, intent: Intent) -> None:
        again = intent if isinstance(intent, READING) else None
        if isinstance(intent, PublicIntent):  # needs neither the person nor the database
            await self._outlet.show(called, await self._core.answer(request_of(called.origin, intent)), again)
            return
        async with self._turns.of(called.origin.user):
            reply = await self._core.answer(request_of(called.origin, intent))
            await self._outlet.show(called, reply, again)

    async def _ask(self, called: Called, intent: Intent) -> Reply:
        async with self._turns.of(called.origin.user):
            return await self._core.answer(request_of(called.origin, intent))

    async def _show_all(self, called: Called, intent: Intent) -> None:
        reply = await self._ask(called, intent)
        await self._outlet.show_pages(called, reply.screens[-1])

    async def _show_submitted(
        self, called: Called, work: "asyncio.Future[Reply]", form: Form, filled: FormIntent
    ) -> None:
        try:
            reply = await work
        except BotError as error:
            if error.fatal:
                raise
            await self._outlet.note(called, trouble.refused_form(error, form, filled))
            return
        await self._outlet.show(called, reply)

    async def _serve_typed(self, who: Actor, kept: Awaitable[bool] | None) -> None:
        if kept is not None:
            await kept
        async with self._turns.of(who.account):
            for _ in range(MOST_TEXTS):
                reply = await self._next_typed(who)
                if reply is None:
                    break
                if not await self._posted(who, reply):
                    break
            await self._core.told(who)

    async def _next_typed(self, who: Actor) -> Reply | None:
        """The answer to the next text; what the person can mend is an answer too."""
        try:
            return await self._core.work_inbox(who)
        except BotError as error:
            if error.fatal:
                raise
            return Reply((chat_trouble.refusal(error),))

    async def _post(self, who: Actor, screen: Screen) -> None:
        await self._posted(who, Reply((screen,)))

    async def _posted(self, who: Actor, reply: Reply) -> bool:
        """Whether the person's own chat took it. Where not, nobody tries again, and their next reply says so."""
        try:
            await self._outlet.post(who.account, reply)
        except CALL_ERRORS as error:
            if code_of(error) not in UNREACHABLE:
                raise
            log.info("discord.unreachable", account=who.account, code=code_of(error))
            await self._core.refused(who)
            return False
        return True
