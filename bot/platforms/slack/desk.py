"""Everything after the acknowledgement: ask the core, and show its reply where it belongs."""

import asyncio
from collections.abc import Awaitable, Coroutine
from contextlib import suppress
from dataclasses import replace
from typing import Any

import structlog

from bot.chat import trouble as chat_trouble
from bot.chat.turns import Turns
from bot.domain.errors import BotError
from bot.intents import (
    Help,
    InSession,
    Intent,
    InterpretText,
    LookUp,
    PublicIntent,
    ShowFramework,
    ShowHome,
    ShowPrivacy,
    ShowSettings,
    ShowStats,
    ShowWelcome,
    StartDrill,
    StartScenario,
)
from bot.platforms.slack import trouble
from bot.platforms.slack.guard import Guard
from bot.platforms.slack.modals import to_modal
from bot.platforms.slack.origin import Origin
from bot.platforms.slack.outlet import Outlet
from bot.platforms.slack.person import Person
from bot.platforms.slack.profiles import Profiles
from bot.port import Core, Report
from bot.screens import hints
from bot.screens.forms import Form
from bot.screens.model import Button, Reply, Screen

log = structlog.get_logger("slack")

IN_PRIVATE = (StartDrill, StartScenario, InSession)
"""What runs in the person's own chat with the bot, wherever it was asked for."""
READING = (Help, LookUp, ShowFramework, ShowHome, ShowPrivacy, ShowSettings, ShowStats)
"""Asking for these once more changes nothing, so [Show all] may."""
RETRY_SECONDS = (5, 30, 120, 600)
MOST_TEXTS = 100  # acted on in one go


class Desk:
    """Serves people. Nobody waits for anybody else, and each person's acts are done one after the other."""

    def __init__(self, core: Core, outlet: Outlet, report: Report) -> None:
        self._core = core
        self._outlet = outlet
        self._guard = Guard(outlet, report)
        self._profiles = Profiles(core)
        self._turns = Turns()
        self._stopping = asyncio.Event()
        self._begun: set[asyncio.Task[None]] = set()

    async def serve(self, person: Person, origin: Origin, intent: Intent) -> None:
        """Do what somebody asked for with a command or a press."""
        await self._guard.run(person, origin, intent, self._serve(person, origin, intent))

    async def serve_lost(self, person: Person, origin: Origin) -> None:
        """Explain a button or form that means nothing any more, and offer a fresh start."""
        await self._guard.run(person, origin, Help(), self._show(person, origin, Help(), Reply((chat_trouble.lost(),))))

    async def refuse(self, person: Person, origin: Origin, error: BotError) -> None:
        """Say what was wrong and what to do."""
        await self._guard.run(person, origin, Help(), _failing(error))

    async def serve_typed(self, person: Person) -> None:
        """Act on every text of the person that waits, in order, and show each answer."""
        await self._guard.run(person, Origin(), InterpretText(""), self._serve_kept(person))

    async def open_form(self, person: Person, origin: Origin, trigger: str, form: Form) -> None:
        """Open a form; what was pressed tells where its answer belongs."""
        work = self._outlet.open_form(person, trigger, to_modal(form, origin.packed()))
        await self._guard.run(person, origin, form.intent, work)

    async def submit(self, person: Person, origin: Origin, intent: Intent) -> Reply:
        """Keep what a form holds; `show` its reply. Raises as the core does."""
        async with self._turns.of(person.key):
            return await self._core.answer(person.wants(intent, origin.channel))

    async def show(self, person: Person, origin: Origin, intent: Intent, reply: Awaitable[Reply]) -> None:
        """Show the reply to a form, when it comes."""

        async def shown() -> None:
            await self._show(person, origin, intent, await reply)

        await self._guard.run(person, origin, intent, shown())

    async def open_page(self, person: Person, origin: Origin, trigger: str, intent: Intent) -> None:
        """Show all of what had to be cut, in a modal: opened at once, since its trigger is short-lived."""
        await self._guard.run(person, origin, intent, self._open_page(person, trigger, intent))

    async def open_home(self, person: Person) -> None:
        """The home tab, as the person opens it."""
        await self._guard.run(person, Origin(home=True), ShowHome(), self._open_home(person))

    async def greet(self, person: Person) -> None:
        """The messages tab was opened: welcome whoever meets the bot."""
        await self._guard.run(person, Origin(), ShowWelcome(once=True), self._greet(person))

    async def follow_zone(self, person: Person, zone: str) -> None:
        """The person's profile changed; they need not hear what goes wrong with that."""
        await self._guard.outcome(person, ShowSettings(), self._profiles.changed(person, zone))

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on with something behind the scenes; `finish` waits for it."""
        task = asyncio.ensure_future(work)
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    async def finish(self) -> None:
        """Wait for what is still under way; what waits for the database is left to the next start."""
        self._stopping.set()
        while self._begun:
            await asyncio.wait(self._begun)
        await self._guard.finish()

    async def _serve(self, person: Person, origin: Origin, intent: Intent) -> None:
        if isinstance(intent, PublicIntent):  # needs neither the person nor the database
            await self._show(person, origin, intent, await self._core.answer(person.wants(intent, origin.channel)))
            return
        async with self._turns.of(person.key):
            await self._profiles.follow(person)
            reply = await self._core.answer(person.wants(intent, origin.channel))
            await self._show(person, origin, intent, reply)

    async def _serve_kept(self, person: Person) -> None:
        """While the database is away the text waits in it: say so once, and try again."""
        told = False
        for pause in RETRY_SECONDS:
            try:
                await self._serve_typed(person)
            except BotError as error:
                if not error.fatal:
                    raise
                log.error("slack.waiting", tenant=person.tenant, reason=str(error))  # noqa: TRY400  # said in full
            else:
                return
            if not told:
                told = True
                await self._outlet.post(person, Reply((chat_trouble.kept(),)))
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            if self._stopping.is_set():
                return  # the next start finds it

    async def _serve_typed(self, person: Person) -> None:
        async with self._turns.of(person.key):
            await self._profiles.follow(person)
            for _ in range(MOST_TEXTS):
                reply = await self._next_typed(person)
                if reply is None:
                    break
                await self._outlet.post(person, reply)
            await self._core.told(person.actor)

    async def _next_typed(self, person: Person) -> Reply | None:
        """The answer to the next text; what the person can mend is an answer too."""
        try:
            return await self._core.work_inbox(person.actor)
        except BotError as error:
            if error.fatal:
                raise
            return Reply((chat_trouble.refusal(error),))

    async def _open_page(self, person: Person, trigger: str, intent: Intent) -> None:
        page = await self._outlet.open_page(person, trigger)
        reply = await self._core.answer(person.wants(intent))
        await self._outlet.fill_page(person, page, reply.screens[-1])

    async def _open_home(self, person: Person, *above: Screen) -> None:
        await self._profiles.follow(person)
        reply = await self._core.answer(person.wants(ShowHome()))
        await self._outlet.home(person, [*above, *reply.screens])

    async def _greet(self, person: Person) -> None:
        async with self._turns.of(person.key):
            await self._profiles.follow(person)
            await self._outlet.post(person, await self._core.answer(person.wants(ShowWelcome(once=True))))

    async def _show(self, person: Person, origin: Origin, intent: Intent, reply: Reply) -> None:
        again = intent if isinstance(intent, READING) else None
        moves = isinstance(intent, IN_PRIVATE) or bool(reply.files)
        if origin.home:
            await self._show_at_home(person, reply, moves=moves)
        elif origin.in_channel and (moves or not await self._show_there(origin, reply, again)):
            link = await self._outlet.link_to(person, await self._outlet.post(person, reply, again))
            await self._outlet.respond(origin, [reply.elsewhere or hints.in_private()], link=link)
        elif origin.message and not origin.in_channel:
            await self._outlet.back(person, origin, reply, again)
        elif not origin.in_channel:
            await self._outlet.post(person, reply, again)

    async def _show_there(self, origin: Origin, reply: Reply, again: Intent | None) -> bool:
        """In the channel, to the person alone; a pressed ephemeral message is replaced."""
        return await self._outlet.respond(origin, reply.screens, again=again, replace=origin.ephemeral)

    async def _show_at_home(self, person: Person, reply: Reply, *, moves: bool) -> None:
        """A page of its own with a way back; a drill, a scenario or a file goes to the messages."""
        if moves:
            await self._outlet.post(person, reply)
            await self._open_home(person, trouble.in_messages())
        else:
            await self._outlet.home(person, [*reply.screens[:-1], _with_way_back(reply.screens[-1])])


def _with_way_back(screen: Screen) -> Screen:
    if any(isinstance(made.intent, ShowHome) for made in screen.buttons) or screen.title == hints.HOME:
        return screen
    return replace(screen, buttons=(*screen.buttons, Button(hints.HOME, "home", ShowHome())))


async def _failing(error: BotError) -> None:
    raise error
