"""What people do in Slack: commands, presses, forms, typed text, the home tab. Acknowledge first, then work.

What a person typed is the exception: it is kept before it is acknowledged.
"""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import BotError
from bot.intents import DrillMode, Intent, Request, StartDrill, StartScenario, Surface
from bot.platforms.slack import inbound
from bot.platforms.slack.modals import to_modal, to_refusal
from bot.platforms.slack.origin import Origin, origin_of, request_of, tenant_of, unpacked, user_of
from bot.platforms.slack.outlet import Outlet, Person
from bot.platforms.slack.render import to_page
from bot.port import AsyncAnswer
from bot.screens.model import Button, Paragraph, Reply, Screen, spans

Payload = Mapping[str, Any]

FORM_SECONDS = 2.5
ANYTHING = re.compile(".*", re.DOTALL)
IN_PRIVATE = (StartDrill, StartScenario)


class StillSaving(BotError):
    """The database takes long; the form stays open with its text."""


class Listeners:
    """Registers itself with a Bolt app and answers through the door."""

    def __init__(self, answer: AsyncAnswer, outlet: Outlet) -> None:
        self._answer = answer
        self._outlet = outlet
        self._tasks: set[asyncio.Task[None]] = set()

    def register(self, app: AsyncApp) -> None:
        """Listen for everything; the last listeners catch what no other takes, so that nothing stays unacknowledged."""
        app.command("/mlsd")(self.command)
        app.action(ANYTHING)(self.action)
        app.view(ANYTHING)(self.submission)

    async def finish(self) -> None:
        """Wait for what is still under way."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def command(self, ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        """`/mlsd …`: answered in direct messages where it is personal, privately where it was typed."""
        await ack()
        person, origin = _person(body, client), Origin(response_url=str(body.get("response_url", "")))
        channel = str(body.get("channel_id", ""))
        try:
            intent = inbound.command(str(body.get("text", "")))
            reply = await self._answer(request_of(body, intent, channel))
            await self._show(person, origin, request_of(body, intent, channel), reply)
        except BotError as error:
            await self._outlet.note(person, origin, error)

    async def action(self, ack: AsyncAck, body: Payload, client: AsyncWebClient) -> None:
        """A press. One without a meaning is explained, with a fresh start."""
        await ack()
        person, origin = _person(body, client), origin_of(body)
        action = (body.get("actions") or [{}])[0]
        if action.get("url"):
            return
        pressed = inbound.pressed(action)
        if isinstance(pressed, inbound.OpenForm):
            await client.views_open(trigger_id=body["trigger_id"], view=to_modal(pressed.form, origin.packed()))
        elif isinstance(pressed, inbound.ShowAll):
            await self._show_all(body, client, pressed.intent)
        else:
            await self._do(body, person, origin, pressed)

    async def submission(self, ack: AsyncAck, body: Payload, view: Payload, client: AsyncWebClient) -> None:
        """A form's text: kept first, then acknowledged. If that takes too long the form stays open with its text."""
        person, origin = _person(body, client), unpacked(str(view.get("private_metadata", "")))
        form, intent = inbound.form_of_view(view), inbound.submitted(view)
        if form is None or intent is None:
            await ack()
            await self._outlet.post(person, Reply((lost(),)))
            return
        work = asyncio.ensure_future(self._answer(request_of(body, intent, origin.channel)))
        try:
            reply = await asyncio.wait_for(asyncio.shield(work), FORM_SECONDS)
        except TimeoutError:
            await ack(**to_refusal(form, StillSaving("Still saving; your text is safe here.", "Send it once more.")))
            self._later(self._show_when_done(work, person, origin))
        except BotError as error:
            await ack(**to_refusal(form, error))
        else:
            await ack()
            await self._outlet.back(person, origin, reply)

    async def _do(self, body: Payload, person: Person, origin: Origin, intent: Intent | None) -> None:
        if intent is None:
            await self._outlet.back(person, origin, Reply((lost(),)))
            return
        try:
            request = request_of(body, intent, origin.channel)
            await self._show(person, origin, request, await self._answer(request))
        except BotError as error:
            await self._outlet.note(person, origin, error)

    async def _show(self, person: Person, origin: Origin, request: Request, reply: Reply) -> None:
        """Personal things go to direct messages; asked for in a channel, they leave a word there."""
        in_channel = request.place.surface is Surface.CHANNEL
        if not isinstance(request.intent, IN_PRIVATE) and in_channel and origin.response_url and not origin.message:
            await self._outlet.answer_command(origin.response_url, reply)
        elif in_channel:
            channel = await self._outlet.post(person, reply)
            await self._outlet.answer_command(origin.response_url, Reply((elsewhere(channel),)))
        elif origin.message or origin.ephemeral:
            await self._outlet.back(person, origin, reply)
        else:
            await self._outlet.post(person, reply)

    async def _show_all(self, body: Payload, client: AsyncWebClient, intent: Intent) -> None:
        reply = await self._answer(request_of(body, intent, origin_of(body).channel))
        await client.views_open(trigger_id=body["trigger_id"], view=to_page(reply.screens[-1]))

    async def _show_when_done(self, work: "asyncio.Future[Reply]", person: Person, origin: Origin) -> None:
        try:
            await self._outlet.back(person, origin, await work)
        except BotError as error:
            await self._outlet.note(person, origin, error)

    def _later(self, work: Any) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def lost() -> Screen:
    """A button or form that means nothing any more."""
    return Screen(
        "This button is from an older time",
        (Paragraph(spans("It does nothing any more, and nothing was changed. Here is a fresh start.")),),
        (Button("Drill", "drill", StartDrill(mode=DrillMode.DUE), default=True),),
    )


def elsewhere(channel: str) -> Screen:
    """What was asked for in a channel is in the direct messages."""
    words = f"It is private, so it waits in your messages with me (channel {channel})."
    return Screen("Over there", (Paragraph(spans(words)),))


def _person(body: Payload, client: AsyncWebClient) -> Person:
    return Person(tenant_of(body), user_of(body), client)
