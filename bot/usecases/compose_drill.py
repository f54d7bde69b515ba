"""What the daily message says, from how things stand when it goes out."""

from bot.content.library import Library
from bot.domain.delivery import Delivery, Reason
from bot.domain.schedule import is_asking
from bot.domain.schedule_courtesy import Gentleness, gentleness
from bot.domain.settings import schedule_of
from bot.screens.daily import daily, paused
from bot.screens.model import Notice, Screen
from bot.store import delivered
from bot.store.database import Transaction
from bot.usecases.context import Context
from bot.usecases.daily_drill import context_of, described, unanswered, waiting
from bot.usecases.put_off_drill import date_of
from bot.usecases.wake_drill import GENTLE


def compose_drill(library: Library, tx: Transaction, delivery: Delivery) -> Notice | Reason:
    """The message with the one that it replaces; or why there is none any more."""
    context = context_of(tx, delivery.learner_id, library)
    if context is None:
        return Reason.NOT_WANTED
    screen = _screen(context, delivery)
    if isinstance(screen, Reason):
        return screen
    return Notice(screen, delivered.standing(tx, delivery.recipient, delivery.purpose, delivery.slot))


def _screen(context: Context, delivery: Delivery) -> Screen | Reason:
    planned = waiting(context)
    if isinstance(planned, Reason):
        return planned
    if delivery.data.get(GENTLE) == Gentleness.PAUSE.value:
        return paused()
    schedule = schedule_of(context.settings)
    if schedule is None or not is_asking(schedule, date_of(delivery.slot)):
        return Reason.NOT_WANTED
    return daily(described(context, planned, delivery.slot, gentleness(unanswered(context))))
