"""Where replies go: the message that was pressed, the person's direct messages, the home tab, or a private note."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.chat.recent import Recent
from bot.intents import Intent
from bot.platforms.slack.elements import Json
from bot.platforms.slack.errors import CALL_ERRORS, error_code
from bot.platforms.slack.origin import Origin
from bot.platforms.slack.pace import Pace
from bot.platforms.slack.person import Key, Person
from bot.platforms.slack.render import Message, linked, standing, to_home, to_message, to_page
from bot.screens.model import File, Reply, Screen

RATE_LIMIT_RETRIES = 5
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"})
OPEN = "Open it"
LOADING = Screen("One moment …")


def client_of(token: str | None, api: str) -> AsyncWebClient:
    """A client that waits out a 429 and retries nothing else: a post that was dropped may have arrived."""
    return AsyncWebClient(token, base_url=api, retry_handlers=[_patience()])


@dataclass(frozen=True, slots=True)
class Sent:
    """A message by its name."""

    channel: str
    message: str


class Outlet:
    """Sends replies. What it remembers is only a short cut: after a restart a new message is posted instead.

    Of a session one message is enough: as the person types, it moves to the end of the chat.
    """

    def __init__(self) -> None:
        self._directs: Recent[Key, str] = Recent()
        self._panels: Recent[Key, Sent] = Recent()
        self._pace = Pace()

    async def back(self, person: Person, origin: Origin, reply: Reply, again: Intent | None = None) -> None:
        """Show a reply where the press came from: in its message, or else in direct messages.

        `again` is what shows the same once more, where it had to be cut.
        """
        screen = reply.screens[-1]
        if reply.files or not await self._replace(person, origin, to_message(screen, again)):
            await self.post(person, reply, again)
        elif not origin.ephemeral:
            await self._move_panel(person, screen, Sent(origin.channel, origin.message))

    async def post(self, person: Person, reply: Reply, again: Intent | None = None) -> Sent | None:
        """Show a reply as new messages in the person's direct messages; the last of them, None for an empty reply."""
        channel, sent = await self._direct(person), None
        for screen in reply.screens:
            sent = await self._send(person, channel, to_message(screen, again))
            await self._move_panel(person, screen, sent)
        for file in reply.files:
            await self._upload(person, channel, file)
        return sent

    async def respond(
        self,
        origin: Origin,
        screens: Sequence[Screen],
        *,
        link: str = "",
        again: Intent | None = None,
        replace: bool = False,
    ) -> bool:
        """Show screens to the person alone where they acted, with a way to an address; whether Slack took them all.

        `replace` puts the last one into the place of the message that was pressed.
        """
        messages = [to_message(screen, again) for screen in screens]
        if link:
            messages[-1] = linked(messages[-1], OPEN, link)
        taken = [await _respond(origin, message, replace=False) for message in messages[:-1]]
        return all([*taken, await _respond(origin, messages[-1], replace=replace)])

    async def link_to(self, person: Person, sent: Sent | None) -> str:
        """The address that opens a message; empty where Slack does not tell."""
        if sent is None:
            return ""
        with suppress(*CALL_ERRORS):
            found = await person.client.chat_getPermalink(channel=sent.channel, message_ts=sent.message)
            return str(found.get("permalink") or "")
        return ""

    async def home(self, person: Person, screens: Sequence[Screen]) -> None:
        """Show screens as the person's home tab."""
        await person.client.views_publish(user_id=person.user, view=to_home(screens))

    async def open_form(self, person: Person, trigger: str, view: Json) -> None:
        """Open a modal; the trigger is good for three seconds."""
        await person.client.views_open(trigger_id=trigger, view=view)

    async def open_page(self, person: Person, trigger: str) -> str:
        """Open an empty page before its content is known; its id."""
        opened = await person.client.views_open(trigger_id=trigger, view=to_page(LOADING))
        return str((opened.get("view") or {}).get("id") or "")

    async def fill_page(self, person: Person, page: str, screen: Screen) -> None:
        """Show a screen in an open page."""
        await person.client.views_update(view_id=page, view=to_page(screen))

    async def _direct(self, person: Person) -> str:
        """The channel of the person's direct messages with the bot."""
        if person.key not in self._directs:
            opened = await person.client.conversations_open(users=person.user)
            self._directs.remember(person.key, str(opened["channel"]["id"]))
        return self._directs[person.key]

    async def _send(self, person: Person, channel: str, message: Message) -> Sent:
        await self._pace.wait(channel)
        sent = await person.client.chat_postMessage(
            channel=channel, text=message.text, blocks=message.blocks, unfurl_links=False, unfurl_media=False
        )
        return Sent(channel, str(sent["ts"]))

    async def _upload(self, person: Person, channel: str, file: File) -> None:
        await person.client.files_upload_v2(channel=channel, filename=file.name, title=file.name, content=file.text)

    async def _replace(self, person: Person, origin: Origin, message: Message) -> bool:
        """By the press's own address where that serves: it counts against no limit of the workspace."""
        if origin.is_answerable and await _respond(origin, message, replace=True):
            return True
        return bool(origin.message) and not origin.ephemeral and await _update(person, origin, message)

    async def _move_panel(self, person: Person, screen: Screen, now: Sent) -> None:
        """A session's older message goes: its buttons would be stale."""
        stands = standing(screen) is not None
        if not (stands or screen.closes):
            return
        before = self._panels.pop(person.key, None)
        if stands:
            self._panels.remember(person.key, now)
        if before is not None and before != now:
            with suppress(*CALL_ERRORS):
                await person.client.chat_delete(channel=before.channel, ts=before.message)


def _patience() -> AsyncRateLimitErrorRetryHandler:
    return AsyncRateLimitErrorRetryHandler(max_retry_count=RATE_LIMIT_RETRIES)


async def _update(person: Person, origin: Origin, message: Message) -> bool:
    """Whether the message could be updated; one that is gone is no error."""
    try:
        await person.client.chat_update(
            channel=origin.channel, ts=origin.message, text=message.text, blocks=message.blocks
        )
    except SlackApiError as error:
        if error_code(error) in GONE:
            return False
        raise
    return True


async def _respond(origin: Origin, message: Message, *, replace: bool) -> bool:
    """Whether Slack took it; an address that does not serve any more is no error."""
    if not origin.is_answerable:
        return False
    answering = AsyncWebhookClient(origin.response_url, retry_handlers=[_patience()])
    try:
        answer = await answering.send(
            text=message.text,
            blocks=message.blocks,
            response_type="ephemeral",
            replace_original=replace,
            unfurl_links=False,
            unfurl_media=False,
        )
    except CALL_ERRORS:
        return False
    return answer.status_code == 200  # an HTTP status
