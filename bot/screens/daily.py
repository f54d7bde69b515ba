"""The message that comes by itself once a day."""

from dataclasses import dataclass

from bot.domain.schedule_courtesy import Gentleness
from bot.domain.steps import Step
from bot.intents import PauseSchedule, ResumeSchedule, ShowSchedule, SkipDrill, SnoozeDrill, SnoozeUntil, StartDrill
from bot.screens.model import Block, Button, Facts, Paragraph, Screen, spans
from bot.screens.words import STEP_NAMES, duration, plural

FEW = 5


@dataclass(frozen=True, slots=True)
class Daily:
    """What waits: cards due and new, about how many seconds they take, and the weakest step.

    `left` counts the cards of a drill that is open; `slot` names the message.
    """

    slot: str
    due: int
    new: int
    seconds: float
    left: int
    weakest: Step | None
    gentle: Gentleness = Gentleness.USUAL


def daily(made: Daily) -> Screen:
    """Today's drill, with what can be done about it; smaller, or with a way out, for those who stayed away."""
    blocks: list[Block] = [Paragraph(spans(words)) for words in _GENTLE_WORDS.get(made.gentle, ())]
    return Screen("Your drill for today", (*blocks, Facts(_facts(made))), (*_begin(made), *_later(made)))


def paused() -> Screen:
    """The bot stops by itself, and says so."""
    words = "You did not answer for two weeks, so I stop writing first. Nothing is lost: what is due waits for you, and"
    return Screen(
        "I have paused your daily drill",
        (Paragraph(spans(f"{words} comes in small portions.")),),
        (
            Button("Start a drill", "drill", StartDrill(limit=FEW), default=True),
            Button("Write to me again", "resume", ResumeSchedule()),
            _settings(),
        ),
    )


_GENTLE_WORDS = {
    Gentleness.SMALLER: (f"The last days went by without a drill. {FEW} cards are enough to begin again.",),
    Gentleness.ASK_TO_PAUSE: ("A week went by without a drill. Shall I stop writing until you say so?",),
}


def _facts(made: Daily) -> tuple[tuple[str, str], ...]:
    parts = [f"{made.due} due"] * bool(made.due) + [f"{made.new} new"] * bool(made.new)
    facts = [("Today", f"{' and '.join(parts)}, about {duration(made.seconds)}")]
    if made.left:
        facts.append(("Open drill", f"{plural(made.left, 'card')} left"))
    if made.weakest:
        facts.append(("Weakest step", STEP_NAMES[made.weakest]))
    return tuple(facts)


def _begin(made: Daily) -> tuple[Button, ...]:
    whole = Button("Go on with it" if made.left else "Start", "drill", StartDrill(), default=True)
    if made.gentle is Gentleness.USUAL or made.left or made.due + made.new <= FEW:
        return (whole,)
    return (Button(f"Only {FEW} cards", "few", StartDrill(limit=FEW)), whole)


def _later(made: Daily) -> tuple[Button, ...]:
    away = (Button("Pause", "pause", PauseSchedule()),) if made.gentle is Gentleness.ASK_TO_PAUSE else ()
    return (
        *away,
        Button("In an hour", "hour", SnoozeDrill(made.slot)),
        Button("Tomorrow", "tomorrow", SnoozeDrill(made.slot, SnoozeUntil.TOMORROW)),
        Button("Skip today", "skip", SkipDrill(made.slot)),
        _settings(),
    )


def _settings() -> Button:
    return Button("Settings", "settings", ShowSchedule(), quiet=True)
