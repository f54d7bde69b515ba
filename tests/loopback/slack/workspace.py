"""A workspace as a test sets it up: people, channels, the app's installation and its end."""

from collections.abc import Iterable

from tests.loopback.slack import events
from tests.loopback.slack.courier import Courier
from tests.loopback.slack.directory import Channel, Kind, Member, Message, Team
from tests.loopback.slack.grants import Grant, Standing
from tests.loopback.slack.person import Person
from tests.loopback.slack.world import World


class Workspace:
    """A team, with what an administrator can do there."""

    def __init__(self, world: World, courier: Courier, team: Team) -> None:
        self._world = world
        self._courier = courier
        self._people: dict[str, Person] = {}
        self.team = team

    @property
    def id(self) -> str:
        """Its id."""
        return self.team.id

    @property
    def grant(self) -> Grant:
        """The installation that is alive; raises LookupError without one."""
        grant = self._world.grants.of_team(self.team)
        if grant is None:
            raise LookupError(f"The app is not installed in {self.id}.")
        return grant

    @property
    def bot_token(self) -> str:
        """The bot's token here."""
        return self.grant.token

    def user(self, name: str, tz: str = "UTC") -> Person:
        """A person, made at first mention."""
        if name not in self._people:
            member = Member(name, self.id, name.lower(), tz)
            self.team.members[name] = member
            self._people[name] = Person(self._world, self._courier, member)
        return self._people[name]

    def channel(
        self, name: str, members: Iterable[Person] = (), *, private: bool = False, with_bot: bool = True
    ) -> Channel:
        """A channel, made at first mention; later mentions add members."""
        if name not in self.team.channels:
            kind = Kind.PRIVATE if private else Kind.PUBLIC
            self.team.channels[name] = Channel(name, self.id, name.lower(), kind)
            if with_bot:
                self.invite_bot(self.team.channels[name])
        self.team.channels[name].members |= {person.id for person in members}
        return self.team.channels[name]

    def invite_bot(self, channel: Channel) -> None:
        """What `/invite @mlsd` does."""
        channel.members.add(self.team.bot_user)

    def remove_message(self, message_ts: str, channel: Channel) -> None:
        """An administrator deletes a message."""
        message = channel.message(message_ts)
        if message is None:
            raise LookupError(f"No message {message_ts} in {channel.id}.")
        events.delete(self._world, channel, message)

    def deactivate(self, person: Person) -> None:
        """Somebody leaves; the app hears of it."""
        person.member.deactivated = True
        user = {
            "id": person.id,
            "team_id": self.id,
            "deleted": True,
            "name": person.member.name,
            "tz": person.member.zone,
        }
        self._courier.announce(self.team, {"type": "user_change", "user": user, "event_ts": self._world.new_ts()})

    def says(self, person: Person, channel: Channel, text: str) -> Message:
        """Somebody writes into a channel; the app is not told, since it has no scope to read there."""
        message = Message(self._world.new_ts(), channel.id, person.id, text)
        return events.post(self._world, channel, message)

    def uninstall(self) -> None:
        """The app is removed: its token dies and it is told so."""
        grant = self.grant
        grant.standing = Standing.INACTIVE
        self._courier.announce(
            self.team, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.team.bot_user]}}
        )
        self._courier.announce(self.team, {"type": "app_uninstalled"})

    def revoke_token(self, *, silently: bool = False) -> None:
        """The token dies, and the app is told, or not."""
        self.grant.standing = Standing.REVOKED
        if not silently:
            tokens = {"oauth": [], "bot": [self.team.bot_user]}
            self._courier.announce(self.team, {"type": "tokens_revoked", "tokens": tokens})

    def take_scope(self, scope: str) -> None:
        """The installation lacks a scope that the manifest names, as an old one does."""
        self.grant.scopes = tuple(name for name in self.grant.scopes if name != scope)
