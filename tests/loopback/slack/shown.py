"""What a person sees: messages, modals and home tabs as snapshots, with the things on them that can be used."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.loopback.slack.blocks import objects
from tests.loopback.slack.dialogs import View
from tests.loopback.slack.directory import Json, Message
from tests.loopback.slack.elements import IN_ACTIONS, IN_INPUT

_CONTROLS = IN_ACTIONS.keys() | IN_INPUT.keys()


class NotThere(AssertionError):
    """A person cannot use what they do not see."""


@dataclass(frozen=True)
class Control:
    """A button, a select, an input: `label` is what a person reads on it or beside it."""

    block: Json
    element: Json

    @property
    def label(self) -> str:
        """Its words: the button's text, the input's label, the select's placeholder, else its action id."""
        words = self.element.get("text") or self.block.get("label") or self.element.get("placeholder")
        return html.unescape(words["text"]) if words else self.action_id

    @property
    def kind(self) -> str:
        """The type of the element."""
        return str(self.element["type"])

    @property
    def action_id(self) -> str:
        """The id by which the app knows it."""
        return str(self.element["action_id"])

    @property
    def block_id(self) -> str:
        """The id of the block that holds it."""
        return str(self.block["block_id"])

    @property
    def value(self) -> str:
        """A button's value."""
        return str(self.element.get("value", ""))

    @property
    def is_input(self) -> bool:
        """Whether it stands in an input block."""
        return str(self.block["type"]) == "input"


@dataclass(frozen=True)
class Shown:
    """A surface with blocks."""

    blocks: list[Json]

    @property
    def controls(self) -> list[Control]:
        """Everything that can be used, in reading order."""
        return list(_controls(self.blocks))

    @property
    def buttons(self) -> list[Control]:
        """The buttons, in reading order."""
        return [control for control in self.controls if control.kind == "button"]

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button.label for button in self.buttons]

    @property
    def words(self) -> str:
        """Everything that can be read in the blocks, line by line, without escapes."""
        return "\n".join(html.unescape(text) for text in _texts(self.blocks))

    def control(self, which: str) -> Control:
        """The control with that label, action id or block id; raises NotThere naming those that are."""
        for control in self.controls:
            if which in (control.label, control.action_id, control.block_id):
                return control
        there = ", ".join(repr(control.label) for control in self.controls) or "nothing to use"
        raise NotThere(f"No {which!r} here; there is {there}.")


@dataclass(frozen=True)
class Seen(Shown):
    """A message as it was when it was looked at."""

    ts: str
    channel: str
    team: str
    text: str
    ephemeral: bool
    from_bot: bool
    thread_ts: str | None
    files: list[Json]
    metadata: Json | None

    @property
    def everything(self) -> str:
        """The text and the words of the blocks, without escapes."""
        return f"{html.unescape(self.text)}\n{self.words}"


@dataclass(frozen=True)
class Dialog(Shown):
    """A modal or home tab as it was when it was looked at. `errors` are by block id."""

    id: str
    title: str
    callback_id: str
    private_metadata: str
    hash: str
    errors: dict[str, str]


def seen(team: str, message: Message, version: int | None = None) -> Seen:
    """A message as it is, or as one of its versions was."""
    text, blocks = (message.text, message.blocks) if version is None else message.versions[version]
    return Seen(
        blocks=blocks,
        ts=message.ts,
        channel=message.channel,
        team=team,
        text=text,
        ephemeral=message.only_for is not None,
        from_bot=message.from_bot,
        thread_ts=message.thread_ts,
        files=message.files,
        metadata=message.metadata,
    )


def dialog(view: View) -> Dialog:
    """A view as it is."""
    body = view.body
    return Dialog(
        blocks=body["blocks"],
        id=view.id,
        title=(body.get("title") or {}).get("text", ""),
        callback_id=body.get("callback_id", ""),
        private_metadata=body.get("private_metadata", ""),
        hash=view.hash,
        errors=dict(view.errors),
    )


def _controls(blocks: list[Json]) -> Iterator[Control]:
    for block in blocks:
        for node in objects(block):
            if node.get("type") in _CONTROLS and "action_id" in node:
                yield Control(block, node)


def _texts(node: Any) -> Iterator[str]:
    for entry in objects(node):
        if isinstance(entry.get("text"), str):
            yield entry["text"]
