"""Welcome whoever meets the bot in a chat, once an account. In the terminal nobody needs it."""

from bot.domain.settings import Settings
from bot.intents import FollowZone, ForgetMe, Intent, InterpretText, ShowHome, ShowWelcome, Surface
from bot.screens.model import Reply
from bot.screens.welcome import TELLS_NO_ZONE, welcome
from bot.store import people
from bot.usecases.context import Context

# Nobody reads the reply, it is a page of its own, or what it means is welcomed instead.
QUIET = (FollowZone, ForgetMe, InterpretText, ShowHome, ShowWelcome)


def show_welcome(context: Context, intent: ShowWelcome) -> Reply:
    """What the bot does and how to begin; it counts as the welcome."""
    if intent.once and context.learner.greeted:
        return Reply(())
    people.greet(context.tx, context.learner.id)
    known = people.find(context.tx, context.learner.id) or context.learner  # as what it comes with has left it
    platform, settings = known.platform, known.settings
    return Reply((welcome(platform, settings.minutes_a_day, asks_zone=_is_asked_for_zone(platform, settings)),))


def _is_asked_for_zone(platform: str, settings: Settings) -> bool:
    """Where no profile tells it; never again once it was set, also to what it was."""
    return platform in TELLS_NO_ZONE and settings.follow_zone and settings.zone == Settings().zone


def greeted(context: Context, intent: Intent, reply: Reply) -> Reply:
    """The reply, after the welcome where this is the account's first in a chat."""
    if context.learner.greeted or context.surface is Surface.TERMINAL or isinstance(intent, QUIET):
        return reply
    first = show_welcome(context, ShowWelcome())
    return Reply((*first.screens, *reply.screens), reply.files, reply.data, reply.elsewhere)
