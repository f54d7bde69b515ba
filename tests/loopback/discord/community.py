"""A guild as a test sets it up: channels, members, and what its moderators do to the bot."""

from collections.abc import Iterable

from tests.loopback.discord import posting
from tests.loopback.discord.bodies import guild_created_json, place_json
from tests.loopback.discord.courier import Courier
from tests.loopback.discord.directory import Guild, Kind, Message, Place, Version
from tests.loopback.discord.person import Person
from tests.loopback.discord.shown import Seen
from tests.loopback.discord.world import World


class Community:
    """A guild, with what an administrator can do there."""

    def __init__(self, world: World, courier: Courier, guild: Guild) -> None:
        self._world = world
        self._courier = courier
        self.guild = guild

    @property
    def id(self) -> str:
        """Its id."""
        return self.guild.id

    def channel(self, name: str, members: Iterable[Person] = ()) -> Place:
        """A text channel, made at first mention; people who are named join the guild."""
        self.joins(*members)
        for place in self.guild.places:
            if place.name == name:
                return place
        place = Place(self._world.new_id(), Kind.TEXT, name, self.guild)
        self.guild.places.append(place)
        self._world.directory.places[place.id] = place
        if self.guild.has_bot:
            self._world.dispatch("CHANNEL_CREATE", place_json(place), self.guild)
        return place

    def joins(self, *people: Person) -> None:
        """People become members; without the privileged intent the bot is not told."""
        self.guild.members |= {person.id for person in people}

    def leaves(self, person: Person) -> None:
        """Somebody leaves."""
        self.guild.members.discard(person.id)

    def says(self, person: Person, place: Place, text: str) -> None:
        """Somebody writes into a channel; the bot has no intent to hear of it."""
        now = self._world.clock.now()
        posting.post(
            self._world, Message(self._world.new_id(), place, person.account, now, [Version(text, [], [], [])])
        )

    def removes(self, message: Seen) -> None:
        """A moderator deletes a message."""
        posting.remove(self._world, message.message)

    def hides(self, place: Place) -> None:
        """The bot sees a channel no more: 50001."""
        place.bot_sees = False

    def silences(self, place: Place) -> None:
        """The bot may not write into a channel: 50013."""
        place.bot_writes = False

    def deletes(self, place: Place) -> None:
        """A channel goes, with its messages."""
        self.guild.places.remove(place)
        place.deleted = True
        self._world.dispatch("CHANNEL_DELETE", place_json(place), self.guild)

    def kicks_bot(self) -> None:
        """The bot is removed from the guild, and told so."""
        self.guild.has_bot = False
        self.guild.farewell = self._world.dispatch("GUILD_DELETE", {"id": self.guild.id}, self.guild)

    def adds_bot(self) -> None:
        """The bot is added to the guild, and told so."""
        self.guild.has_bot = True
        self.guild.farewell = None
        self._world.dispatch("GUILD_CREATE", guild_created_json(self._world, self.guild), self.guild)

    def breaks_down(self) -> None:
        """An outage: the guild is there no more, though the bot was not removed."""
        self._world.dispatch("GUILD_DELETE", {"id": self.guild.id, "unavailable": True}, self.guild)
