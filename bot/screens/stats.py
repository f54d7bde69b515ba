"""How learning goes, text first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.progress import StepProgress, weakest
from bot.screens.model import Bar, Bars, Block, Bullets, Facts, Heading, Paragraph, Screen, Table, code, spans
from bot.screens.words import STEP_NAMES, day, duration, percent, plural


@dataclass(frozen=True, slots=True)
class Recall:
    """Over some days of due reviews: how many, the recall that was predicted, and the share that passed."""

    label: str
    reviews: int
    predicted: float
    true: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything that the screen shows. `hardest` are the questions failed most, with how often."""

    today: date
    due: int
    known: int
    all_cards: int
    answered_today: int
    passed_today: int
    seconds_today: float
    answered: int
    streak: int
    steps: Sequence[StepProgress]
    recall: Sequence[Recall]
    load: Sequence[tuple[date, int]]
    hardest: Sequence[tuple[str, int]]
    scenarios: int
    suspended: int


def standing(made: Standing) -> Screen:
    """The whole picture on one screen; before the first answer, how to begin."""
    if not made.answered:
        begin = Paragraph(spans("No answers yet. Begin with ", code("drill"), ": a few minutes are enough."))
        return Screen("Your memory", (begin,))
    blocks: list[Block] = [
        Facts(_facts(made)),
        Heading("Recall today, by step"),
        Bars(tuple(_bar(step) for step in made.steps)),
        *_recall(made.recall),
        *_coming(made),
        *_hardest(made),
    ]
    return Screen("Your memory", tuple(blocks))


def _facts(made: Standing) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Today", _today(made)),
        ("Due now", plural(made.due, "card")),
        ("Known", f"{made.known} of {made.all_cards} cards"),
        ("Days in a row", str(made.streak)),
    ]
    if low := weakest(made.steps):
        facts.append(("Weakest step", STEP_NAMES[low.step]))
    if made.scenarios:
        facts.append(("Scenarios done", str(made.scenarios)))
    if made.suspended:
        facts.append(("Suspended", plural(made.suspended, "card")))
    return tuple(facts)


def _today(made: Standing) -> str:
    if not made.answered_today:
        return "nothing yet"
    right = percent(made.passed_today / made.answered_today)
    return f"{plural(made.answered_today, 'answer')}, {right} right, {duration(made.seconds_today)}"


def _bar(step: StepProgress) -> Bar:
    recall = step.recall or 0.0
    said = percent(recall) if step.known else "not begun"
    return Bar(STEP_NAMES[step.step], recall, f"{said} ({step.known} of {step.cards} cards)")


def _recall(rows: Sequence[Recall]) -> tuple[Block, ...]:
    if not any(row.reviews for row in rows):
        return ()
    cells = tuple(
        (row.label, str(row.reviews), percent(row.true), percent(row.predicted)) for row in rows if row.reviews
    )
    return (Heading("Remembered, and predicted"), Table(("Days", "Reviews", "Remembered", "Predicted"), cells))


def _coming(made: Standing) -> tuple[Block, ...]:
    if not made.load:
        return ()
    most = max(count for _, count in made.load)
    bars = tuple(Bar(day(when, made.today), count / most, plural(count, "card")) for when, count in made.load)
    return (Heading("What is coming"), Bars(bars))


def _hardest(made: Standing) -> tuple[Block, ...]:
    if not made.hardest:
        return ()
    items = tuple(spans(f"{front} (forgotten {plural(lapses, 'time')})") for front, lapses in made.hardest)
    return (Heading("Hardest cards"), Bullets(items))
