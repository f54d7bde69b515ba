"""An account that took no messages, and is heard of again."""

from dataclasses import replace

from bot.intents import Intent, InterpretText
from bot.screens.model import Reply, Screen
from bot.screens.reach import refused
from bot.store import people
from bot.usecases.context import Context


def heard_again(context: Context, intent: Intent, reply: Reply) -> Reply:
    """The reply, which says once that a message was refused. What a text means says it, so the text itself does not."""
    if not context.learner.unreachable or isinstance(intent, InterpretText) or not reply.screens:
        return reply
    people.reach(context.tx, context.learner.id)
    return replace(reply, screens=(*reply.screens[:-1], _told(reply.screens[-1])))


def _told(screen: Screen) -> Screen:
    """In the last screen: where a message is updated, it is the one that is seen."""
    return replace(screen, blocks=(refused(), *screen.blocks))
