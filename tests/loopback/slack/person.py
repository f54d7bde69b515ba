"""A person in front of Slack: types, presses, chooses, submits, and sees what Slack would show them."""

from collections.abc import Callable, Mapping

from tests.loopback.slack import events, interactions, payloads
from tests.loopback.slack.acknowledgements import after_actions, after_command, after_submission
from tests.loopback.slack.browser import Page, install
from tests.loopback.slack.courier import Courier
from tests.loopback.slack.delivery import Delivery, Event, Kind, Receipt
from tests.loopback.slack.dialogs import View
from tests.loopback.slack.directory import Channel, Json, Member, Message, Team
from tests.loopback.slack.filling import Given, filled, initial, is_empty, state_values
from tests.loopback.slack.shown import Control, Dialog, NotThere, Seen, Shown, dialog, seen
from tests.loopback.slack.world import World

PATIENCE_SECONDS = 5.0


class Person:
    """A member of a team. Every act returns once the app has acknowledged it, or has failed to."""

    def __init__(self, world: World, courier: Courier, member: Member) -> None:
        self._world = world
        self._courier = courier
        self.member = member

    @property
    def id(self) -> str:
        """Their id."""
        return self.member.id

    @property
    def team(self) -> Team:
        """Their team."""
        return self._world.directory[self.member.team]

    @property
    def dm(self) -> Channel:
        """Their direct messages with the bot."""
        return self.team.direct(self.id)

    # What they do

    async def types(self, line: str, channel: str = "") -> Receipt:
        """A slash command, in the bot's direct messages or in a channel that they are in."""
        place = self._place(channel)
        if line.partition(" ")[0] not in self._world.app.commands:
            raise NotThere(f"The app has no command {line.partition(' ')[0]}.")
        payload = payloads.command_json(self._world, self.member, place, line)
        receipt = await self._courier.deliver(Delivery(Kind.COMMAND, payload))
        after_command(self._world, self.member, place, receipt)
        return receipt

    async def dms(self, text: str) -> Event | None:
        """A message to the bot."""
        before = len(self._courier.events)
        message = Message(self._world.new_ts(), self.dm.id, self.id, payloads.typed_text(text))
        events.post(self._world, self.dm, message)
        return await self._first_attempt(self._courier.events[before:])

    async def presses(self, where: Shown, which: str) -> Receipt:
        """A button, by what it says or its action id. An old snapshot presses an old button."""
        control = where.control(which)
        pressed = {"type": control.kind, "value": control.value or None, "text": control.element.get("text")}
        return await self._acts(where, control, {key: value for key, value in pressed.items() if value is not None})

    async def selects(self, where: Shown, which: str, choice: Given) -> Receipt:
        """Something in a select, a menu, check boxes or a picker, by what it says or its value."""
        control = where.control(which)
        state = filled(control, choice)
        self.fills(where, {which: choice})
        return await self._acts(where, control, state)

    def fills(self, where: Shown, values: Mapping[str, Given]) -> None:
        """Type or choose without telling the app yet, as one does in inputs."""
        states = self._states(where)
        for which, given in values.items():
            control = where.control(which)
            if control.kind != "overflow":
                states.setdefault(control.block_id, {})[control.action_id] = filled(control, given)

    async def submits(self, modal: Dialog, values: Mapping[str, Given] | None = None) -> Receipt:
        """Fill in a modal and submit it. Slack does not send one whose required inputs are empty."""
        view = self._open_view(modal)
        self.fills(modal, values or {})
        for control in modal.controls:
            kept = view.state.get(control.block_id, {}).get(control.action_id) or {}
            if control.is_input and not control.block.get("optional") and is_empty(kept or initial(control)):
                raise NotThere(f"Slack asks to fill in {control.label!r} first.")
        payload = payloads.interaction_json(self._world, self.member, "view_submission")
        payload |= {"view": interactions.view_with_state(self._world, view), "response_urls": []}
        receipt = await self._courier.deliver(Delivery(Kind.INTERACTION, payload))
        after_submission(self._world, view, receipt)
        return receipt

    async def closes(self, modal: Dialog) -> Receipt | None:
        """Cancel a modal. The app hears of it where it asked to."""
        view = self._open_view(modal)
        self._world.dialogs.pop(view)
        if not view.body.get("notify_on_close"):
            return None
        payload = payloads.interaction_json(self._world, self.member, "view_closed")
        payload |= {"view": interactions.view_with_state(self._world, view), "is_cleared": False}
        return await self._courier.deliver(Delivery(Kind.INTERACTION, payload))

    async def opens_home(self, tab: str = "home") -> Event | None:
        """The app's home tab, or its messages tab."""
        home = self._world.dialogs.homes.get((self.team.id, self.id))
        event: Json = {"type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": tab}
        event |= {"event_ts": self._world.new_ts()}
        if home and tab == "home":
            event["view"] = payloads.view_json(self._world, home)
        return await self._first_attempt([self._courier.announce(self.team, event)])

    async def changes_zone(self, zone: str) -> Event | None:
        """Another time zone in their profile."""
        self.member.zone = zone
        event: Json = {"type": "user_change", "user": payloads.member_json(self.member), "cache_ts": 0}
        return await self._first_attempt(
            [self._courier.announce(self.team, event | {"event_ts": self._world.new_ts()})]
        )

    def refuses_dms(self, error: str = "cannot_dm_bot") -> None:
        """From now on the bot's messages to them fail; an empty error lets them through again."""
        self.member.refuses_dms = error

    async def installs(self, url: str, decision: str = "allow") -> Page:
        """Go to the app's install page and "allow", "decline" or "allow for the organisation"."""
        return await install(self._world, self.member, url, decision)

    # What they see

    def sees(self, channel: str = "") -> list[Seen]:
        """The messages that they see, oldest first: in the bot's direct messages, or in a channel that they are in."""
        place = self._place(channel)
        return [seen(self.team.id, message) for message in place.messages if message.visible_to(self.id)]

    def ever_saw(self, channel: str = "") -> list[Seen]:
        """As `sees`, with everything that was changed or deleted since."""
        return [
            seen(self.team.id, message, version)
            for message in self._place(channel).messages
            if message.only_for in (None, self.id)
            for version in (*range(len(message.versions)), None)
        ]

    async def waits_for(self, what: str | Callable[[Seen], bool], channel: str = "") -> Seen:
        """The newest message of the bot that holds a text or meets a condition; raises TimeoutError."""
        meets = what if callable(what) else lambda message: what in message.everything

        def find() -> Seen | None:
            return next((m for m in reversed(self.sees(channel)) if m.from_bot and meets(m)), None)

        return await self._world.changes.until(find, PATIENCE_SECONDS, f"{self.id} to see {what!r}")

    async def waits_for_modal(self, title: str = "") -> Dialog:
        """The modal on top, once there is one (with that title); raises TimeoutError."""

        def find() -> Dialog | None:
            modal = self.modal
            return modal if modal and (not title or modal.title == title) else None

        return await self._world.changes.until(find, PATIENCE_SECONDS, f"{self.id} to see a modal {title!r}")

    @property
    def modal(self) -> Dialog | None:
        """The modal on top."""
        view = self._world.dialogs.top(self.team.id, self.id)
        return dialog(view) if view else None

    @property
    def home(self) -> Dialog | None:
        """The home tab, once the app has published one."""
        view = self._world.dialogs.homes.get((self.team.id, self.id))
        return dialog(view) if view else None

    def filled_in(self, where: Shown) -> Json:
        """What stands in the selects and inputs of a surface, by block id and action id."""
        return state_values(where, self._states(where))

    # How it goes to the app

    def _place(self, channel: str) -> Channel:
        if not channel:
            return self.dm
        place = self.team.channels[channel]
        if self.id not in place.members:
            raise NotThere(f"{self.id} is not in {channel}.")
        return place

    async def _first_attempt(self, sent: list[Event] | list[Event | None]) -> Event | None:
        event = sent[0] if sent else None
        if event is not None and not self._courier.is_holding:
            seconds = self._world.settings.acknowledge_seconds + PATIENCE_SECONDS
            await self._world.changes.until(lambda: event.tried, seconds, "an event to be delivered")
        return event

    async def _acts(self, where: Shown, control: Control, action: Json) -> Receipt:
        payload = payloads.interaction_json(self._world, self.member, "block_actions")
        if isinstance(where, Seen):
            payload |= interactions.on_message(self._world, self.member, where)
        else:
            payload |= interactions.on_view(self._world, self._shown_view(where))
        payload["state"] = {"values": self.filled_in(where)}
        named = {"action_id": control.action_id, "block_id": control.block_id, "action_ts": self._world.new_ts()}
        payload["actions"] = [action | named]
        receipt = await self._courier.deliver(Delivery(Kind.INTERACTION, payload))
        after_actions(self._world, receipt)
        return receipt

    def _states(self, where: Shown) -> Json:
        if isinstance(where, Seen):
            message = self.team.channels[where.channel].message(where.ts)
            return message.states.setdefault(self.id, {}) if message else {}
        return self._known_view(where).state

    def _known_view(self, where: Shown) -> View:
        if not isinstance(where, Dialog) or where.id not in self._world.dialogs.known:
            raise NotThere("That is no modal or home tab.")
        return self._world.dialogs.known[where.id]

    def _shown_view(self, where: Shown) -> View:
        view = self._known_view(where)
        if not self._world.dialogs.is_open(view):
            raise NotThere("That modal is closed.")
        return view

    def _open_view(self, modal: Dialog) -> View:
        view = self._world.dialogs.top(self.team.id, self.id)
        if view is None or view.id != modal.id:
            raise NotThere(f"The modal {modal.title!r} is not on top any more.")
        return view
