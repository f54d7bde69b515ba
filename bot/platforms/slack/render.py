"""Screens as messages, as pages to read and as the home tab; forms as modals. Pure: nothing here talks to Slack."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.intents import InSession, Intent
from bot.platforms.slack import limits
from bot.platforms.slack.body import parts_of
from bot.platforms.slack.controls import controls_of
from bot.platforms.slack.elements import Json, actions, button, context, header, plain
from bot.platforms.slack.parts import MESSAGE, VIEW, How, Part, Weight, fit
from bot.platforms.slack.text import clean, cut, escape
from bot.screens.model import Screen, spans
from bot.screens.spoken import lines_of
from bot.screens.tokens import Act, encode

NO_VERSION = -1  # no screen has it: such a press changes nothing and shows where the session stands
SHOW_ALL = "Show all"
CLOSE = "Close"


@dataclass(frozen=True, slots=True)
class Message:
    """What `chat.postMessage` and `chat.update` take; `text` is what is heard and notified."""

    text: str
    blocks: list[Json]


def to_message(screen: Screen, again: Intent | None = None) -> Message:
    """Render a screen as one message.

    `again` is what shows the same screen once more, for [Show all] where it had to be cut; inside a session it need not
    be given.
    """
    whole = again or standing(screen)
    return Message(heard(screen), fit(lambda longest: [*_parts(screen, How(longest), whole)], MESSAGE))


def to_page(screen: Screen) -> Json:
    """Render a screen as a modal that is only read: all of a screen that a message had to cut."""
    blocks = fit(lambda longest: [*_parts(screen, How(longest, reading=True))], VIEW)
    close = plain(CLOSE, limits.VIEW_CLOSE)
    return {"type": "modal", "title": plain(screen.title, limits.VIEW_TITLE), "close": close, "blocks": blocks}


def to_home(screens: Sequence[Screen]) -> Json:
    """Render screens one under the other as the home tab."""
    return {"type": "home", "blocks": fit(lambda longest: [*_stacked(screens, How(longest))], VIEW)}


def standing(screen: Screen) -> Intent | None:
    """For a screen of an open session, what shows where that stands: a press that comes too late to do anything."""
    carried = [screen.entry.intent if screen.entry else None, *(made.intent for made in screen.buttons), screen.leave]
    inside = next((intent for intent in carried if isinstance(intent, InSession)), None)
    return replace(inside, version=NO_VERSION) if inside else None


def linked(message: Message, label: str, url: str) -> Message:
    """The message with a button at its end that opens an address."""
    way = {"type": "actions", "block_id": "way", "elements": [button(label, "way") | {"url": url}]}
    return Message(message.text, [*message.blocks, way])


def heard(screen: Screen) -> str:
    """The screen as short plain text, for screen readers and notifications."""
    lines = [screen.title, *(line for block in screen.blocks for line in lines_of(block))]
    return escape(cut("\n".join(filter(str.strip, map(clean, lines))) or "–", limits.MESSAGE_TEXT))


def _stacked(screens: Sequence[Screen], how: How) -> Iterator[Part]:
    for number, screen in enumerate(screens):
        if number:
            yield Part({"type": "divider"})
        yield from _parts(screen, how)


def _parts(screen: Screen, how: How, again: Intent | None = None) -> Iterator[Part]:
    yield Part(header(screen.title))
    for block in screen.blocks:
        yield from parts_of(block, how)
    if how.longest is not None:
        yield _cut_short(again)
    if not how.reading:
        yield from controls_of(screen)


def _cut_short(again: Intent | None) -> Part:
    if again is None:
        return Part(context(spans("Some of this is left out here to fit.")), Weight.ACTING)
    return Part(actions([button(SHOW_ALL, encode(again, Act.SHOW))]), Weight.ACTING)
