"""The screens of a drill: front, back, summary, and what to do when nothing is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.answers.verdict import Verdict
from bot.domain.card import Aloud, Card, Choice, Cloze, Flip, Order
from bot.domain.drill import Drill, Shown, Work
from bot.domain.memory import Grade
from bot.domain.pace import CatchUp
from bot.domain.queue import Plan
from bot.domain.steps import Step
from bot.intents import (
    AnswerCard,
    DrillMode,
    EndDrill,
    FlagCard,
    GradeCard,
    InSession,
    Reveal,
    SkipCard,
    StartDrill,
    StartScenario,
    SuspendCard,
    TickElements,
    Undo,
)
from bot.screens.model import (
    Block,
    Bullets,
    Button,
    Countdown,
    Entry,
    Facts,
    Heading,
    Mark,
    Note,
    Option,
    Options,
    Paragraph,
    Screen,
    Tick,
    Ticks,
    Tone,
    soft,
    spans,
    strong,
)
from bot.screens.words import GRADE_WORDS, STEP_NAMES, day, delay, duration, interval, percent, plural

WORK_WORDS = {Work.NEW: "new", Work.LEARNING: "again", Work.REVIEW: "review", Work.PRACTICE: "practice"}
MORE_NEW = 5
BLANK = "{{}}"
BLANK_SHOWN = "_____"


@dataclass(frozen=True, slots=True)
class Face:
    """One side of the open card with all that a screen needs.

    `question` and `lines` (options or items, as shuffled) are what was drawn; `buttons` is how many grades there are.
    """

    at: InSession
    drill: Drill
    shown: Shown
    card: Card
    question: str
    lines: tuple[str, ...]
    buttons: int


def front(face: Face, note: Block | None = None) -> Screen:
    """The question, with the lesson at first sight."""
    lesson = face.card.lesson if face.shown.work is Work.NEW else None
    blocks: list[Block | None] = [
        note,
        Note(Tone.LESSON, spans(lesson)) if lesson else None,
        Paragraph(spans(face.question.replace(BLANK, BLANK_SHOWN))),
        *_asked(face),
    ]
    return Screen(
        _title(face),
        tuple(block for block in blocks if block),
        (*_front_buttons(face), *_always(face.at)),
        _entry(face),
        leave=EndDrill(face.at.session, face.at.version),
    )


def back(face: Face, verdict: Verdict, proposed: Grade, note: Block | None = None) -> Screen:
    """The answer with its reason, and the grades with the time to the next review."""
    blocks: list[Block | None] = [note, *_verdict(verdict), *_answer(face, verdict), *_elements(face)]
    blocks.append(Paragraph(spans(strong("Why: "), face.card.explanation)))
    blocks.append(Paragraph(spans(soft(_sources(face.card)))))
    return Screen(
        _title(face),
        tuple(block for block in blocks if block),
        (*_grades(face, proposed), *_always(face.at)),
        leave=EndDrill(face.at.session, face.at.version),
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """What a drill came to. `correct` counts grades above Again; times in seconds."""

    answered: int
    correct: int
    seconds: float
    by_step: Sequence[tuple[Step, int, int]]  # step, answered, correct
    next_day: date | None
    next_count: int
    left: int
    today: date


def summary(made: Summary) -> Screen:
    """How it went, and what comes when."""
    if made.answered == 0:
        return Screen("Stopped", (Paragraph(spans("No card was graded in this drill.")),), _ways_on(), closes=True)
    facts = [
        ("Right", f"{made.correct} of {made.answered} ({percent(made.correct / made.answered)})"),
        ("Time", f"{duration(made.seconds)}, {duration(made.seconds / made.answered)} a card"),
    ]
    if weakest := _weakest(made.by_step):
        facts.append(("Weakest step", weakest))
    if made.left:
        facts.append(("Left for today", plural(made.left, "card")))
    if made.next_day:
        facts.append(("Next", f"{plural(made.next_count, 'card')} {day(made.next_day, made.today)}"))
    return Screen("Done for now", (Facts(tuple(facts)),), _ways_on(), closes=True)


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why a drill has no cards: what comes next, what is known, and what today's limits leave for later.

    `soon` is the time until the first of `soon_count` cards whose learning step still runs.
    """

    topic: str | None
    soon: timedelta | None
    soon_count: int
    next_day: date | None
    next_count: int
    today: date
    known: int
    left_out: int


def nothing_due(made: Nothing) -> Screen:
    """Nothing needs the learner now: say what comes when, and offer more."""
    about = f" in {made.topic}" if made.topic else ""
    done = f"Your memory needs nothing more now{about}."
    if made.left_out:
        done = f"Your limits for today are used up; {plural(made.left_out, 'due card')} can wait until tomorrow."
    return Screen(
        f"Nothing is due{about}",
        (
            Paragraph(spans(done)),
            Facts((("Next", _next(made)), ("Cards you know", str(made.known)))),
            Paragraph(spans("If you want more: a scenario, a few new cards, or practice of the weak ones.")),
        ),
        _ways_on(),
    )


def _next(made: Nothing) -> str:
    if made.soon is not None:
        return f"{plural(made.soon_count, 'card')} in {delay(made.soon)}"
    return f"{plural(made.next_count, 'card')} {day(made.next_day, made.today)}" if made.next_day else "nothing yet"


def nothing_to_practise() -> Screen:
    """Practice takes cards that are known and not due."""
    words = "Practice takes cards that you know and that are not due yet. There are none now."
    return Screen("Nothing to practise", (Paragraph(spans(words)),), _ways_on())


def plan_in_words(planned: Plan, mode: DrillMode, way_out: CatchUp | None = None) -> str:
    """What the drill holds and about how long it takes; for a backlog, what would work it off."""
    about = f"about {duration(planned.seconds)}"
    if mode is DrillMode.WEAK:
        return f"{plural(planned.due, 'weak card')} to practise, {about}. Passing leaves the schedule as it is."
    parts = [f"{planned.due} due"] * bool(planned.due) + [f"{planned.new} new"] * bool(planned.new)
    words = [f"{' and '.join(parts)}, {about}."]
    if planned.left_out:
        words.append(f"{planned.left_out} more are due and can wait.")
    if way_out:
        words.append(f"{way_out.minutes_a_day} min more a day would clear them in {way_out.days} days.")
    return " ".join(words)


def over() -> Screen:
    """A button of a drill that has ended."""
    return Screen(
        "That drill is over",
        (Paragraph(spans("Nothing was changed. Start a new one whenever you like.")),),
        (Button("Drill", "drill", StartDrill(), default=True),),
    )


def _title(face: Face) -> str:
    place = face.drill.answered + 1
    total = place + len(face.drill.waiting)
    return f"{place} of {total}: {STEP_NAMES[face.card.step]}, {WORK_WORDS[face.shown.work]}"


def _asked(face: Face) -> tuple[Block, ...]:
    match face.card:
        case Choice() | Order():
            return (Options(tuple(_option(face, index, text) for index, text in enumerate(face.lines))),)
        case Cloze(hint=hint):
            return (Paragraph(spans(soft(f"The blank is: {hint}"))),)
        case Flip(aloud=Aloud(seconds=seconds)):
            return (Countdown(seconds),)
    return ()


def _option(face: Face, index: int, text: str) -> Option:
    key = letter(index)
    if isinstance(face.card, Choice):
        return Option(key, text, AnswerCard(face.at.session, face.at.version, key))
    return Option(key, text)


def letter(index: int) -> str:
    """The letter of an option: 0 is `a`."""
    return "abcdefgh"[index]


def _entry(face: Face) -> Entry:
    at = AnswerCard(face.at.session, face.at.version)
    match face.card:
        case Choice():
            return Entry("Answer with a letter", at)
        case Order(items=items):
            return Entry(
                f"Type the letters in order, such as {' '.join(letter(i) for i in reversed(range(len(items))))}", at
            )
        case Flip():
            return Entry("Think of the answer, or type it", at, optional=True)
        case Cloze():
            return Entry("The missing word", at)
    return Entry("Your answer", at)


def _front_buttons(face: Face) -> tuple[Button, ...]:
    session, version = face.at.session, face.at.version
    if isinstance(face.card, Flip):
        return (Button("Show the answer", "show", Reveal(session, version), default=True),)
    return (Button("I don't know", "pass", AnswerCard(session, version), default=not isinstance(face.card, Choice)),)


def _always(at: InSession) -> tuple[Button, ...]:
    session, version = at.session, at.version
    flag = FlagCard(session, version)
    return (
        Button("Undo", "undo", Undo(), quiet=True),
        Button("Skip today", "skip", SkipCard(session, version), quiet=True),
        Button("Suspend", "suspend", SuspendCard(session, version), quiet=True),
        Button("Flag", "flag", flag, quiet=True, entry=Entry("What is wrong with this card?", flag)),
    )


def _verdict(verdict: Verdict) -> tuple[Block, ...]:
    if verdict.correct is None:
        return (Paragraph(spans(soft("You said: "), verdict.given)),) if verdict.given else ()
    if not verdict.given:
        return (Note(Tone.INFO, spans("Here it is, so that it comes to you next time.")),)
    tone = Tone.GOOD if verdict.correct else Tone.BAD
    said = [f"{verdict.given.rstrip('.')}.", verdict.says]
    return (Note(tone, spans(" ".join(filter(None, said)))),)


def _answer(face: Face, verdict: Verdict) -> tuple[Block, ...]:
    if isinstance(face.card, Choice):
        return (Options(tuple(_marked(verdict, index, text) for index, text in enumerate(face.lines))),)
    if isinstance(face.card, Order):
        return (Heading("In order"), Bullets(tuple(spans(item) for item in face.card.items), numbered=True))
    worked = (Paragraph(spans(strong("Worked: "), verdict.worked)),) if verdict.worked else ()
    return (Paragraph(spans(strong("Answer: "), verdict.expected)), *worked)


def _marked(verdict: Verdict, index: int, text: str) -> Option:
    right = text == verdict.expected
    picked = text == verdict.given
    return Option(letter(index), text, mark=Mark.RIGHT if right else Mark.WRONG if picked else Mark.OTHER)


def _elements(face: Face) -> tuple[Block, ...]:
    if not (isinstance(face.card, Flip) and face.card.aloud):
        return ()
    ticks = tuple(Tick(text, ticked=index in face.shown.ticked) for index, text in enumerate(face.card.aloud.elements))
    intent = TickElements(face.at.session, face.at.version, face.shown.ticked)
    return (Heading("Which of these did you say? Type their numbers, such as 1 3"), Ticks(ticks, intent))


def _grades(face: Face, proposed: Grade) -> tuple[Button, ...]:
    new = face.shown.work is Work.NEW
    grades = list(Grade) if face.buttons == 4 else [Grade.AGAIN, Grade.GOOD]
    buttons = [_grade(face, grade, GRADE_WORDS[grade], proposed) for grade in grades]
    if new:
        buttons.append(_grade(face, Grade.EASY, "knew", None))
    return tuple(buttons)


def _grade(face: Face, grade: Grade, word: str, proposed: Grade | None) -> Button:
    name = "Knew it already" if word == "knew" else word.capitalize()
    unchanged = face.shown.work is Work.PRACTICE and grade > Grade.AGAIN
    label = name if unchanged else f"{name}: {interval(face.shown.offered[grade])}"
    intent = GradeCard(face.at.session, face.at.version, grade)
    return Button(label, word, intent, default=grade is proposed)


def _ways_on() -> tuple[Button, ...]:
    return (
        Button("A curveball", "scenario", StartScenario("curveball")),
        Button("A few new cards", "new", StartDrill(new=MORE_NEW, mode=DrillMode.NEW)),
        Button("Practise weak ones", "weak", StartDrill(mode=DrillMode.WEAK)),
        Button("Undo", "undo", Undo(), quiet=True),
    )


def _weakest(by_step: Sequence[tuple[Step, int, int]]) -> str | None:
    missed = [(correct / answered, step) for step, answered, correct in by_step if answered and correct < answered]
    if not missed:
        return None
    share, step = min(missed)
    return f"{STEP_NAMES[step]} ({percent(share)} right)"


def _sources(card: Card) -> str:
    named = "; ".join(f"{source.title} ({source.year})" for source in card.sources)
    return f"Source: {named}" if named else ""
