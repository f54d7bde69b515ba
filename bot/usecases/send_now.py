"""Show today's drill at once, instead of at its time."""

from bot.domain.delivery import Reason
from bot.intents import SendNow, StartDrill
from bot.screens.daily import daily
from bot.screens.model import Reply
from bot.usecases.context import Context
from bot.usecases.daily_drill import described, waiting
from bot.usecases.drill_timer import date_here, heard, use_up
from bot.usecases.start_drill import start_drill


def send_now(context: Context, _: SendNow) -> Reply:
    """The message of the day, which then does not come again; with nothing to ask for, the drill says why.

    Who has no schedule begins to drill: there is nothing to put off.
    """
    heard(context)
    planned = waiting(context)
    if isinstance(planned, Reason) or context.settings.drill_at is None:
        return start_drill(context, StartDrill())
    day = date_here(context)
    use_up(context, day, Reason.ON_DEMAND)
    return Reply((daily(described(context, planned, day.isoformat())),))
