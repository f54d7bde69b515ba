"""What people do in Slack: commands, presses, forms. Acknowledge first, then work.

A form's text is the exception: it is kept before it is acknowledged, or the form stays open with it.
"""

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat import trouble as chat_trouble
from bot.domain.errors import BotError
from bot.platforms.slack import inbound
from bot.platforms.slack.desk import Desk
from bot.platforms.slack.modals import to_refusal
from bot.platforms.slack.origin import Origin, of_command, of_press, unpacked
from bot.platforms.slack.person import person_of
from bot.port import Report
from bot.screens.forms import Form

Payload = Mapping[str, Any]

FORM_SECONDS = 2.5
ANYTHING = re.compile(".*", re.DOTALL)


class StillSaving(BotError):
    """The database takes long; the form stays open with its text."""


class Listeners:
    """Registers itself with a Bolt app. The patterns take everything, so that nothing stays unacknowledged."""

    def __init__(self, desk: Desk, report: Report) -> None:
        self._desk = desk
        self._report = report

    def register(self, app: AsyncApp) -> None:
        """Listen for all that people do."""
        app.command(ANYTHING)(self.command)
        app.action(ANYTHING)(self.action)
        app.view(ANYTHING)(self.submission)
        app.view_closed(ANYTHING)(self.ignore)
        app.shortcut(ANYTHING)(self.ignore)

    async def ignore(self, ack: AsyncAck) -> None:
        """What means nothing to the bot."""
        await ack()

    async def command(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """`/mlsd …`: answered in direct messages where it is personal, privately where it was typed."""
        await ack()
        person, origin = person_of(context, body, client), of_command(body)
        try:
            intent = inbound.command(str(body.get("text") or ""))
        except BotError as error:
            await self._desk.refuse(person, origin, error)
            return
        await self._desk.serve(person, origin, intent)

    async def action(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """A press. One without a meaning is explained, with a fresh start."""
        await ack()
        person, origin = person_of(context, body, client), of_press(body)
        action = (body.get("actions") or [{}])[0]
        pressed, trigger = inbound.pressed(action), str(body.get("trigger_id") or "")
        if action.get("url"):
            return
        if isinstance(pressed, inbound.OpenForm):
            await self._desk.open_form(person, origin, trigger, pressed.form)
        elif isinstance(pressed, inbound.ShowAll):
            await self._desk.open_page(person, origin, trigger, pressed.intent)
        elif pressed is None:
            await self._desk.serve_lost(person, origin)
        else:
            await self._desk.serve(person, origin, pressed)

    async def submission(
        self, ack: AsyncAck, view: Payload, body: Payload, context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        """A form's text. If keeping it takes too long, or it cannot be read, the form stays open with its text."""
        person, origin = person_of(context, body, client), unpacked(str(view.get("private_metadata") or ""))
        form, intent = inbound.form_of_view(view), inbound.submitted(view)
        if form is None or intent is None:
            await ack()
            await self._desk.serve_lost(person, Origin())
            return
        work = asyncio.ensure_future(self._desk.submit(person, origin, intent))
        await asyncio.wait([work], timeout=FORM_SECONDS)
        refusal = self._refusal_of(form, work)
        await ack(**refusal) if refusal else await ack()
        if not work.done():
            self._desk.later(self._desk.show(person, origin, intent, work))
        elif not refusal:
            await self._desk.show(person, origin, intent, work)

    def _refusal_of(self, form: Form, work: "asyncio.Future[Any]") -> dict[str, Any] | None:
        """What keeps the form open; None where its text was kept."""
        if not work.done():
            return to_refusal(form, StillSaving("Still saving; your text is safe here.", "Send it once more."))
        error = work.exception()
        if isinstance(error, BotError) and not error.fatal:
            return to_refusal(form, error)
        if error is not None:
            return to_refusal(form, BotError(self._told(error), "Your text is still here; try again in a minute."))
        return None

    def _told(self, error: BaseException) -> str:
        """The database is the operator's to mend, the rest is ours."""
        return (
            chat_trouble.UNAVAILABLE if isinstance(error, BotError) else f"{chat_trouble.FAILED} {self._report(error)}"
        )
