"""A person in front of Discord: types, presses, chooses, submits, and sees what Discord would show them."""

from collections.abc import Callable, Mapping

from tests.loopback.discord import posting
from tests.loopback.discord.asked import Asked, OpenForm
from tests.loopback.discord.commanding import Given, autocomplete_data, command_data
from tests.loopback.discord.components import SELECTS, Part
from tests.loopback.discord.courier import Courier, Receipt
from tests.loopback.discord.directory import Account, Json, Message, Place, Version
from tests.loopback.discord.events import Event
from tests.loopback.discord.filling import Answer, chosen, filled, submitted, untouched
from tests.loopback.discord.routes.messages import open_dm
from tests.loopback.discord.shown import Form, NotThere, Seen, form, seen
from tests.loopback.discord.world import World

PATIENCE_SECONDS = 5.0


class Person:
    """Somebody with an account. Every act returns once the bot has answered it first, or has failed to."""

    def __init__(self, world: World, courier: Courier, account: Account) -> None:
        self._world = world
        self._courier = courier
        self.account = account
        self._here: Place | None = None

    @property
    def id(self) -> str:
        """Their id."""
        return self.account.id

    @property
    def dm(self) -> Place:
        """Their direct messages with the bot, begun by them if need be."""
        return self._world.directory.direct(self.account) or open_dm(self._world, self.account)

    @property
    def here(self) -> Place:
        """The channel that they look at; at first their direct messages with the bot."""
        return self._here or self.dm

    # What they do

    def goes_to(self, place: Place) -> None:
        """Look at another channel; raises NotThere if they cannot see it."""
        if not place.holds(self.account):
            raise NotThere(f"{self.account.name} is not in {place.name or place.id}.")
        self._here = place

    async def slash(self, line: str, /, **options: Given) -> Receipt:
        """A slash command with its subcommands, as `slash("mlsd drill", topic="fraud")`; raises NotThere."""
        data = command_data(self._world, (self.here, self.account), line, options)
        return await self._asks(Asked.COMMAND, self.here, f"/{line}", data)

    async def autocomplete(self, line: str, option: str, typed: str, /, **others: Given) -> list[str]:
        """What Discord offers while an option is being typed."""
        data = autocomplete_data(self._world, (self.here, self.account), line, option, {**others, option: typed})
        receipt = await self._asks(Asked.AUTOCOMPLETE, self.here, f"/{line} {option}={typed!r}", data)
        return receipt.choices

    async def presses(self, which: str, on: Seen | None = None) -> Receipt:
        """A button, by what it says or its custom id: on the newest message that has it, or on an old snapshot."""
        message = on or self._newest_with(which)
        button = message.control(which)
        if button.kind != Part.BUTTON or button.is_link or button.disabled:
            raise NotThere(f"{which!r} cannot be pressed.")
        return await self.presses_id(button.custom_id, message)

    async def presses_id(self, custom_id: str, on: Seen) -> Receipt:
        """A button that may be gone or may never have been there, as a crafted client can."""
        data = {"custom_id": custom_id, "component_type": int(Part.BUTTON), "id": 1}
        return await self._uses(on, f"button {custom_id!r}", data)

    async def selects(self, which: str, *labels: str, on: Seen | None = None) -> Receipt:
        """Options of a select, by what they say or their values."""
        message = on or self._newest_with(which)
        control = message.control(which)
        if control.kind not in SELECTS or control.disabled:
            raise NotThere(f"{which!r} is no select that can be used.")
        values = chosen(control, list(labels))
        data = {
            "custom_id": control.custom_id,
            "component_type": control.kind,
            "values": values,
            "id": control.part["id"],
        }
        return await self._uses(message, f"select {which!r}", data)

    def fills(self, values: Mapping[str, Answer]) -> None:
        """Type into the open form, or choose there, without submitting it; raises NotThere."""
        opened = self._opened()
        for which, answer in values.items():
            control = form(opened).control(which)
            opened.given[control.custom_id] = filled(control, answer)

    async def submits(self, values: Mapping[str, Answer] | None = None) -> Receipt:
        """Fill in the open form and submit it. Without an answer of the bot it stays open, with what stands in it."""
        opened = self._opened()
        self.fills(values or {})
        controls = form(opened).controls
        states = {one.custom_id: opened.given.get(one.custom_id) or untouched(one) for one in controls}
        body = opened.body
        data = {"custom_id": body["custom_id"], "components": submitted(body["components"], states)}
        source = opened.interaction
        receipt = await self._asks(Asked.MODAL, source.place, f"form {body['title']!r}", data, source.message, opened)
        if receipt.answered and self._world.forms.get(self.id) is opened:
            del self._world.forms[self.id]
        return receipt

    def closes_form(self) -> None:
        """Dismiss the open form; the bot is not told."""
        self._opened()
        del self._world.forms[self.id]

    async def types(self, text: str) -> Event:
        """A message in their direct messages with the bot."""
        now = self._world.clock.now()
        self._world.heard_of(self.account)
        message = Message(self._world.new_id(), self.dm, self.account, now, [Version(text, [], [], [])])
        posting.post(self._world, message)
        event = self._courier.events[-1]
        if not self._courier.is_holding:
            await self._world.changes.until(lambda: event.sent, PATIENCE_SECONDS, "a message to be told")
        return event

    def closes_dms(self) -> None:
        """From now on the bot's messages to them fail with 50007."""
        self.account.takes_dms = False

    def opens_dms(self) -> None:
        """The bot may write to them again."""
        self.account.takes_dms = True

    def agrees_to_messages(self) -> None:
        """They did something with the bot before the test began, so it may write to them."""
        self._world.agreed.add(self.id)

    def installs_app(self) -> None:
        """Add the app for themselves, so that it works where the bot is not."""
        self.account.installed = True

    def removes_app(self) -> None:
        """Take it away again."""
        self.account.installed = False

    # What they see

    def sees(self, place: Place | None = None) -> list[Seen]:
        """The messages that they see, oldest first, in the channel that they look at or in another."""
        where = place or self.here
        return [seen(message) for message in where.messages if message.visible_to(self.id)]

    def ever_saw(self, place: Place | None = None) -> list[Seen]:
        """As `sees`, with everything that was changed or deleted since."""
        there = [one for one in (place or self.here).messages if one.only_for in (None, self.id)]
        return [seen(message, version) for message in there for version in message.versions]

    async def sees_soon(self, what: str | Callable[[Seen], bool], place: Place | None = None) -> Seen:
        """The newest message of the bot whose text holds that, or that meets a condition; raises TimeoutError."""
        meets = what if callable(what) else lambda one: what in one.text

        def find() -> Seen | None:
            return next((one for one in reversed(self.sees(place)) if one.from_bot and meets(one)), None)

        try:
            return await self._world.changes.until(find, PATIENCE_SECONDS, f"{self.account.name} to see {what!r}")
        except TimeoutError as error:
            there = "\n---\n".join(one.text for one in self.sees(place)[-3:])
            raise TimeoutError(f"{error} They see:\n{there}") from None

    @property
    def form(self) -> Form | None:
        """The form that is open on their screen."""
        opened = self._world.forms.get(self.id)
        return form(opened) if opened else None

    async def form_soon(self, title: str = "") -> Form:
        """The open form, once there is one (with that title); raises TimeoutError."""

        def find() -> Form | None:
            return self.form if self.form and title in ("", self.form.title) else None

        return await self._world.changes.until(find, PATIENCE_SECONDS, f"{self.account.name} to see a form {title!r}")

    # How it goes to the bot

    async def _asks(
        self,
        kind: Asked,
        place: Place,
        what: str,
        data: Json,
        message: Message | None = None,
        opened: OpenForm | None = None,
    ) -> Receipt:
        name = f"{what} by {self.account.name}"
        interaction = self._courier.new_interaction(kind, self.account, place, name, data, message)
        if opened is not None:
            interaction.opened_by = opened.interaction
        return await self._courier.ask(interaction)

    async def _uses(self, on: Seen, what: str, data: Json) -> Receipt:
        message = on.message
        if message.only_for not in (None, self.id) or not message.place.holds(self.account):
            raise NotThere(f"{self.account.name} does not see that message.")
        guild = message.place.guild
        if guild is not None and not guild.has_bot and not self.account.installed:
            raise NotThere(f"The app is not in {guild.name} any more: Discord does not tell it.")
        return await self._asks(Asked.COMPONENT, message.place, what, data, message)

    def _newest_with(self, which: str) -> Seen:
        for message in reversed(self.sees()):
            if any(which in (one.label, one.custom_id) for one in message.controls):
                return message
        there = ", ".join(repr(one.label) for message in self.sees() for one in message.controls)
        raise NotThere(f"{self.account.name} sees no {which!r}; there is {there or 'nothing to use'}.")

    def _opened(self) -> OpenForm:
        opened = self._world.forms.get(self.id)
        if opened is None:
            raise NotThere(f"{self.account.name} has no form open.")
        return opened
