"""An interaction that is being served: where it came from, how it was acknowledged, and the answers to it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.platforms.discord.acknowledging import Acknowledgement
from bot.platforms.discord.origin import Interaction, Origin, origin_of
from bot.screens.model import File


@dataclass(frozen=True, slots=True)
class Called:
    """One act of a person. Its token is good for fifteen minutes."""

    interaction: Interaction
    origin: Origin
    acknowledgement: Acknowledgement

    async def acknowledge(self) -> None:
        """Tell Discord that an answer will come; within three seconds of the act."""
        updates = self.acknowledgement is Acknowledgement.UPDATE
        private = self.acknowledgement is Acknowledgement.PRIVATE
        await self.interaction.response.defer(thinking=not updates, ephemeral=private)

    async def ask(self, modal: ui.Modal) -> None:
        """Open a form as the first response. discord.py is told not to keep it: a form may never come back."""
        modal.stop()
        await self.interaction.response.send_modal(modal)

    async def answer(self, view: ui.LayoutView, files: Sequence[File] = ()) -> discord.Message:
        """Put the answer in its place: the message that was pressed, or the one that was promised."""
        return await self.interaction.edit_original_response(view=view, attachments=uploads(files))

    async def follow(self, view: ui.LayoutView, files: Sequence[File] = ()) -> discord.Message:
        """One more message, which is no more public than the answer; at most five."""
        hidden = self.acknowledgement is Acknowledgement.PRIVATE or self.origin.ephemeral
        followup = self.interaction.followup
        return await followup.send(view=view, files=uploads(files), ephemeral=hidden, wait=True)

    async def note(self, view: ui.LayoutView) -> None:
        """Something for the person alone: in place of a promised answer, else beside what they pressed."""
        if self.acknowledgement is Acknowledgement.UPDATE:
            await self.interaction.followup.send(view=view, ephemeral=True)
        else:
            await self.answer(view)


def called(interaction: Interaction, acknowledgement: Acknowledgement, origin: Origin | None = None) -> Called:
    """An interaction with how it is to be acknowledged."""
    return Called(interaction, origin or origin_of(interaction), acknowledgement)


def uploads(files: Sequence[File]) -> list[discord.File]:
    """Files as discord.py sends them."""
    return [discord.File(io.BytesIO(file.text.encode()), filename=file.name) for file in files]
