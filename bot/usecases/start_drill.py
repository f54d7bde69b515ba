"""Begin a drill: gather what the memory holds, plan purely, open the first card. Or go on with the open drill."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from bot.domain import drill as drills
from bot.domain.calendar import local_day
from bot.domain.card import Card, Scenario
from bot.domain.drill import Drill
from bot.domain.errors import BotError
from bot.domain.memory import Memory
from bot.domain.pace import LONGEST_SECONDS, CatchUp, Pace, catch_up, pace_of
from bot.domain.queue import Plan, more_new, plan, practice
from bot.domain.scheduler import retrievability
from bot.domain.today import Known, Moment, Spent
from bot.intents import DrillMode, StartDrill
from bot.screens import drill as screens
from bot.screens.model import Reply, Screen
from bot.store import marks, memories, reviews, sessions
from bot.store.reviews import Phase
from bot.usecases.context import Context
from bot.usecases.drill_timer import heard
from bot.usecases.finish_drill import coming, go_on
from bot.usecases.sitting import KIND, Sitting, current, is_there, note, opened, taken_up

MOST_DUE = 10_000
PRACTICE_CARDS = 10
NEW_CARDS = 5
BALANCED_DAYS = 60
BACKLOG = 20
CATCH_UP_DAYS = 7

Cards = Mapping[str, Card]


def start_drill(context: Context, intent: StartDrill) -> Reply:
    """Show the first card with what the drill holds; nothing due says what comes when, and offers more."""
    cards = _cards(context, intent.topic)
    if not cards:
        raise BotError(f"{intent.topic} holds scenarios only.", "Type: scenario")
    heard(context)
    if (sitting := _to_go_on_with(context, intent)) is not None:
        return Reply((current(context, taken_up(context, sitting), note("Going on where you stopped.")),))
    planned = _plan(context, cards, intent)
    sessions.end_open(context.tx, context.person, KIND)
    if not planned.entries:
        return Reply((_nothing(context, intent, planned),))
    drill = Drill(intent.topic, planned.entries, None, len(planned.entries), context.today, _load(context))
    row = sessions.create(context.tx, context.person, KIND, drills.to_json(drill))
    sitting = Sitting(row.id, row.version, drill, row.state)
    above = note(screens.plan_in_words(planned, intent.mode, _catch_up(context, intent, planned)))
    return go_on(context, sitting, drill, above)


def open_today(context: Context) -> Sitting | None:
    """The drill that a plain `drill` goes on with, if there is one."""
    return _to_go_on_with(context, StartDrill())


def plan_of_today(context: Context) -> Plan:
    """What a plain `drill` would hold if it began now."""
    return _plan(context, _cards(context, None), StartDrill())


def _cards(context: Context, topic: str | None) -> Cards:
    chosen = context.library.select(topic, context.viewer) if topic else context.library.visible(context.viewer)
    return {card.id: card for card in chosen if not isinstance(card, Scenario)}


def _to_go_on_with(context: Context, intent: StartDrill) -> Sitting | None:
    """The open drill, if it is of today and what was asked for now is no other one."""
    sitting = opened(context)
    if sitting is None or sitting.drill.shown is None or intent.mode is not DrillMode.DUE:
        return None
    settings = context.settings
    shown_day = local_day(sitting.drill.shown.shown_at, settings.zone, settings.rollover_hour)
    plain = intent.limit is None and intent.new is None and intent.topic in {None, sitting.drill.topic}
    goes_on = plain and is_there(context, sitting.shown) and shown_day == context.today
    return sitting if goes_on else None


def _plan(context: Context, cards: Cards, intent: StartDrill) -> Plan:
    tx, person = context.tx, context.person
    if intent.mode is DrillMode.WEAK:
        moment = _moment(context, ())
        return practice(_known(context, cards, memories.every(tx, person)), moment, intent.limit or PRACTICE_CARDS)
    met = memories.known_ids(tx, person)
    fresh = [card for card in cards.values() if card.id not in met]
    if intent.mode is DrillMode.NEW:
        return more_new(fresh, _moment(context, ()), intent.new or NEW_CARDS)
    due = [*memories.in_steps(tx, person, context.today), *memories.due(tx, person, context.today, MOST_DUE)]
    return plan(_known(context, cards, due), fresh, _moment(context, due), intent.limit, intent.new)


def _known(context: Context, cards: Cards, found: Sequence[Memory]) -> list[Known]:
    """Memories of these cards with what the plan weighs; cards that left the decks are passed over."""
    today, settings = context.today, context.settings
    return [
        Known(memory, cards[memory.card_id].note, retrievability(memory, settings, today))
        for memory in found
        if memory.card_id in cards
    ]


def _moment(context: Context, due: Sequence[Memory]) -> Moment:
    return Moment(
        person=context.person,
        now=context.now,
        settings=context.settings,
        pace=_pace(context),
        spent=_spent(context, {memory.card_id for memory in due}),
        marks=marks.active(context.tx, context.person, context.today),
    )


def _load(context: Context) -> tuple[int, ...]:
    """How many cards are due on each of the coming days that reviews can be moved between."""
    days = [context.today + timedelta(days=index) for index in range(1, BALANCED_DAYS + 1)]
    found = memories.load(context.tx, context.person, days[0], days[-1])
    return tuple(found.get(day, 0) for day in days)


def _pace(context: Context) -> Pace:
    times = reviews.answer_times(context.tx, context.person)
    seconds = {phase: [took.total_seconds() for took in taken] for phase, taken in times.items()}
    again = [*seconds[Phase.REVIEW], *seconds[Phase.RELEARNING], *seconds[Phase.LEARNING]]
    return pace_of(seconds[Phase.NEW], again)


def _spent(context: Context, due: Collection[str]) -> Spent:
    """What today holds so far, with the groups of siblings that were met; a card that is due again hides none."""
    done = reviews.of_day(context.tx, context.person, context.today)
    found = [(row, context.library.find(row.card_id)) for row in done]
    begun = [card.step for row, card in found if card and row.phase is Phase.NEW]
    return Spent(
        seconds=sum(min(row.took_ms / 1000, LONGEST_SECONDS) for row in done),
        new=len(begun),
        reviews=sum(row.phase is Phase.REVIEW for row in done),
        notes=frozenset(card.note for _, card in found if card and card.id not in due),
        new_by_step={step: begun.count(step) for step in begun},
    )


def _catch_up(context: Context, intent: StartDrill, planned: Plan) -> CatchUp | None:
    """A way out of a backlog that the day's limits leave, in about a week; none when the person limited the drill."""
    if intent.limit is not None or planned.left_out < BACKLOG:
        return None
    return next((way for way in catch_up(planned.left_out, _pace(context)) if way.days == CATCH_UP_DAYS), None)


def _nothing(context: Context, intent: StartDrill, planned: Plan) -> Screen:
    if intent.mode is DrillMode.WEAK:
        return screens.nothing_to_practise()
    steps = [memory.due_at for memory in memories.in_steps(context.tx, context.person, context.today) if memory.due_at]
    next_day, next_count = coming(context)
    return screens.nothing_due(
        screens.Nothing(
            topic=intent.topic,
            soon=min(steps) - context.now if steps else None,
            soon_count=len(steps),
            next_day=next_day,
            next_count=next_count,
            today=context.today,
            known=memories.count(context.tx, context.person, context.today).known,
            left_out=planned.left_out,
        )
    )
