"""What a person sees: messages and forms as snapshots, with the things on them that can be used."""

from dataclasses import dataclass, field

from tests.loopback.discord.asked import OpenForm
from tests.loopback.discord.components import LINK, SELECTS, Part, walk
from tests.loopback.discord.directory import Json, Message, Version
from tests.loopback.discord.plain import plain

_INPUTS = (Part.TEXT_INPUT, Part.RADIO, Part.CHECKBOXES, Part.CHECKBOX, *SELECTS)


class NotThere(AssertionError):
    """A person cannot use what they do not see."""


@dataclass(frozen=True)
class Control:
    """A button, a select or an input. `label` is what a person reads on it or beside it."""

    part: Json
    words: str = ""
    hint: str = ""

    @property
    def label(self) -> str:
        """A button's words or sign, an input's label, a select's placeholder, else its custom id."""
        emoji = (self.part.get("emoji") or {}).get("name") or ""
        own = self.part.get("label") or self.words or self.part.get("placeholder")
        return str(own or emoji or self.custom_id)

    @property
    def custom_id(self) -> str:
        """The id by which the app knows it; a link has none."""
        return str(self.part.get("custom_id") or "")

    @property
    def kind(self) -> int:
        """Discord's number for the sort of component."""
        return int(self.part["type"])

    @property
    def is_link(self) -> bool:
        """Whether it opens an address and tells the app nothing."""
        return self.kind == Part.BUTTON and self.part["style"] == LINK

    @property
    def disabled(self) -> bool:
        """Whether it is there but cannot be used."""
        return bool(self.part.get("disabled"))

    @property
    def options(self) -> list[str]:
        """What a select offers."""
        return [str(option["label"]) for option in self.part.get("options") or []]

    @property
    def spoken(self) -> str:
        """What a screen reader says of it."""
        if self.kind == Part.BUTTON:
            return f"[{self.label}]" + (" (off)" if self.disabled else "")
        if self.kind == Part.TEXT_INPUT:
            return f"{self.label}: ____"
        return f"{self.label}: {' | '.join(self.options)}" if self.options else f"{self.label}: [ ]"


@dataclass(frozen=True)
class Seen:
    """A message as it was when it was looked at."""

    id: str
    content: str
    components: list[Json]
    embeds: list[Json]
    attachments: list[Json]
    ephemeral: bool
    from_bot: bool
    loading: bool
    message: Message = field(repr=False)

    @property
    def raw(self) -> str:
        """Everything that is written, as it was sent."""
        embeds = ["\n".join(_embed_lines(embed)) for embed in self.embeds]
        return "\n".join(part for part in (self.content, *embeds, *_lines(self.components)) if part)

    @property
    def words(self) -> str:
        """Everything that can be read, without marks and without controls."""
        return plain(self.raw)

    @property
    def text(self) -> str:
        """What a screen reader gives: the words, the alt texts, and every control."""
        alts = [_named(one) for one in self.attachments]
        spoken = [control.spoken for control in self.controls]
        thinking = ["(thinking)"] if self.loading else []
        return "\n".join([*thinking, *([self.words] if self.words else []), *alts, *spoken])

    @property
    def controls(self) -> list[Control]:
        """Everything that can be used, in reading order."""
        every = walk(self.components)
        return [Control(part) for part in every if part["type"] == Part.BUTTON or part["type"] in SELECTS]

    @property
    def buttons(self) -> list[Control]:
        """The buttons, in reading order."""
        return [control for control in self.controls if control.kind == Part.BUTTON]

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button.label for button in self.buttons]

    def control(self, which: str) -> Control:
        """The control with that label or custom id; raises NotThere naming those that are."""
        return _pick(self.controls, which)


@dataclass(frozen=True)
class Form:
    """A modal as it was when it was looked at."""

    title: str
    custom_id: str
    controls: list[Control]
    words: str
    open: OpenForm = field(repr=False)

    @property
    def labels(self) -> list[str]:
        """What the inputs are called."""
        return [control.label for control in self.controls]

    @property
    def text(self) -> str:
        """What a screen reader gives."""
        return "\n".join(part for part in (self.title, self.words, *(one.spoken for one in self.controls)) if part)

    def control(self, which: str) -> Control:
        """The input with that label or custom id; raises NotThere naming those that are."""
        return _pick(self.controls, which)


def seen(message: Message, version: Version | None = None) -> Seen:
    """A message as it is, or as one of its versions was."""
    said = version or message.now
    return Seen(
        id=message.id,
        content=said.content,
        components=said.components,
        embeds=said.embeds,
        attachments=said.attachments,
        ephemeral=message.ephemeral,
        from_bot=message.by_bot,
        loading=message.loading,
        message=message,
    )


def form(opened: OpenForm) -> Form:
    """A modal as it is."""
    body = opened.body
    words = "\n".join(plain(line) for line in _lines(body["components"]))
    return Form(body["title"], body["custom_id"], _inputs(body["components"]), words, opened)


def _inputs(components: list[Json]) -> list[Control]:
    found = []
    for part in components:
        if part["type"] == Part.LABEL:
            found.append(Control(part["component"], part["label"], part.get("description") or ""))
        elif part["type"] == Part.ROW:
            found += [Control(inner) for inner in part["components"] if inner["type"] in _INPUTS]
    return found


def _pick(controls: list[Control], which: str) -> Control:
    for control in controls:
        if which in (control.label, control.custom_id):
            return control
    there = ", ".join(repr(control.label) for control in controls) or "nothing to use"
    raise NotThere(f"No {which!r} here; there is {there}.")


def _lines(components: list[Json]) -> list[str]:
    """What is written in components, and the alt texts of pictures."""
    lines = []
    for part in walk(components):
        if part["type"] == Part.TEXT:
            lines.append(part["content"])
        described = [*(item.get("description") for item in part.get("items") or [])]
        described += [part.get("description")] if part["type"] == Part.THUMBNAIL else []
        lines += [f"Picture: {alt}" for alt in described if alt]
    return lines


def _named(attachment: Json) -> str:
    alt = attachment.get("description")
    return f"Picture: {alt}" if alt else f"File: {attachment['filename']}"


def _embed_lines(embed: Json) -> list[str]:
    lines = [embed.get("author", {}).get("name", ""), embed.get("title", ""), embed.get("description", "")]
    for one in embed.get("fields", []):
        lines += [one["name"], one["value"]]
    return [line for line in (*lines, embed.get("footer", {}).get("text", "")) if line]
