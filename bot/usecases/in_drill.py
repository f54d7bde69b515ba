"""The guard of everything that happens inside a drill: stale presses change nothing, and a card may have left."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from bot.intents import InSession
from bot.screens import drill as screens
from bot.screens.model import Reply
from bot.usecases.context import Context
from bot.usecases.finish_drill import go_on
from bot.usecases.sitting import Sitting, current, is_there, note, opened

Wanted = TypeVar("Wanted", bound=InSession)

LEFT = "That card has left the decks; its history stays."


def in_drill(run: Callable[[Context, Sitting, Wanted], Reply]) -> Callable[[Context, Wanted], Reply]:
    """Run only on the screen that the person saw: a stale press changes nothing and says so."""

    def use_case(context: Context, intent: Wanted) -> Reply:
        sitting = opened(context)
        if sitting is None or sitting.session != intent.session or sitting.drill.shown is None:
            return Reply((screens.over(),))
        if not is_there(context, sitting.shown):
            return pass_over(context, sitting)
        if sitting.version != intent.version:
            return Reply((current(context, sitting, note("That was answered already; nothing was changed.")),))
        return run(context, sitting, intent)

    use_case.__doc__ = run.__doc__
    return use_case


def pass_over(context: Context, sitting: Sitting) -> Reply:
    """Go on without the open card, which is in the decks no more."""
    return go_on(context, sitting, replace(sitting.drill, shown=None), note(LEFT))
