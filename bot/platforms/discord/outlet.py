"""Where replies go: into the message that was pressed, the answer that was promised, or the person's own chat."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import discord
from discord import ui

from bot.chat.recent import Recent
from bot.intents import Intent
from bot.platforms.discord.acknowledging import Acknowledgement
from bot.platforms.discord.called import Called, uploads
from bot.platforms.discord.errors import CALL_ERRORS
from bot.platforms.discord.render import standing, to_layout_view, to_pages
from bot.screens.model import File, Reply, Screen


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot's in somebody's own chat with it, by ids."""

    channel: int
    message: int


class Outlet:
    """Sends replies. What it remembers is only a short cut: after a restart an older message simply stays.

    Of a session one message is enough: as the person types, it moves to the end of the chat.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._panels: Recent[str, Sent] = Recent()

    async def show(self, called: Called, reply: Reply, again: Intent | None = None) -> None:
        """Answer an interaction. `again` is what shows the same once more, where it had to be cut.

        A pressed message shows the last screen; files come beside it.
        """
        if called.acknowledgement is not Acknowledgement.UPDATE:
            await self._show_all(called, reply, again)
        elif reply.files:
            await self._follow(called, reply.screens[-1], again, reply.files)
        elif reply.screens:
            await self._answer(called, reply.screens[-1], again)

    async def show_pages(self, called: Called, screen: Screen) -> None:
        """Answer with all of a screen, to be read by the person alone."""
        first, *others = to_pages(screen)
        await called.answer(first)
        for page in others:
            await called.follow(page)

    async def note(self, called: Called, screen: Screen) -> None:
        """Tell the person alone, and leave what they pressed as it is."""
        await called.note(to_layout_view(screen))

    async def post(self, account: str, reply: Reply) -> None:
        """Show a reply as new messages in the person's own chat with the bot; they must have begun it."""
        channel = await self._client.create_dm(discord.Object(int(account)))
        for number, screen in enumerate(reply.screens, 1):
            await self._send(account, channel, screen, reply.files if number == len(reply.screens) else ())

    async def _send(self, account: str, channel: discord.DMChannel, screen: Screen, files: Sequence[File]) -> None:
        """discord.py adds a nonce, by which Discord drops what is sent again after an error."""
        sent = await channel.send(view=_view(screen, None, files), files=uploads(files))
        await self._move_panel(account, screen, Sent(channel.id, sent.id))

    async def _show_all(self, called: Called, reply: Reply, again: Intent | None) -> None:
        """The first screen is the answer that was promised, the others follow it; files come with the last."""
        for number, screen in enumerate(reply.screens, 1):
            files = reply.files if number == len(reply.screens) else ()
            if number == 1:
                await self._answer(called, screen, again, files)
            else:
                await self._follow(called, screen, again, files)

    async def _answer(self, called: Called, screen: Screen, again: Intent | None, files: Sequence[File] = ()) -> None:
        await self._moved(called, screen, await called.answer(_view(screen, again, files), files))

    async def _follow(self, called: Called, screen: Screen, again: Intent | None, files: Sequence[File]) -> None:
        await self._moved(called, screen, await called.follow(_view(screen, again, files), files))

    async def _moved(self, called: Called, screen: Screen, shown: discord.Message) -> None:
        if called.origin.direct and not shown.flags.ephemeral:
            await self._move_panel(called.origin.user, screen, Sent(int(called.origin.channel), shown.id))

    async def _move_panel(self, account: str, screen: Screen, now: Sent) -> None:
        """A session's older message goes: its buttons would be stale."""
        stands = standing(screen) is not None
        if not (stands or screen.closes):
            return
        before = self._panels.pop(account, None)
        if stands:
            self._panels.remember(account, now)
        if before is not None and before != now:
            with suppress(*CALL_ERRORS):
                channel = self._client.get_partial_messageable(before.channel, type=discord.ChannelType.private)
                await channel.get_partial_message(before.message).delete()


def _view(screen: Screen, again: Intent | None, files: Sequence[File] = ()) -> ui.LayoutView:
    return to_layout_view(screen, again, [file.name for file in files])
