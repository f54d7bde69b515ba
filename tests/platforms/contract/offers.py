"""What a screen offers, whatever the platform: what every renderer must keep reachable."""

from collections.abc import Iterator
from dataclasses import replace

from bot.intents import Intent
from bot.screens.forms import complete
from bot.screens.model import Button, Entry, Options, Screen, Ticks

TYPED = "something typed?"  # a question: that is what may be asked in front of a long answer


def pressed(button: Button) -> Intent:
    """What a button means; one with an entry after something was typed."""
    return complete(button.entry.intent, TYPED) if button.entry else button.intent


def answered(entry: Entry) -> Intent:
    """What typing means."""
    return complete(entry.intent, TYPED)


def chosen(screen: Screen) -> Iterator[tuple[str, Intent]]:
    """The options that can be chosen alone, by key."""
    for block in screen.blocks:
        if isinstance(block, Options):
            yield from ((option.key, option.intent) for option in block.items if option.intent)


def ticked(screen: Screen) -> Iterator[tuple[Ticks, int, Intent]]:
    """Each check list with each index turned around."""
    for block in screen.blocks:
        if isinstance(block, Ticks):
            before = {index for index, tick in enumerate(block.items) if tick.ticked}
            for index in range(len(block.items)):
                yield block, index, replace(block.intent, ticked=tuple(sorted(before ^ {index})))


def carried(screen: Screen) -> Iterator[Intent]:
    """Every intent that the screen holds."""
    yield from (button.entry.intent if button.entry else button.intent for button in screen.buttons)
    yield from (intent for _, intent in chosen(screen))
    yield from (intent for _, _, intent in ticked(screen))
    if screen.entry:
        yield screen.entry.intent
    if screen.leave:
        yield screen.leave
