"""Screens as messages, and as pages to read. Pure: nothing here talks to Discord."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from discord import ui

from bot.intents import InSession, Intent
from bot.platforms.discord import limits
from bot.platforms.discord.body import parts_of, title
from bot.platforms.discord.controls import controls_of
from bot.platforms.discord.items import to_layout
from bot.platforms.discord.parts import Attached, How, Part, Press, Row, Words, fit, fits, merged
from bot.screens.model import Screen
from bot.screens.tokens import Act, encode

NO_VERSION = -1  # no screen has it: such a press changes nothing and shows where the session stands
SHOW_ALL = "Show all"
LEFT_OUT = "-# Some of this is left out here to fit."


def to_layout_view(screen: Screen, again: Intent | None = None, files: Sequence[str] = ()) -> ui.LayoutView:
    """Render a screen as one message that carries files of these names; a new view at each call.

    `again` is what shows the same screen once more, for [Show all] where it had to be cut; inside a session it need not
    be given.
    """
    whole = again or standing(screen)
    attached = [Attached(name) for name in files[: limits.FILES]]
    return to_layout(fit(lambda how: [*_parts(screen, how, whole), *attached]))


def to_pages(screen: Screen) -> list[ui.LayoutView]:
    """Render all of a screen, only to be read, as at most five messages; what is beyond those is left out."""
    pages = _packed([*_parts(screen, How(reading=True))])
    shown = pages[: limits.FOLLOW_UPS]
    if len(pages) > len(shown):
        last = [*shown[-1], Words(LEFT_OUT)]
        shown[-1] = fit(lambda _: last)
    return [to_layout(page) for page in shown]


def standing(screen: Screen) -> Intent | None:
    """What shows where the screen's session stands: any press of it that comes too late to do anything.

    None where the screen belongs to no session.
    """
    carried = [screen.entry.intent if screen.entry else None, *(made.intent for made in screen.buttons), screen.leave]
    inside = next((intent for intent in carried if isinstance(intent, InSession)), None)
    return replace(inside, version=NO_VERSION) if inside else None


def _packed(parts: Sequence[Part]) -> list[list[Part]]:
    """The parts in pages, each as full as it gets."""
    pages: list[list[Part]] = [[]]
    for part in parts:
        if pages[-1] and not fits(merged([*pages[-1], part])):
            pages.append([])
        pages[-1] = merged([*pages[-1], part])
    return pages


def _parts(screen: Screen, how: How, again: Intent | None = None) -> Iterator[Part]:
    yield title(screen.title, "## ")
    for block in screen.blocks:
        yield from parts_of(block, how)
    if how.longest is not None:
        yield from _cut_short(again)
    if not how.reading:
        yield from controls_of(screen)


def _cut_short(again: Intent | None) -> Iterator[Part]:
    if again is None:
        yield Words(LEFT_OUT)
    else:
        yield Row((Press(SHOW_ALL, encode(again, Act.SHOW)),))
