"""From the authored form of a mock interview to the bot's own."""

from collections.abc import Mapping

from bot.content import schema_interview as authored
from bot.content.build import build_follow_ups, build_red_flag, build_rubric
from bot.domain.card import Fact, SampleAnswers, Scenario, Source, Tier
from bot.domain.interview import ORDER, Interview, Plan, StepNotes, Turn, TurnKind, When
from bot.domain.steps import STEPS, Step


def build_interview(entry: authored.InterviewEntry, deck: str, sources: Mapping[str, Source]) -> Interview:
    """A mock interview of a deck. Raises KeyError for an unknown source."""
    steps = {step: _notes(getattr(entry.steps, step.value)) for step in STEPS}
    transcripts = {name: _transcript(getattr(entry.transcripts, name)) for name in ("weak", "passing", "strong")}
    return Interview(
        case=_case(entry, deck, sources, steps, transcripts),
        full=Plan(entry.minutes, _minutes(entry.budget), _minutes(entry.squeezed), frozenset()),
        cut=Plan(
            entry.cut.minutes,
            _minutes(entry.cut.budget),
            _minutes(entry.cut.squeezed),
            frozenset(entry.cut.leaves_out),
        ),
        turns={step: tuple([_turn(turn, step) for turn in entry.turns.get(step, ())]) for step in ORDER},
        steps=steps,
        closing=entry.closing,
        transcripts=transcripts,
    )


def _case(
    entry: authored.InterviewEntry,
    deck: str,
    sources: Mapping[str, Source],
    steps: Mapping[Step, StepNotes],
    transcripts: Mapping[str, Mapping[Step, str]],
) -> Scenario:
    """What is graded. It is kept with the interview and is no card of the deck."""
    answers = {name: "\n".join(said.values()) for name, said in transcripts.items()}
    return Scenario(
        id=entry.id,
        deck=deck,
        step=Step.FRAME,
        tags=frozenset((entry.type.value,)),
        tier=Tier.CORE,
        note=entry.id,
        lesson=None,
        front=(entry.brief,),
        explanation=entry.why,
        sources=tuple([sources[key] for key in entry.sources]),
        title=entry.title,
        type=entry.type,
        level=entry.level,
        curveball=False,
        if_asked=tuple([Fact(fact.asked_by, fact.tells) for fact in entry.if_asked]),
        rubric=build_rubric(entry.rubric),
        red_flags=tuple([build_red_flag(flag) for flag in entry.red_flags]),
        follow_ups=build_follow_ups(entry.follow_ups),
        model_answer="\n\n".join(notes.model for notes in steps.values()),
        samples=SampleAnswers(answers["weak"], answers["passing"], answers["strong"]),
    )


def _minutes(entry: authored.BudgetEntry) -> dict[Step, float]:
    return {step: getattr(entry, step.value) for step in STEPS}


def _notes(entry: authored.NotesEntry) -> StepNotes:
    return StepNotes(entry.hint, entry.phrase, entry.model)


def _transcript(entry: authored.TranscriptEntry) -> dict[Step, str]:
    return {step: said for step in ORDER if (said := getattr(entry, step.value)) is not None}


def _turn(entry: authored.TurnEntry, step: Step) -> Turn:
    when = entry.when
    return Turn(
        entry.id,
        step,
        entry.kind or _kind(entry),
        entry.says,
        entry.listens_for,
        When(when.after, when.strength, when.found, when.missing, when.least_left, when.most_left),
        entry.at_minute,
        entry.takes_minutes,
    )


def _kind(entry: authored.TurnEntry) -> TurnKind:
    if entry.at_minute is not None:
        return TurnKind.INTERRUPTION
    return TurnKind.FOLLOW_UP if entry.when.after else TurnKind.QUESTION
