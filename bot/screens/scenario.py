"""The screens of a scenario: the prompt, the rubric's result, and what comes of it."""

from collections.abc import Sequence

from bot.domain.attempt import Attempt
from bot.domain.card import FollowUp, Scenario
from bot.domain.rubric.score import Finding, Flagged, Scored, Strength
from bot.intents import (
    AskFact,
    CorrectFlags,
    CorrectPoints,
    FinishScenario,
    InSession,
    StartDrill,
    StartScenario,
    SubmitScenario,
)
from bot.screens.model import (
    Bar,
    Bars,
    Block,
    Bullets,
    Button,
    Countdown,
    Entry,
    Facts,
    Heading,
    Note,
    Paragraph,
    Screen,
    Spans,
    Tick,
    Ticks,
    Tone,
    code,
    soft,
    spans,
    strong,
)
from bot.screens.words import STEP_NAMES, percent, plural

ALOUD_SECONDS = 300
LONGEST_QUOTE = 120


def prompt(at: InSession, scenario: Scenario, attempt: Attempt, note: Block | None = None) -> Screen:
    """The question, what was asked so far, and the place for the answer."""
    ask, submit = AskFact(at.session, at.version), SubmitScenario(at.session, at.version)
    blocks: list[Block | None] = [
        Paragraph(spans(scenario.front[0])),
        Facts((("For", f"{scenario.type.value} · {scenario.level.value}"),)),
        _asked(scenario, attempt),
        note,
        _draft(attempt),
        Countdown(ALOUD_SECONDS) if attempt.aloud else Paragraph(spans(soft(HOW))),
    ]
    buttons = [Button("Ask", "ask", ask, entry=Entry("Ask the interviewer", ask))]
    if attempt.draft:
        buttons.insert(0, Button("Hand it in", "done", submit, default=True))
    elif attempt.aloud:
        buttons.insert(0, Button("I have said it: tick the points", "tick", submit, default=True))
    return Screen(
        scenario.title,
        tuple(block for block in blocks if block),
        tuple(buttons),
        None if attempt.aloud else Entry("Your answer; a lone . ends it", submit, lines=True),
    )


HOW = "Ask first if you like: 'ask what is the latency budget?'. Then answer in as many lines as you need."


def told(question: str, fact: str | None) -> Block:
    """What the interviewer says to a question."""
    answer = fact or "I have no figure for that: state an assumption and go on."
    return Note(Tone.INFO, spans(strong(f"{question} "), answer))


def result(at: InSession, scenario: Scenario, attempt: Attempt, scored: Scored) -> Screen:
    """Each point with the words that showed it, the red flags, the score, the follow-up and the model answer."""
    done = FinishScenario(at.session, at.version)
    points = Ticks(tuple(_point(finding) for finding in scored.findings), CorrectPoints(at.session, at.version))
    blocks: list[Block] = [
        Bars((Bar("Score", scored.percent / 100, f"{round(scored.percent)} of 100"), *_steps(scored))),
        Heading("Points: are these calls right? Type numbers to turn them around"),
        points,
        *_flags(at, scored, first=len(points.items) + 1),
        Heading("The interviewer goes on"),
        *_follow_up(_follow_up_for(scenario, scored)),
        Heading("A model answer"),
        Paragraph(spans(scenario.model_answer)),
        Paragraph(spans(soft(scenario.explanation))),
    ]
    if not attempt.aloud and scored.percent == 0:
        blocks.insert(0, Note(Tone.INFO, spans("None of the points was found in what you wrote.")))
    return Screen(scenario.title, tuple(blocks), (Button("Accept and go on", "done", done, default=True),), leave=done)


def finished(scored_percent: float, scheduled: Sequence[str]) -> Screen:
    """The attempt is kept; the missed points' cards are on their way."""
    blocks: list[Block] = [Paragraph(spans(f"Kept with {round(scored_percent)} of 100."))]
    if scheduled:
        said = f"{plural(len(scheduled), 'card')} for what was missed will come first, as far as your day has room, in "
        blocks.append(Paragraph(spans(said, code("drill"))))
        blocks.append(Bullets(tuple(spans(line) for line in scheduled)))
    ways = (Button("Drill", "drill", StartDrill(), default=True), Button("Another scenario", "more", StartScenario()))
    return Screen("Scenario done", tuple(blocks), ways, closes=True)


def over() -> Screen:
    """A button of a scenario that has ended."""
    return Screen(
        "That scenario is over",
        (Paragraph(spans("Nothing was changed. Start another one whenever you like.")),),
        (Button("Another scenario", "scenario", StartScenario(), default=True),),
    )


def _draft(attempt: Attempt) -> Block | None:
    """How much is kept of an answer in several messages, and how it ends."""
    if not attempt.draft:
        return None
    words, last = plural(len(attempt.draft.split()), "word"), attempt.draft.rpartition("\n")[2]
    return Note(Tone.INFO, spans(f"Kept so far: {words}. The last line: ", soft(_quoted(last))))


def _asked(scenario: Scenario, attempt: Attempt) -> Block | None:
    if not attempt.asked:
        return None
    return Bullets(tuple(spans(scenario.if_asked[index].tells) for index in attempt.asked))


def _steps(scored: Scored) -> tuple[Bar, ...]:
    return tuple(Bar(STEP_NAMES[step], share, percent(share)) for step, share in scored.by_step.items())


def _point(finding: Finding) -> Tick:
    half = " (half)" if finding.share == 0.5 else ""
    quote = "; ".join(_quoted(text) for text in finding.quotes)
    detail: Spans = spans(soft(quote)) if quote else ()
    return Tick(f"{finding.point.says}{half}", ticked=finding.share > 0, detail=detail)


def _flags(at: InSession, scored: Scored, first: int) -> tuple[Block, ...]:
    if not scored.flags:
        return ()
    ticks = tuple(_flag(flagged) for flagged in scored.flags)
    return (Heading("Red flags"), Ticks(ticks, CorrectFlags(at.session, at.version), first))


def _flag(flagged: Flagged) -> Tick:
    quote = f"{_quoted(flagged.quote)}: " if flagged.quote else ""
    detail = spans(soft(quote), flagged.flag.cost, strong(" Instead: "), flagged.flag.repair)
    return Tick(flagged.flag.id.replace("-", " "), ticked=flagged.stands, detail=detail)


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f"“{line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE] + '…'}”"


def _follow_up_for(scenario: Scenario, scored: Scored) -> FollowUp:
    ups = scenario.follow_ups
    return {Strength.WEAK: ups.weak, Strength.PARTIAL: ups.partial, Strength.STRONG: ups.strong}[scored.strength]


def _follow_up(follow_up: FollowUp) -> tuple[Block, ...]:
    listens = "A good answer holds: " + "; ".join(follow_up.listens_for) + "."
    return (Paragraph(spans(strong(follow_up.ask))), Paragraph(spans(soft(listens))))
