"""What Slack tells without anybody pressing: typed text, opened tabs, changed profiles, the end of an installation.

Slack sends an event again only while it is not acknowledged, and Bolt acknowledges before a listener runs. So what must
not be lost is kept by a middleware: without its commit there is no acknowledgement.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import BotError
from bot.intents import InterpretText
from bot.platforms.slack import inbound
from bot.platforms.slack.desk import Desk
from bot.platforms.slack.listeners import ANYTHING
from bot.platforms.slack.person import person_of
from bot.platforms.slack.workspaces import Workspaces
from bot.port import Core, Report

log = structlog.get_logger("slack")

Payload = Mapping[str, Any]
Next = Callable[[], Awaitable[BoltResponse]]

NOT_KEPT = 503


class News:
    """Registers itself with a Bolt app, beside the listeners."""

    def __init__(self, core: Core, desk: Desk, workspaces: Workspaces, report: Report) -> None:
        self._core = core
        self._desk = desk
        self._workspaces = workspaces
        self._report = report

    def register(self, app: AsyncApp) -> None:
        """Listen for every event that the manifest names; the last listener lets others pass."""
        app.use(self.keep)
        app.event("message")(self.message)
        app.event("app_home_opened")(self.opened)
        app.event("user_change")(self.changed)
        app.event(ANYTHING)(self.others)

    async def keep(
        self, body: Payload, context: AsyncBoltContext, client: AsyncWebClient, next_: Next
    ) -> BoltResponse | None:
        """Keep what must survive a crash; where that fails, Slack is to send the event again."""
        event = _event_of(body)
        try:
            await self._kept(event, body, context, client)
        except BotError as error:
            log.error("slack.not_kept", kind=event.get("type"), reason=str(error))  # noqa: TRY400  # the reason says it all
            return BoltResponse(status=NOT_KEPT, body="")
        except Exception as error:  # noqa: BLE001  # a fault of ours: Slack sends it again, and somebody may mend it
            log.error("slack.not_kept", kind=event.get("type"), reason=self._report(error))  # noqa: TRY400  # told there
            return BoltResponse(status=NOT_KEPT, body="")
        await next_()
        return None

    async def message(self, body: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """Act on what was typed; it was kept before."""
        if inbound.typed(_event_of(body)):
            await self._desk.serve_typed(person_of(context, body, client))

    async def opened(self, body: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """Somebody looks at the home tab, or at the messages."""
        person = person_of(context, body, client)
        if _event_of(body).get("tab") == "home":
            await self._desk.open_home(person)
        else:
            await self._desk.greet(person)

    async def changed(self, body: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """A profile changed: whoever it is of, their time zone may have."""
        profile = _event_of(body).get("user")
        zone = profile.get("tz") if isinstance(profile, Mapping) else None
        if zone:
            await self._desk.follow_zone(person_of(context, body, client), str(zone))

    async def others(self) -> None:
        """Events that need nothing, or nothing more."""

    async def _kept(self, event: Payload, body: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        told_at = body.get("event_time")
        if text := inbound.typed(event):
            request = person_of(context, body, client).wants(InterpretText(text))
            await self._core.receive(request, str(body.get("event_id") or ""))
        elif event.get("type") == "app_uninstalled":
            await self._workspaces.uninstalled(context.enterprise_id, context.team_id, told_at)
        elif event.get("type") == "tokens_revoked" and _mapping(event.get("tokens")).get("bot"):
            await self._workspaces.revoked(context.enterprise_id, context.team_id, told_at)


def _event_of(body: Payload) -> Payload:
    return _mapping(body.get("event"))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
