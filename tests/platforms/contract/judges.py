"""One judge a platform: it renders a screen as the platform does and says everything that is wrong with it.

A new platform adds its judge here; then every screen that the conversations can produce must pass it.
"""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from rich.console import Console

from bot.platforms.slack import inbound
from bot.platforms.slack.render import to_message
from bot.platforms.terminal.keys import by_key, keys_of, line_for
from bot.platforms.terminal.plain import to_lines
from bot.platforms.terminal.view import to_renderable
from bot.screens.model import Button, Screen
from bot.screens.typed import LEAVE, read
from tests.platforms.contract.discord_judge import discord
from tests.platforms.contract.offers import TYPED, answered, chosen, pressed, ticked
from tests.platforms.slack.judge import presses_of, problems_of

Judge = Callable[[Screen], Iterator[str]]

WIDTH = 80
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def plain_terminal(screen: Screen) -> Iterator[str]:
    """Every line is safe, and what can be typed is named and understood."""
    text = "\n".join(to_lines(screen))
    if _CONTROL.search(text):
        yield "a control character is printed"
    for button in screen.buttons:
        if not button.default and button.word not in text:
            yield f"{button.word!r} is nowhere to be read"
    yield from _typed(screen)


def colour_terminal(screen: Screen) -> Iterator[str]:
    """It fits the width, every button has its key where keys are used, and the key does what the button means."""
    sink = io.StringIO()
    Console(file=sink, width=WIDTH, highlight=False).print(to_renderable(screen))
    if any(len(line) > WIDTH for line in sink.getvalue().split("\n")):
        yield "a line is too wide"
    if not by_key(screen):
        yield from _typed(screen)
        return
    keys = {button.word: key for key, button in keys_of(screen).items()}
    for button in screen.buttons:
        key = keys.get(button.word)
        if key is None:
            yield f"{button.word!r} has no key"
        elif _said(screen, line_for(screen, key), button) != pressed(button):
            yield f"the key {key} does not press {button.word!r}"
    for key, intent in chosen(screen):
        if read(screen, line_for(screen, key) or "") != intent:
            yield f"the key {key} does not choose its option"


def slack(screen: Screen) -> Iterator[str]:
    """Slack takes the message, and every press, form, option and tick is there."""
    message = to_message(screen)
    yield from problems_of(message)
    there = [inbound.pressed(action) for action in presses_of(message.blocks)]
    if None in there:
        yield "a button means nothing"
    means = [
        press.form.filled({field.name: TYPED for field in press.form.fields})
        if isinstance(press, inbound.OpenForm)
        else press
        for press in there
    ]
    wanted = [pressed(button) for button in screen.buttons] + [intent for _, intent in chosen(screen)]
    if screen.leave:
        wanted.append(screen.leave)
    if screen.entry and not any(chosen(screen)):
        wanted.append(answered(screen.entry))
    yield from (f"{intent} cannot be reached" for intent in wanted if intent not in means)
    boxes = [action for action in presses_of(message.blocks) if action["type"] == "checkboxes"]
    turned = {inbound.pressed(_turned(box, option["value"])) for box in boxes for option in box["options"]}
    yield from (f"{intent} cannot be ticked" for _, _, intent in ticked(screen) if intent not in turned)


def _typed(screen: Screen) -> Iterator[str]:
    """Words, letters and numbers mean what the screen offers."""
    for button in screen.buttons:
        if _said(screen, button.word, button) != pressed(button):
            yield f"{button.word!r} does not press its button"
    for block, index, intent in ticked(screen):
        if read(screen, str(block.first + index)) != intent:
            yield f"the number {block.first + index} does not turn its line"
    if screen.entry and read(screen, TYPED) != answered(screen.entry):
        yield "an answer is not understood"
    if read(screen, "quit") is not LEAVE:
        yield "one cannot leave"


def _said(screen: Screen, line: str | None, button: Button) -> object:
    return read(screen, f"{line} {TYPED}" if button.entry else line or "")


def _turned(box: dict[str, Any], value: str) -> dict[str, Any]:
    """The action of clicking one box."""
    before = [option["value"] for option in box["selected_options"]]
    after = [other for other in before if other != value] if value in before else [*before, value]
    return {**box, "selected_options": [{"value": other} for other in after]}


JUDGES: dict[str, Judge] = {
    "terminal, plain": plain_terminal,
    "terminal, colour": colour_terminal,
    "Slack": slack,
    "Discord": discord,
}
