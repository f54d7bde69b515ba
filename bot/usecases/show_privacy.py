"""Say what is kept, who can read it, for how long, and how to leave."""

from bot.intents import ShowPrivacy
from bot.screens.model import Reply
from bot.screens.privacy import privacy
from bot.screens.spoken import lines_of
from bot.usecases.context import Context
from bot.usecases.link import accounts_of


def show_privacy(context: Context, _: ShowPrivacy) -> Reply:
    """What is true on the learner's platform."""
    accounts = accounts_of(context, context.person)
    screen = privacy(context.learner.platform, accounts if len(accounts) > 1 else ())
    return Reply((screen,), data=[line for block in screen.blocks for line in lines_of(block)])
