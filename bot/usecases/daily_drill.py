"""Whether there is a drill to ask for today, and the message that asks."""

from bot.content.audience import Viewer
from bot.content.library import Library
from bot.domain import progress
from bot.domain.calendar import ONE_DAY
from bot.domain.delivery import Reason
from bot.domain.queue import Plan
from bot.domain.schedule_courtesy import Gentleness
from bot.domain.steps import Step
from bot.intents import Surface
from bot.screens.daily import Daily
from bot.store import deliveries, people, reviews
from bot.store.database import Transaction
from bot.usecases.context import Context
from bot.usecases.drill_timer import PURPOSE
from bot.usecases.standing import steps_of
from bot.usecases.start_drill import open_today, plan_of_today


def context_of(tx: Transaction, learner_id: str | None, library: Library) -> Context | None:
    """The world of a learner whom nobody's request is about; None for one who is gone."""
    found = people.find(tx, learner_id) if learner_id else None
    if found is None:
        return None
    return Context(tx, tx.now(), found, library, Viewer(tx.tenant, None), Surface.DIRECT)


def waiting(context: Context) -> Plan | Reason:
    """What today's drill holds, or why there is none to ask for."""
    if reviews.of_day(context.tx, context.person, context.today):
        return Reason.DRILLED
    planned = plan_of_today(context)
    return planned if planned.entries else Reason.NOTHING_DUE


def unanswered(context: Context) -> int:
    """How many messages went by since the person last did anything."""
    last = reviews.last_day(context.tx, context.person)
    since = (last + ONE_DAY).isoformat() if last else ""
    return deliveries.unanswered(context.tx, context.person, PURPOSE, since)


def described(context: Context, planned: Plan, slot: str, gentle: Gentleness = Gentleness.USUAL) -> Daily:
    """The message, filled in from how things stand now."""
    sitting = open_today(context)
    return Daily(
        slot=slot,
        due=planned.due,
        new=planned.new,
        seconds=planned.seconds,
        left=1 + len(sitting.drill.waiting) if sitting else 0,
        weakest=_weakest(context),
        gentle=gentle,
    )


def _weakest(context: Context) -> Step | None:
    found = progress.weakest(steps_of(context))
    return found.step if found else None
