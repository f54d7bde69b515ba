"""The neutral screen: a closed union of plain blocks with buttons and one place to type.

Renderers turn it into what a platform shows; text in it is data and is escaped there.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.intents import ChangeSetting, Intent, TextIntent, TickIntent


class Style(StrEnum):
    """How a run of text is set."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style."""

    text: str
    style: Style = Style.PLAIN


Spans = tuple[Span, ...]


def spans(*parts: str | Span) -> Spans:
    """Mix plain strings and styled spans into one line."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts if part)


def strong(text: str) -> Span:
    """Text that stands out."""
    return Span(text, Style.STRONG)


def soft(text: str) -> Span:
    """Text that steps back."""
    return Span(text, Style.EMPHASIS)


def code(text: str) -> Span:
    """Something to type as it stands."""
    return Span(text, Style.CODE)


class Tone(StrEnum):
    """What a note means; renderers add a word or sign, never colour alone."""

    GOOD = "good"
    BAD = "bad"
    INFO = "info"
    LESSON = "lesson"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; newlines in its text are kept."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Note:
    """A short message set apart: a verdict, a warning, a lesson."""

    tone: Tone
    spans: Spans


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered from 1 when `numbered`."""

    items: tuple[Spans, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values."""

    rows: tuple[tuple[str, str], ...]


class Mark(StrEnum):
    """What became of an option."""

    RIGHT = "right"
    WRONG = "wrong"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice or one item to order. `intent` chooses it, where it can be chosen alone."""

    key: str
    text: str
    intent: Intent | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """Lettered options."""

    items: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a check list; `detail` says why it is ticked."""

    text: str
    ticked: bool
    detail: Spans = ()


@dataclass(frozen=True, slots=True)
class Ticks:
    """A check list; items are shown numbered from `first`. What is ticked goes into the `ticked` of `intent`."""

    items: tuple[Tick, ...]
    intent: TickIntent
    first: int = 1


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled share from 0 to 1, with the same said in words."""

    label: str
    share: float
    text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Shares to compare."""

    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A small table."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a screen."""

    text: str


@dataclass(frozen=True, slots=True)
class Countdown:
    """Time to say something aloud. Where nothing can tick, it is only said."""

    seconds: int


Block = Paragraph | Note | Bullets | Facts | Options | Ticks | Bars | Table | Heading | Countdown


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to type: what is typed goes into the `text` of `intent`, or the `value` of a setting.

    `lines` when several lines are wanted; `optional` when the screen's default button does as well.
    """

    label: str
    intent: TextIntent | ChangeSetting
    lines: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `word` is what one types instead; `default` is what Enter does.

    With `entry` the button takes a text first, and the entry's intent is what it means; `intent` is the same, empty.
    `quiet` buttons are secondary: a platform may put them behind a "more" menu.
    """

    label: str
    word: str
    intent: Intent
    default: bool = False
    quiet: bool = False
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. `leave` is what going away means here (end the drill, accept the result), or nothing.

    `closes` a session: where a platform shows it as a new message, the session's older one can go.
    """

    title: str
    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    entry: Entry | None = None
    leave: Intent | None = None
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A message that the bot sends first. `replaces` is the platform's own id of an older one that can go."""

    screen: Screen
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file for the person, as text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What a use case answers: the screens in order (the last one stays), files, and the same as plain data.

    `elsewhere` is set when something personal was asked for in a channel: unless the platform can keep the screens from
    everybody else there, it shows them in the person's own chat, and this one, to the person alone, in their place.
    """

    screens: tuple[Screen, ...]
    files: tuple[File, ...] = ()
    data: object = None
    elsewhere: Screen | None = None
