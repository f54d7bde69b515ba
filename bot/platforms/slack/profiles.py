"""Time zones from people's profiles: asked for once while the program runs, and followed when they change."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.recent import Recent
from bot.intents import FollowZone
from bot.platforms.slack.errors import CALL_ERRORS
from bot.platforms.slack.person import Key, Person
from bot.port import Core

PATIENCE_SECONDS = 2


class Profiles:
    """A profile that cannot be read now is asked for again at the person's next act; nobody waits long for it."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._read: Recent[Key, bool] = Recent()

    async def follow(self, person: Person) -> None:
        """At the first act of a person since the start: take their zone over."""
        if person.key in self._read:
            return
        self._read.remember(person.key, True)
        try:
            zone = await _zone(person)
        except CALL_ERRORS:
            self._read.pop(person.key, None)
            return
        await self._take_over(person, zone)

    async def changed(self, person: Person, zone: str) -> None:
        """Slack tells of everybody's profile; only people who met the bot matter."""
        if await self._core.knows(person.actor):
            await self._take_over(person, zone)

    async def _take_over(self, person: Person, zone: str) -> None:
        if zone:
            await self._core.answer(person.wants(FollowZone(zone)))


async def _zone(person: Person) -> str:
    # A client of its own: a zone is not worth waiting for where Slack says "too many".
    shared = person.client
    asking = AsyncWebClient(shared.token, base_url=shared.base_url, timeout=PATIENCE_SECONDS, retry_handlers=[])
    profile = (await asking.users_info(user=person.user)).get("user") or {}
    return str(profile.get("tz") or "")
