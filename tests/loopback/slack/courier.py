"""Brings deliveries to the app: interactions once, events again and again until they are acknowledged."""

import asyncio
import secrets

from tests.loopback.slack import limits
from tests.loopback.slack.delivery import Delivery, Event, Kind, NotAcknowledged, Receipt, Transport
from tests.loopback.slack.directory import Json, Team
from tests.loopback.slack.payloads import event_json
from tests.loopback.slack.world import World

FAREWELLS = ("app_uninstalled", "tokens_revoked")
_EVENT_SCOPES = {"message.im": "im:history", "user_change": "users:read"}


class Courier:
    """Delivers over one transport and keeps what was sent."""

    def __init__(self, world: World, transport: Transport) -> None:
        self._world = world
        self._transport = transport
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[Event] | None = None
        self._to_lose = 0
        self.events: list[Event] = []

    async def deliver(self, delivery: Delivery) -> Receipt:
        """An interaction or command: tried once, acknowledged in time or else a violation."""
        try:
            reply = await self._transport.send(delivery)
        except NotAcknowledged as failure:
            if failure.blames_bot:
                self._world.violations.record(f"{delivery.name}: not acknowledged ({failure.reason}).")
            return Receipt(acknowledged=False, reason=failure.reason)
        return Receipt(acknowledged=True, seconds=reply.seconds, body=reply.body)

    def announce(self, team: Team, event: Json) -> Event | None:
        """Send an event on its way, if the app has asked for its type and may see it."""
        if not self._is_wanted(team, event):
            return None
        name = f"Ev{secrets.token_hex(5).upper()}"
        sent = Event(name, team.id, event_json(self._world, team, event, name))
        self.events.append(sent)
        if self._held is None:
            self._start(sent)
        else:
            self._held.append(sent)
        return sent

    def again(self, event: Event) -> None:
        """Deliver an event once more, as Slack does at times though it was acknowledged."""
        self._start(Event(event.id, event.team, event.body))

    def lose_first_attempts(self, times: int) -> None:
        """The first attempt of the next events never arrives; the app meets them as retries."""
        self._to_lose += times

    @property
    def is_holding(self) -> bool:
        """Whether events are kept back now."""
        return self._held is not None

    def hold(self) -> None:
        """Keep events back from now on."""
        self._held = []

    def release(self) -> None:
        """Deliver the events that were kept back, the newest first."""
        held, self._held = self._held or [], None
        for event in reversed(held):
            self._start(event)

    async def close(self) -> None:
        """Stop trying."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _is_wanted(self, team: Team, event: Json) -> bool:
        kind = event["type"]
        name = f"message.{event['channel_type']}" if kind == "message" else kind
        if name not in self._world.app.events:
            return False
        grant = self._world.grants.of_team(team)
        if grant is None:
            return kind in FAREWELLS
        return name not in _EVENT_SCOPES or _EVENT_SCOPES[name] in grant.scopes

    def _start(self, event: Event) -> None:
        task = asyncio.create_task(self._bring(event))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bring(self, event: Event) -> None:
        began = self._world.clock.now()
        for attempt, seconds in enumerate((0, *limits.EVENT_RETRY_SECONDS)):
            await self._world.clock.sleep_until(began + seconds)
            await self._attempt(event, attempt)
            if event.acknowledged:
                return
        self._record(event, f"lost, {len(event.reasons)} attempts failed ({event.reasons[-1]})")

    async def _attempt(self, event: Event, attempt: int) -> None:
        event.attempts += 1
        reason = event.reasons[-1] if event.reasons else ""
        try:
            await self._send(Delivery(Kind.EVENT, event.body, attempt, reason))
            event.acknowledged = True
            self._note_farewell(event)
        except NotAcknowledged as failure:
            event.reasons.append(failure.reason)
            if failure.reason == "http_timeout":
                self._record(event, f"no answer within {self._world.settings.acknowledge_seconds:g} s")
        event.tried = True
        self._world.changes.tell()

    def _record(self, event: Event, sentence: str) -> None:
        self._world.violations.record(f"{Delivery(Kind.EVENT, event.body).name}: {sentence}.")

    async def _send(self, delivery: Delivery) -> None:
        if self._to_lose and not delivery.retry:
            self._to_lose -= 1
            raise NotAcknowledged("connection_failed", blames_bot=False)
        await self._transport.send(delivery)

    def _note_farewell(self, event: Event) -> None:
        if event.body["event"]["type"] in FAREWELLS:
            team = self._world.directory[event.team]
            for grant in self._world.grants.given:
                grant.told_revoked |= bool(grant.standing) and grant.covers(team)
