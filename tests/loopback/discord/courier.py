"""Brings events to the sessions that may hear of them, in order, and waits for first responses to interactions."""

import asyncio
import secrets
from dataclasses import dataclass, field

from tests.loopback.discord import limits
from tests.loopback.discord.asked import Asked, Interaction
from tests.loopback.discord.directory import Account, Guild, Json, Message, Place
from tests.loopback.discord.events import Event
from tests.loopback.discord.gateway import Gateway
from tests.loopback.discord.payloads import interaction_json
from tests.loopback.discord.sessions import Session
from tests.loopback.discord.world import World

_INTENTS = {
    "GUILD_CREATE": limits.GUILDS,
    "GUILD_DELETE": limits.GUILDS,
    "CHANNEL_DELETE": limits.GUILDS,
    "MESSAGE_CREATE": limits.DIRECT_MESSAGES,
    "MESSAGE_UPDATE": limits.DIRECT_MESSAGES,
    "MESSAGE_DELETE": limits.DIRECT_MESSAGES,
}


@dataclass(frozen=True)
class Receipt:
    """What became of something a person did."""

    answered: bool
    seconds: float
    interaction: Interaction

    @property
    def kind(self) -> str:
        """The sort of the first response, as MESSAGE or MODAL, or nothing."""
        return self.interaction.answered.name if self.interaction.answered else ""

    @property
    def choices(self) -> list[str]:
        """What an autocomplete offered."""
        return [str(choice["name"]) for choice in self.interaction.choices]


@dataclass(eq=False)
class Courier:
    """Keeps what was sent, and sends."""

    world: World
    gateway: Gateway
    events: list[Event] = field(default_factory=list)
    _held: list[Event] | None = None
    _waiting: "asyncio.Queue[Event]" = field(default_factory=asyncio.Queue)
    _pump: "asyncio.Task[None] | None" = None

    def start(self) -> None:
        """Begin to deliver."""
        self._pump = asyncio.create_task(self._deliver())

    async def close(self) -> None:
        """Stop delivering."""
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.gather(self._pump, return_exceptions=True)

    def dispatch(self, name: str, data: Json, where: Place | Guild | None) -> Event:
        """Send an event on its way; those of one moment arrive in the order in which they are dispatched."""
        event = Event(name, data, where.guild if isinstance(where, Place) else where)
        self.events.append(event)
        if self._held is None:
            self._waiting.put_nowait(event)
        else:
            self._held.append(event)
        return event

    def again(self, event: Event) -> None:
        """The same event once more."""
        self._waiting.put_nowait(Event(event.name, event.data, event.guild))

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
            self._waiting.put_nowait(event)

    async def _deliver(self) -> None:
        while True:
            event = await self._waiting.get()
            hearing = [session for session in self.gateway.sessions if _hears(session, event)]
            event.reached = any(session.live for session in hearing)
            await self.gateway.send(hearing, event.name, event.data)
            event.sent = True
            self.world.changes.tell()

    # Interactions

    def new_interaction(
        self, kind: Asked, account: Account, place: Place, name: str, data: Json, message: Message | None = None
    ) -> Interaction:
        """An interaction that has not been sent yet."""
        now, token = self.world.clock.now(), secrets.token_urlsafe(48)
        return Interaction(self.world.new_id(), token, kind, account, place, now, name, data, message)

    async def ask(self, interaction: Interaction) -> Receipt:
        """Send an interaction and wait for its first response; none in time is a violation if the bot was there."""
        self.world.interactions[interaction.token] = interaction
        self.world.heard_of(interaction.account)
        self.world.violations.tell(f"-> {interaction.name}")
        event = self.dispatch("INTERACTION_CREATE", interaction_json(self.world, interaction), interaction.place)
        interaction.event = event
        if not self.is_holding:
            await self._until_answered(interaction, event)
        answered = interaction.answered is not None
        return Receipt(answered, interaction.answered_at - interaction.at if answered else 0.0, interaction)

    async def _until_answered(self, interaction: Interaction, event: Event) -> None:
        await self.world.changes.until(lambda: event.sent, 5, "an interaction to be sent")
        if not event.reached and not self.gateway.sessions:
            return
        deadline = interaction.at + self.world.settings.response_seconds
        answer = asyncio.create_task(self._answer(interaction))
        clock = asyncio.create_task(self.world.clock.sleep_until(deadline))
        await asyncio.wait((answer, clock), return_when=asyncio.FIRST_COMPLETED)
        for task in (answer, clock):
            task.cancel()
        await asyncio.gather(answer, clock, return_exceptions=True)
        if interaction.answered is None and interaction.reached and not interaction.late:
            interaction.late = True
            given = self.world.settings.response_seconds
            self.world.violations.record(f"{interaction.name}: no first response within {given:g} s.")

    async def _answer(self, interaction: Interaction) -> None:
        await self.world.changes.until(lambda: interaction.answered, 3600, "a response")


def _hears(session: Session, event: Event) -> bool:
    needed = _INTENTS.get(event.name, 0)
    shard = (int(event.guild.id) >> 22) % session.shards if event.guild else 0
    return session.shard == shard and session.intents & needed == needed
