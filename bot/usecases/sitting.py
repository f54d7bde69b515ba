"""The open drill of a person: loading it, guarding against stale presses, showing its card, keeping it.

Every use case inside a drill is written against `Sitting` and wrapped by `in_drill.in_drill`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.domain import drill as drills
from bot.domain.answers.grading import grade
from bot.domain.answers.proposal import proposed
from bot.domain.answers.showing import CardChanged, Showing, show, shown_lines
from bot.domain.answers.verdict import BadAnswer, Verdict
from bot.domain.card import Card
from bot.domain.drill import Drill, Phase, Shown, Waiting, Work
from bot.domain.memory import Grade, Interval, Memory
from bot.domain.queue import next_up
from bot.domain.scheduler import offers, practice_offers
from bot.intents import InSession
from bot.screens import drill as screens
from bot.screens.model import Block, Note, Reply, Screen, Tone, spans
from bot.store import memories, sessions
from bot.usecases.context import Context

KIND = "drill"


@dataclass(frozen=True, slots=True)
class Sitting:
    """An open drill as it is kept: the session's id and version, and its state, also as the JSON it was read from."""

    session: int
    version: int
    drill: Drill
    kept: Mapping[str, Any]

    @property
    def shown(self) -> Shown:
        """The open card; a drill that waits for nothing has none."""
        if self.drill.shown is None:
            raise LookupError("no card is open in this drill")
        return self.drill.shown


def opened(context: Context) -> Sitting | None:
    """The person's open drill, if there is one."""
    row = sessions.find_open(context.tx, context.person, KIND)
    return Sitting(row.id, row.version, drills.from_json(row.state), row.state) if row else None


def is_there(context: Context, shown: Shown) -> bool:
    """Whether the open card is still in the decks that the person sees."""
    return context.library.find(shown.card_id, context.viewer) is not None


def taken_up(context: Context, sitting: Sitting) -> Sitting:
    """The drill as it is gone on with after a break: the time at the card starts anew.

    A back that can be judged no more, because the card was corrected, is a front again.
    """
    shown = replace(sitting.shown, shown_at=context.now)
    if shown.phase is Phase.BACK and not _is_judgeable(context, shown):
        shown = replace(shown, phase=Phase.FRONT, given="", correct=None, ticked=())
    return keep(context, sitting, sitting.drill.showing(shown))


def _is_judgeable(context: Context, shown: Shown) -> bool:
    try:
        grade(card_of(context, shown), showing_of(context, shown), shown.given)
    except (BadAnswer, CardChanged):
        return False
    return True


def note(text: str) -> Block:
    """A line above a screen that says what just happened."""
    return Note(Tone.INFO, spans(text))


def keep(context: Context, sitting: Sitting, drill: Drill) -> Sitting:
    """Write the drill's new state; the version moves on, so that older buttons are stale."""
    state = drills.to_json(drill)
    version = sessions.save(context.tx, sitting.session, sitting.version, state)
    return Sitting(sitting.session, version, drill, state)


def turn(context: Context, sitting: Sitting, shown: Shown, verdict: Verdict | None = None) -> Reply:
    """Keep the open card as it is now and show its side."""
    kept = keep(context, sitting, sitting.drill.showing(shown))
    return Reply((current(context, kept, verdict=verdict),))


def current(context: Context, sitting: Sitting, above: Block | None = None, verdict: Verdict | None = None) -> Screen:
    """The screen of the open card, front or back; the verdict is worked out where it is not known already."""
    shown = sitting.shown
    card, showing = card_of(context, shown), showing_of(context, shown)
    face = screens.Face(
        at=InSession(sitting.session, sitting.version),
        drill=sitting.drill,
        shown=shown,
        card=card,
        question=showing.front,
        lines=shown_lines(card, showing),
        buttons=context.settings.buttons,
    )
    if shown.phase is Phase.FRONT:
        return screens.front(face, above)
    verdict = verdict or grade(card, showing, shown.given)
    return screens.back(face, verdict, proposed(card, verdict, shown.ticked, context.settings.buttons), above)


def card_of(context: Context, shown: Shown) -> Card:
    """The open card. It is in the library: `next_shown` passes over those that left."""
    card = context.library.find(shown.card_id)
    if card is None:
        raise LookupError(f"card {shown.card_id} has left the decks")
    return card


def showing_of(context: Context, shown: Shown) -> Showing:
    """What was drawn for this showing: always the same for one person, card and repetition."""
    card = card_of(context, shown)
    return show(card, seed=context.person, repetition=shown.repetition)


def next_shown(context: Context, drill: Drill) -> Drill:
    """Open the next card that waits: one whose learning step is over, else in order; none when all is done."""
    waiting = list(drill.waiting)
    while (chosen := next_up(waiting, context.now)) is not None:
        waiting.remove(chosen)
        if context.library.find(chosen.card_id, context.viewer) is not None:  # cards leave the decks
            return replace(drill, waiting=tuple(waiting), shown=_open(context, drill, chosen))
    return replace(drill, waiting=tuple(waiting), shown=None)


def _open(context: Context, drill: Drill, row: Waiting) -> Shown:
    memory = memories.get(context.tx, context.person, row.card_id)
    return Shown(
        card_id=row.card_id,
        work=Work.NEW if memory is None else row.work,
        repetition=memory.repetitions if memory else 0,
        shown_at=context.now,
        offered=_offers(context, drill, row, memory),
    )


def _offers(context: Context, drill: Drill, row: Waiting, memory: Memory | None) -> dict[Grade, Interval]:
    load = drill.loads()
    if memory is not None and row.work is Work.PRACTICE:
        return practice_offers(memory, context.settings, context.now, load)
    return offers(memory, row.card_id, context.settings, context.now, load)
