"""What the bot owes people, as direct messages: sent once each, found again by the delivery's id, taken back.

Slack has no key against doubles, so nothing here is ever tried twice: what came of a request is said, not mended.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any

from aiolimiter import AsyncLimiter
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.recent import Recent
from bot.domain.delivery import Delivery
from bot.domain.delivery_outcome import Found, Outcome, Refused, Search, SearchLater, Sent, Unsearchable
from bot.domain.errors import BotError
from bot.platforms.slack.daily_errors import NOT_INSTALLED, WAIT, outcome_of, search_of
from bot.platforms.slack.errors import CALL_ERRORS
from bot.platforms.slack.person import PLATFORM
from bot.platforms.slack.render import to_message
from bot.platforms.slack.workspaces import Workspaces
from bot.screens.model import Notice

TENANT_A_SECOND = 4.8  # of the 300 posts a minute that a workspace has room for
ADDRESS_A_SECOND = 1.0
REQUEST_SECONDS = 10
REMOVAL_SECONDS = 2.0  # between two: Slack allows 50 deletions a minute, and drills need some of them
EVENT = "mlsd_delivery"
BEFORE_DUE = timedelta(hours=1)  # clocks differ, and nothing of ours was sent much earlier
PAGE = 100
SEPARATOR = ":"

Json = dict[str, Any]


class DailyOutlet:
    """Sends and finds deliveries in direct messages. `api` ends with a slash."""

    def __init__(self, workspaces: Workspaces, api: str, removal_seconds: float = REMOVAL_SECONDS) -> None:
        self._workspaces = workspaces
        self._api = api
        self._removal_seconds = removal_seconds
        self._removals: Recent[str, AsyncLimiter] = Recent()
        self._removing: set[asyncio.Task[None]] = set()
        self._cursors: Recent[str, str] = Recent()

    @property
    def platform(self) -> str:
        """As deliveries name it."""
        return PLATFORM

    async def send(self, delivery: Delivery, content: Any) -> Outcome:
        """Post it to the person once; the message that it replaces goes afterwards, when there is time."""
        try:
            client = await self._client(delivery.tenant)
        except BotError:
            return WAIT  # our own database: nothing was sent
        if client is None:
            return Refused(NOT_INSTALLED)
        outcome = await _post(client, delivery, content)
        if isinstance(outcome, Sent) and content.replaces:
            self._later(self._remove(delivery.tenant, client, content.replaces))
        return outcome

    async def find(self, delivery: Delivery) -> Search:
        """Read the person's messages since the delivery was due. Goes on later where it was told to wait."""
        try:
            client = await self._client(delivery.tenant)
            if client is None:
                return Unsearchable()
            channel = await _direct(client, delivery)
            return Found(await self._found(client, channel, delivery))
        except CALL_ERRORS as error:
            return search_of(error)
        except BotError:
            return SearchLater(WAIT.wait)

    async def delete(self, delivery: Delivery, message: str) -> None:
        """Take a message back; one that is gone is no error."""
        client = await self._client(delivery.tenant)
        if client is not None:
            await _delete(client, message)

    async def close(self) -> None:
        """Leave older messages that are still to be replaced where they are."""
        for task in self._removing:
            task.cancel()
        await asyncio.gather(*self._removing, return_exceptions=True)

    async def _client(self, tenant: str) -> AsyncWebClient | None:
        name = tenant.removeprefix(f"{PLATFORM}:")
        found = await self._workspaces.find(name, name, org_wide=False)
        if found is None:
            return None
        return AsyncWebClient(found.token, base_url=self._api, timeout=REQUEST_SECONDS, retry_handlers=[])

    async def _found(self, client: AsyncWebClient, channel: str, delivery: Delivery) -> tuple[str, ...]:
        """Messages with the delivery's id, the oldest first. Where pages are rationed, each search gets one further."""
        found: list[str] = []
        cursor = self._cursors.get(delivery.id) or ""
        while True:
            page = await client.conversations_history(
                channel=channel,
                oldest=f"{(delivery.due_at - BEFORE_DUE).timestamp():.6f}",
                limit=PAGE,
                cursor=cursor or None,
                include_all_metadata=True,
            )
            found += [_name(channel, each["ts"]) for each in page.get("messages") or [] if _is_of(each, delivery)]
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if found or not cursor:
                self._cursors.pop(delivery.id, None)
                return tuple(reversed(found))
            self._cursors.remember(delivery.id, cursor)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._removing.add(task)
        task.add_done_callback(self._removing.discard)

    async def _remove(self, tenant: str, client: AsyncWebClient, message: str) -> None:
        """Never so many that a workspace's limit is met; one that is not removed does no harm."""
        pace = self._removals.get(tenant) or AsyncLimiter(1, self._removal_seconds)
        self._removals.remember(tenant, pace)
        await pace.acquire()
        with suppress(*CALL_ERRORS):
            await _delete(client, message)


async def _post(client: AsyncWebClient, delivery: Delivery, content: Notice) -> Outcome:
    message = to_message(content.screen)
    try:
        sent = await client.chat_postMessage(
            channel=delivery.address,
            text=message.text,
            blocks=message.blocks,
            metadata={"event_type": EVENT, "event_payload": {"delivery": delivery.id}},
            unfurl_links=False,
            unfurl_media=False,
        )
    except CALL_ERRORS as error:
        return outcome_of(error)
    return Sent(_name(str(sent["channel"]), str(sent["ts"])))


async def _direct(client: AsyncWebClient, delivery: Delivery) -> str:
    opened = await client.conversations_open(users=delivery.address)
    return str(opened["channel"]["id"])


async def _delete(client: AsyncWebClient, message: str) -> None:
    channel, _, ts = message.partition(SEPARATOR)
    with suppress(SlackApiError):
        await client.chat_delete(channel=channel, ts=ts)


def _name(channel: str, ts: str) -> str:
    return f"{channel}{SEPARATOR}{ts}"


def _is_of(message: Json, delivery: Delivery) -> bool:
    metadata = message.get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, Mapping) else None
    return isinstance(payload, Mapping) and payload.get("delivery") == delivery.id
