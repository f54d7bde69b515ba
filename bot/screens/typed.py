"""From what was typed to what is meant: one line, one intent. Pure, and the same wherever people type."""

from dataclasses import replace
from enum import Enum

from bot.commands import parse
from bot.domain.errors import BotError
from bot.intents import Intent
from bot.screens.forms import complete
from bot.screens.model import Button, Screen, Ticks


class Leave(Enum):
    """The person goes away."""

    LEAVE = "leave"


LEAVE = Leave.LEAVE
LEAVING_WORDS = frozenset({"quit", "exit"})
GRADES = frozenset({"again", "hard", "good", "easy", "knew"})


class NotUnderstood(BotError):
    """The line is nothing that this screen takes."""


def read(screen: Screen, line: str) -> Intent | Leave:
    """Understand one line on this screen; raises NotUnderstood with what would do."""
    text = line.strip()
    if text.lower() in LEAVING_WORDS or (text == "q" and screen.entry is None):
        return LEAVE
    if not text:
        return _empty(screen)
    if button := _button(screen, text):
        return _press(button, text.partition(" ")[2].strip())
    if ticking := _tick(screen, text):
        return ticking
    if screen.entry:
        return complete(screen.entry.intent, text)
    return _command(screen, text)


def words_of(screen: Screen) -> list[str]:
    """What can be typed here besides an answer."""
    return [button.word + (" TEXT" if button.entry else "") for button in screen.buttons] + ["quit"]


def _empty(screen: Screen) -> Intent:
    for button in screen.buttons:
        if button.default:
            return button.intent
    if screen.entry:
        return screen.entry.intent
    raise NotUnderstood("An empty line does nothing here.", f"Type one of: {', '.join(words_of(screen))}.")


def _button(screen: Screen, text: str) -> Button | None:
    """The button whose word this is. A word that begins an answer, such as "skip connections", presses nothing."""
    word, _, rest = text.partition(" ")
    button = next((button for button in screen.buttons if button.word == word.lower()), None)
    if button is None or not rest or screen.entry is None:
        return button
    if button.entry is None:
        return None
    begins_an_answer = screen.entry.lines and not rest.rstrip().endswith("?")
    return None if begins_an_answer else button


def _press(button: Button, text: str) -> Intent:
    if button.entry is None:
        if text:
            raise NotUnderstood(f"{button.word!r} stands alone here.", "Leave out what follows it.")
        return button.intent
    if not text:
        raise NotUnderstood(f"{button.word!r} needs a text.", f"Type: {button.word} TEXT")
    return complete(button.entry.intent, text)


def _tick(screen: Screen, text: str) -> Intent | None:
    """Numbers turn those items of a check list around."""
    lists = [block for block in screen.blocks if isinstance(block, Ticks)]
    words = text.replace(",", " ").split()
    if not lists or not all(word.isdecimal() for word in words):
        return None
    numbers = {int(word) for word in words}
    for block in lists:
        if numbers <= set(range(block.first, block.first + len(block.items))):
            return _turned(block, {number - block.first for number in numbers})
    last = lists[-1].first + len(lists[-1].items) - 1
    raise NotUnderstood("Those numbers are not all in one list.", f"Type numbers from {lists[0].first} to {last}.")


def _turned(block: Ticks, turned: set[int]) -> Intent:
    before = {index for index, tick in enumerate(block.items) if tick.ticked}
    return replace(block.intent, ticked=tuple(sorted(before ^ turned)))


def _command(screen: Screen, text: str) -> Intent:
    if text.lower() in GRADES and any(button.word in GRADES for button in screen.buttons):
        raise NotUnderstood(f"{text!r} has no button here.", "'settings buttons 4' gives you all four.")
    try:
        return parse(text)
    except BotError as error:
        raise NotUnderstood(error.message, f"{error.next_step} Or: {', '.join(words_of(screen))}.") from error
