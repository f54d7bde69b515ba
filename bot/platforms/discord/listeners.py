"""What people do on Discord: commands, presses, forms, typed text. Acknowledge first, then work.

Every interaction is read here, from what Discord sent: none is left unanswered because discord.py does not know its
button or form any more. A form's text is kept before it is acknowledged, as far as Discord's patience allows.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import discord
import structlog
from discord import InteractionType, app_commands

from bot.domain.errors import BotError
from bot.intents import InterpretText
from bot.platforms.discord import acknowledging, inbound, slash
from bot.platforms.discord.called import Called, called
from bot.platforms.discord.completing import Vocabulary, complete, focus_of
from bot.platforms.discord.desk import Desk
from bot.platforms.discord.errors import CALL_ERRORS, explain
from bot.platforms.discord.modals import to_modal
from bot.platforms.discord.origin import Interaction, actor_of, origin_of, origin_of_message, request_of, texts_of
from bot.port import Core

log = structlog.get_logger("discord")

Vocabularies = Callable[[str, str], Vocabulary]
"""What can be named in a tenant and a channel (empty outside of channels); at once, from memory."""

FORM_SECONDS = 2.0  # Discord waits three, the way there and back included


class Listeners:
    """Reads what comes, and lets the desk serve it."""

    def __init__(self, core: Core, desk: Desk, vocabularies: Vocabularies) -> None:
        self._core = core
        self._desk = desk
        self._vocabularies = vocabularies
        self._kinds: Mapping[InteractionType, Callable[[Interaction], Awaitable[None]]] = {
            InteractionType.application_command: self._command,
            InteractionType.autocomplete: self._autocomplete,
            InteractionType.component: self._press,
            InteractionType.modal_submit: self._submission,
        }

    async def interaction(self, interaction: Interaction) -> None:
        """Anything that somebody did with the bot."""
        listener = self._kinds.get(interaction.type)
        if listener is not None:
            await listener(interaction)

    async def message(self, message: discord.Message, application: int) -> None:
        """Something that was typed in the bot's own chat."""
        if message.author.bot or message.guild is not None or not message.content.strip():
            return
        origin = origin_of_message(message, application)
        kept = self._core.receive(request_of(origin, InterpretText(message.content)), str(message.id))
        await self._desk.serve_typed(actor_of(origin), kept)

    async def _command(self, interaction: Interaction) -> None:
        origin, data = origin_of(interaction), _data(interaction)
        call = called(interaction, acknowledging.of_command(slash.name_of(data), origin), origin)
        if not await _acknowledged(call):
            return
        try:
            intent = slash.invoked(data)
        except BotError as error:
            await self._desk.refuse(call, error)
            return
        await self._desk.serve(call, intent)

    async def _autocomplete(self, interaction: Interaction) -> None:
        focus, origin = focus_of(_data(interaction)), origin_of(interaction)
        channel = "" if origin.direct else origin.channel
        words = complete(focus, self._vocabularies(actor_of(origin).tenant, channel)) if focus else []
        try:
            await interaction.response.autocomplete([app_commands.Choice(name=word, value=word) for word in words])
        except CALL_ERRORS as error:
            log.info("discord.not_completed", reason=str(explain(error)))

    async def _press(self, interaction: Interaction) -> None:
        origin = origin_of(interaction)
        pressed = inbound.pressed(_data(interaction), inbound.invitation_of(texts_of(interaction.message)))
        call = called(interaction, acknowledging.of_press(pressed, origin), origin)
        if isinstance(pressed, inbound.OpenForm):
            await _heard(call.ask(to_modal(pressed.form)))
        elif not await _acknowledged(call):
            return
        elif isinstance(pressed, inbound.ShowAll):
            await self._desk.show_all(call, pressed.intent)
        elif pressed is None:
            await self._desk.serve_lost(call)
        else:
            await self._desk.serve(call, pressed)

    async def _submission(self, interaction: Interaction) -> None:
        origin, data = origin_of(interaction), _data(interaction)
        form, filled = inbound.form_of_modal(data), inbound.submitted(data)
        call = called(interaction, acknowledging.of_submission(understood=form is not None, origin=origin), origin)
        if form is None or filled is None:
            if await _acknowledged(call):
                await self._desk.serve_lost(call)
            return
        work = self._desk.submit(call, filled)
        await asyncio.wait([work], timeout=FORM_SECONDS)
        await _acknowledged(call)
        await self._desk.show_submitted(call, work, form, filled)


async def _acknowledged(call: Called) -> bool:
    """Whether Discord took the acknowledgement; where it did not, the person is told to try again by Discord itself."""
    return await _heard(call.acknowledge())


async def _heard(response: Awaitable[None]) -> bool:
    try:
        await response
    except CALL_ERRORS as error:
        log.warning("discord.unacknowledged", reason=str(explain(error)))
        return False
    return True


def _data(interaction: Interaction) -> Mapping[str, Any]:
    """What Discord sent with it, as it came."""
    data: Any = interaction.data
    return data if isinstance(data, Mapping) else {}
