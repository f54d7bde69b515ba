"""Grade the open card: memory, log and undo list move and the next card opens, all in one transaction."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.drill import Drill, Phase, Shown, Work
from bot.domain.memory import Grade, Mark, Memory, State, refuse_stale
from bot.domain.queue import after_answer
from bot.domain.scheduler import MODEL, Outcome, answer, practise, retrievability
from bot.intents import GradeCard
from bot.screens.model import Block, Reply
from bot.store import marks, memories, reviews, undos
from bot.store.reviews import Phase as ReviewPhase
from bot.store.reviews import Review
from bot.usecases.context import Context
from bot.usecases.finish_drill import go_on
from bot.usecases.in_drill import in_drill
from bot.usecases.sitting import Sitting, current, note
from bot.usecases.undo import snapshot_of

NO_TIME = timedelta()
LONGEST = timedelta(minutes=10)  # an answer that took longer was a break


@in_drill
def grade_card(context: Context, sitting: Sitting, intent: GradeCard) -> Reply:
    """Apply the grade with the interval that its button showed."""
    shown = sitting.shown
    if shown.phase is Phase.FRONT:
        return Reply((current(context, sitting, note("Answer first, then grade.")),))
    memory = memories.get(context.tx, context.person, shown.card_id)
    refuse_stale(memory, shown.repetition)
    outcome = _outcome(context, shown, memory, intent.grade)
    _record(context, sitting, intent.grade, memory, outcome)
    drill = _advance(context, sitting.drill, memory, outcome)
    return go_on(context, sitting, drill, _leech_note(context, outcome))


def _outcome(context: Context, shown: Shown, memory: Memory | None, given: Grade) -> Outcome:
    offered = shown.offered[given]
    if shown.work is Work.PRACTICE and memory is not None:
        return practise(memory, given, offered, context.settings, context.now)
    return answer(memory, shown.card_id, given, offered, context.settings, context.now)


def _record(context: Context, sitting: Sitting, given: Grade, before: Memory | None, outcome: Outcome) -> None:
    tx, person, shown = context.tx, context.person, sitting.shown
    review = _review(context, sitting, given, before, outcome.memory)
    mark = marks.get(tx, person, shown.card_id) if before is None or outcome.leech else None
    memories.save(tx, person, outcome.memory)
    reviews.append(tx, person, review)
    undos.push(tx, person, sitting.session, snapshot_of(sitting, before, review.showing, mark))
    if mark and (changed := _mark_after(context, mark, outcome)) != mark:
        marks.save(tx, person, changed)


def _mark_after(context: Context, mark: Mark, outcome: Outcome) -> Mark:
    """A card that was met is wanted no more; a leech is suspended where the settings say so."""
    suspends = outcome.leech and context.settings.leech_suspends
    return replace(mark, wanted=False, suspended=mark.suspended or suspends)


def _review(context: Context, sitting: Sitting, given: Grade, before: Memory | None, after: Memory) -> Review:
    shown = sitting.shown
    return Review(
        card_id=shown.card_id,
        reviewed_at=context.now,
        local_day=context.today,
        grade=given,
        phase=_phase(shown, before),
        stability_before=before.stability if before else None,
        difficulty_before=before.difficulty if before else None,
        stability=after.stability,
        difficulty=after.difficulty,
        elapsed_days=max(0, (context.today - before.last_review_day).days) if before else 0,
        interval=shown.offered[given],
        retrievability=_recall(context, before),
        took=min(max(context.now - shown.shown_at, NO_TIME), LONGEST),
        correct=shown.correct,
        answer=shown.given or None,
        model=MODEL,
        desired_retention=context.settings.desired_retention,
        showing=f"{sitting.session}:{sitting.version}",
        learner_id=context.learner.id,
        session_id=sitting.session,
    )


def _phase(shown: Shown, before: Memory | None) -> ReviewPhase:
    if before is None:
        return ReviewPhase.NEW
    return ReviewPhase.PRACTICE if shown.work is Work.PRACTICE else ReviewPhase(before.state.value)


def _recall(context: Context, before: Memory | None) -> float | None:
    return retrievability(before, context.settings, context.today) if before and before.state is State.REVIEW else None


def _advance(context: Context, drill: Drill, before: Memory | None, outcome: Outcome) -> Drill:
    """A card whose learning step ends today waits again; the load follows its due day."""
    waiting = after_answer(drill.waiting, outcome.memory, context.today)
    moved = drill.moved(before.due_day if before else None, outcome.memory.due_day)
    return replace(moved, waiting=waiting, answered=drill.answered + 1, shown=None)


def _leech_note(context: Context, outcome: Outcome) -> Block | None:
    if not outcome.leech:
        return None
    lapses = outcome.memory.lapses
    if context.settings.leech_suspends:
        return note(f"You forgot that card {lapses} times. It is suspended; 'unsuspend' brings it back.")
    return note(f"You forgot that card {lapses} times. If its wording is to blame, 'flag TEXT' tells its authors.")
