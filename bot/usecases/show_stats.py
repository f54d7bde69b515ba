"""Show how learning goes."""

from dataclasses import asdict
from datetime import date, timedelta

from bot.domain.memory import Mark
from bot.intents import ShowStats
from bot.screens import stats as screens
from bot.screens.model import Reply
from bot.store import attempts, marks, memories, statistics
from bot.usecases.context import Context
from bot.usecases.question import question_of
from bot.usecases.standing import known_of, steps_of, streak_of

WINDOWS = ((7, "last 7"), (30, "last 30"), (None, "all"))
FORECAST_DAYS = 7
HARDEST = 5


def show_stats(context: Context, _: ShowStats) -> Reply:
    """Today, recall by step, what was remembered against what was predicted, the load to come, the hardest cards."""
    made = _standing(context)
    return Reply((screens.standing(made),), data=_data(made))


def _standing(context: Context) -> screens.Standing:
    tx, person, today = context.tx, context.person, context.today
    days = statistics.by_day(tx, person)
    now = next((row for row in days if row.day == today), None)
    cards = context.library.visible(context.viewer)
    known = known_of(context)
    marked = marks.active(tx, person, today)
    return screens.Standing(
        today=today,
        due=sum(memory.due_day <= today and not _is_hidden(marked.get(card_id)) for card_id, memory in known.items()),
        known=len(known),
        all_cards=len(cards),
        answered_today=now.answers if now else 0,
        passed_today=now.passed if now else 0,
        seconds_today=now.seconds if now else 0.0,
        answered=sum(row.answers for row in days),
        streak=streak_of(context, (row.day for row in days)),
        steps=steps_of(context, known),
        recall=[_recall(context, days, label) for days, label in WINDOWS],
        load=_load(context),
        hardest=_hardest(context),
        scenarios=len(attempts.history(tx, person)),
        suspended=sum(mark.suspended for mark in marked.values()),
    )


def _is_hidden(mark: Mark | None) -> bool:
    """Whether the card waits for unsuspend, or for another day; `marks.active` leaves out marks of the past."""
    return mark is not None and (mark.suspended or mark.buried_until is not None)


def _recall(context: Context, days: int | None, label: str) -> screens.Recall:
    first = context.today - timedelta(days=days - 1) if days else None
    found = statistics.retention(context.tx, context.person, *([first] if first else []))
    return (
        screens.Recall(label, found.reviews, found.predicted, found.true) if found else screens.Recall(label, 0, 0, 0)
    )


def _load(context: Context) -> list[tuple[date, int]]:
    first, last = context.today + timedelta(days=1), context.today + timedelta(days=FORECAST_DAYS)
    return sorted(memories.load(context.tx, context.person, first, last).items())


def _hardest(context: Context) -> list[tuple[str, int]]:
    rows = statistics.hardest(context.tx, context.person, HARDEST)
    found = [(context.library.find(row.card_id, context.viewer), row.lapses) for row in rows]
    return [(question_of(context, card), lapses) for card, lapses in found if card]


def _data(made: screens.Standing) -> dict[str, object]:
    """The same figures for machines: dates as ISO text, shares from 0 to 1, seconds."""
    plain = asdict(made)
    plain["today"] = made.today.isoformat()
    plain["load"] = {day.isoformat(): count for day, count in made.load}
    plain["steps"] = {
        row.step.value: {"cards": row.cards, "known": row.known, "recall": row.recall} for row in made.steps
    }
    plain["recall"] = {
        row.label: {"reviews": row.reviews, "predicted": row.predicted, "true": row.true} for row in made.recall
    }
    plain["hardest"] = [{"question": question, "lapses": lapses} for question, lapses in made.hardest]
    return plain
