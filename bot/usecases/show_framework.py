"""Show the six-step sheet. Needs no transaction."""

import difflib

from bot.content.audience import Viewer
from bot.content.library import Library
from bot.domain.errors import BotError
from bot.domain.steps import STEPS, Framework, Step
from bot.intents import ShowFramework
from bot.screens import framework as screens
from bot.screens.model import Reply


def show_framework(library: Library, _: Viewer, intent: ShowFramework) -> Reply:
    """Show the whole sheet, or the step that was named or numbered."""
    sheet = library.framework
    if intent.step is None:
        return Reply((screens.sheet(sheet),), data=_data(sheet))
    step = _step(intent.step)
    return Reply((screens.step(sheet, step),), data=next(row for row in _data(sheet) if row["step"] == step.value))


def _step(text: str) -> Step:
    word = text.lower()
    if word.isdecimal() and 1 <= int(word) <= len(STEPS):
        return STEPS[int(word) - 1]
    names = [step.value for step in STEPS]
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    if word in names or (near and near[0].startswith(word[:4])):
        return Step(word if word in names else near[0])
    raise BotError(f"There is no step {text!r}.", f"The steps are {', '.join(names)}, or 1 to 6.")


def _data(sheet: Framework) -> list[dict[str, object]]:
    return [
        {
            "step": guide.step.value,
            "name": guide.name,
            "minutes": guide.minutes,
            "squeezed_minutes": guide.squeezed_minutes,
            "settles": guide.settles,
        }
        for guide in sheet.steps
    ]
