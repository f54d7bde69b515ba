"""Where replies go: the message that was pressed, the person's direct messages, the home tab, or a private note."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.domain.errors import BotError
from bot.platforms.slack.origin import Origin
from bot.platforms.slack.render import Message, to_home, to_message
from bot.screens.model import Paragraph, Reply, Screen, spans

KEPT = 10_000
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"})
Key = tuple[str, str]  # tenant, user


class Recent(OrderedDict[Key, str]):
    """A bounded memory of what could be looked up or done without: the oldest goes first."""

    def remember(self, key: Key, value: str) -> None:
        """Keep a value, and let the oldest go when there are too many."""
        self[key] = value
        self.move_to_end(key)
        while len(self) > KEPT:
            self.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a reply is for, with the client of their workspace."""

    tenant: str
    user: str
    client: AsyncWebClient

    @property
    def key(self) -> Key:
        """The person among all tenants."""
        return self.tenant, self.user


class Outlet:
    """Sends replies. What it remembers is only a short cut: after a restart a new message is posted instead."""

    def __init__(self) -> None:
        self._directs = Recent()
        self._panels = Recent()

    async def direct(self, person: Person) -> str:
        """The channel of the person's direct messages with the bot."""
        if person.key not in self._directs:
            opened = await person.client.conversations_open(users=person.user)
            self._directs.remember(person.key, str(opened["channel"]["id"]))
        return self._directs[person.key]

    async def back(self, person: Person, origin: Origin, reply: Reply) -> None:
        """Show a reply where the press came from: in its message, on the home tab, or else in direct messages."""
        if origin.ephemeral and origin.response_url:
            await self._respond(origin.response_url, to_message(_last(reply)), replace=True)
        elif origin.message and await self._update(person, origin.channel, origin.message, reply):
            self._panels.remember(person.key, f"{origin.channel} {origin.message}")
        else:
            await self.post(person, reply)

    async def post(self, person: Person, reply: Reply) -> str:
        """Show a reply as a new message in the person's direct messages; its permalink's channel."""
        channel = await self.direct(person)
        for screen in reply.screens:
            message = to_message(screen)
            sent = await person.client.chat_postMessage(
                channel=channel, text=message.text, blocks=message.blocks, unfurl_links=False, unfurl_media=False
            )
            self._panels.remember(person.key, f"{channel} {sent['ts']}")
        return channel

    async def panel(self, person: Person, reply: Reply) -> None:
        """Show a reply to something typed: in the message that holds the open card, else in a new one."""
        channel, _, message = self._panels.get(person.key, "").partition(" ")
        if not (message and await self._update(person, channel, message, reply)):
            await self.post(person, reply)

    async def home(self, person: Person, reply: Reply) -> None:
        """Show a reply as the person's home tab."""
        await person.client.views_publish(user_id=person.user, view=to_home(reply.screens))

    async def note(self, person: Person, origin: Origin, error: BotError) -> None:
        """Tell the person alone what was wrong and what to do."""
        message = to_message(Screen(error.message, (Paragraph(spans(error.next_step)),) if error.next_step else ()))
        if origin.response_url:
            await self._respond(origin.response_url, message, replace=False)
            return
        channel = await self.direct(person)
        await person.client.chat_postMessage(channel=channel, text=message.text, blocks=message.blocks)

    async def answer_command(self, response_url: str, reply: Reply) -> None:
        """Show a reply privately where a command was typed."""
        for screen in reply.screens:
            await self._respond(response_url, to_message(screen), replace=False)

    async def _update(self, person: Person, channel: str, message: str, reply: Reply) -> bool:
        """Whether the message could be updated; one that is gone is no error."""
        shown = to_message(_last(reply))
        try:
            await person.client.chat_update(channel=channel, ts=message, text=shown.text, blocks=shown.blocks)
        except SlackApiError as error:
            if _code(error.response.data) in GONE:
                return False
            raise
        return True

    async def _respond(self, url: str, message: Message, *, replace: bool) -> None:
        await AsyncWebhookClient(url).send(
            text=message.text, blocks=message.blocks, response_type="ephemeral", replace_original=replace
        )


def _last(reply: Reply) -> Screen:
    return reply.screens[-1]


def _code(data: Any) -> str:
    return str(data.get("error", "")) if isinstance(data, Mapping) else ""
