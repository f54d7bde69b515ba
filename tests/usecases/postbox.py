"""The engine's way by hand: due timers are woken and what they lead to is sent, at the test's time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.content.library import Library
from bot.domain.delivery import Delivery, State, delivery_id
from bot.domain.delivery_outcome import Outcome, Sent
from bot.door_deliveries import Begun, DeliveryDoor
from bot.door_timers import TimerDoor
from bot.screens.model import Screen
from bot.store import delivered, deliveries, memories, people, timers
from bot.store.timers import Timer
from bot.usecases.due import compose, wake
from tests.store.factories import memory
from tests.usecases.conftest import Chat, text_of

PLATFORM = "slack"
HALF_AN_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)


@dataclass
class Post:
    """A message as it arrived. `replaces` is the name of the one that went."""

    at: datetime
    delivery: Delivery
    screen: Screen
    replaces: str | None

    @property
    def text(self) -> str:
        """All its words."""
        return text_of(self.screen)


@dataclass
class Postbox:
    """What somebody in a chat gets by itself. `outcome` is what the platform says next, if not that it was sent."""

    chat: Chat
    library: Library
    posts: list[Post] = field(default_factory=list)
    outcome: Outcome | None = None

    def __post_init__(self) -> None:
        self._timers = TimerDoor(self.chat.database, wake(self.library), _unexpected)
        self._deliveries = DeliveryDoor(self.chat.database, compose(self.library))

    def tick(self) -> list[Post]:
        """Wake and send what is due now."""
        self.wake()
        return self.send()

    def wake(self) -> None:
        """Wake what is due, and send nothing."""
        for tenant in self._timers.tenants_due(100):
            self._timers.wake(tenant, 100)

    def send(self) -> list[Post]:
        """Send what is owed."""
        return [
            post for ticket in self._deliveries.owed(PLATFORM, 100) for post in self._send(ticket.tenant, ticket.id)
        ]

    def until(self, instant: datetime, step: timedelta = HALF_AN_HOUR) -> list[Post]:
        """Tick along up to an instant; what arrived."""
        before = len(self.posts)
        while self.chat.clock.now < instant:
            self.chat.clock.now = min(self.chat.clock.now + step, instant)
            self.tick()
        return self.posts[before:]

    def kept(self, slot: str) -> Delivery | None:
        """What the database says of a day's message."""
        person = person_of(self.chat)
        with self.chat.database.transaction(self.chat.who.tenant, write=False) as tx:
            return deliveries.find(tx, delivery_id(person, "drill", slot))

    def reasons(self) -> dict[str, str | None]:
        """Why messages were skipped, by slot."""
        person = person_of(self.chat)
        with self.chat.database.transaction(self.chat.who.tenant, write=False) as tx:
            told = delivered.of_person(tx, person)
        return {each.slot: each.reason for each in told if each.state == State.SKIPPED}

    def timer(self, slot: str = "") -> Timer | None:
        """The timer of the daily drill."""
        person = person_of(self.chat)
        with self.chat.database.transaction(self.chat.who.tenant) as tx:
            return timers.hold(tx, "drill", person, slot)

    def _send(self, tenant: str, delivery_id: str) -> Iterator[Post]:
        held = self._deliveries.claim(tenant, delivery_id)
        begun = self._deliveries.begin(held) if held else None
        if begun is None:
            return
        outcome = self.outcome or Sent(f"m-{begun.delivery.slot}")
        self._deliveries.settle(begun.delivery, outcome)
        if isinstance(outcome, Sent):
            yield self._arrived(begun)

    def _arrived(self, begun: Begun) -> Post:
        notice = begun.content
        self.posts.append(Post(self.chat.clock.now, begun.delivery, notice.screen, notice.replaces))
        return self.posts[-1]


def person_of(chat: Chat) -> str:
    """The id of the person who chats."""
    with chat.database.transaction(chat.who.tenant) as tx:
        return people.find_or_create(tx, chat.who.platform, chat.who.tenant, chat.who.account).person_id


def due_on(chat: Chat, day: date, card: str = "kinds-flip") -> None:
    """Let the person's one card be due on a local day, as if it had been answered."""
    person = person_of(chat)
    with chat.database.transaction(chat.who.tenant) as tx:
        memories.save(tx, person, memory(card, due_day=day))


def local(day: date, clock: str, zone: str) -> datetime:
    """The instant of a wall time."""
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


def _unexpected(error: Exception, timer: Timer) -> None:
    raise AssertionError(timer) from error
