"""Say what is kept, who can read it, for how long, and how to leave."""

from bot.intents import ShowPrivacy
from bot.screens.model import Reply
from bot.screens.privacy import privacy
from bot.screens.spoken import lines_of
from bot.usecases.context import Context


def show_privacy(context: Context, _: ShowPrivacy) -> Reply:
    """What is true on the learner's platform."""
    screen = privacy(context.learner.platform)
    return Reply((screen,), data=[line for block in screen.blocks for line in lines_of(block)])
