"""Inside a scenario: ask, answer, correct the rubric's calls."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.attempt import Attempt
from bot.domain.errors import BotError
from bot.domain.rubric.asking import answer_question
from bot.domain.rubric.score import Scored
from bot.intents import AddLine, AskFact, CorrectFlags, CorrectPoints, SubmitScenario
from bot.screens import scenario as screens
from bot.screens.model import Reply
from bot.usecases.context import Context, Later
from bot.usecases.scenario_session import Outcome, Try, in_scenario, keep, opened, scored, show

LONGEST_ANSWER = 20_000

Read = Callable[[Scored, tuple[int, ...]], dict[str, float]]


@in_scenario
def ask_fact(context: Context, current: Try, intent: AskFact) -> Outcome:
    """A fitting question brings a fact to light; another is told to assume."""
    fact = answer_question(current.scenario, intent.text)
    attempt = current.attempt
    if fact is not None:
        index = current.scenario.if_asked.index(fact)
        attempt = replace(attempt, asked=tuple(sorted({*attempt.asked, index})))
    kept = keep(context, current, attempt)
    told = screens.told(intent.text, fact.tells if fact else None)
    return Reply((screens.prompt(kept.at, kept.scenario, kept.attempt, told),))


def add_line(context: Context, intent: AddLine) -> Outcome:
    """Keep one message of a long answer. It joins the draft whatever was pressed meanwhile: nothing typed is lost."""
    current = opened(context)
    if current is None or current.at.session != intent.session:
        return Reply((screens.over(),))
    if current.attempt.answer is not None:
        return show(current)
    return show(keep(context, current, _with_line(current, intent.text)))


def submit_scenario(context: Context, intent: SubmitScenario) -> Outcome:
    """Hand in the draft with what was written last; a text that comes too late for that is kept in the draft."""
    current = opened(context)
    late = current is not None and current.at.session == intent.session and current.at.version != intent.version
    if late and intent.text.strip():
        return add_line(context, AddLine(intent.session, intent.text))
    return _submit(context, intent)


@in_scenario
def _submit(context: Context, current: Try, intent: SubmitScenario) -> Outcome:
    """Keep the answer at once, then grade it outside the transaction."""
    written = _with_line(current, intent.text)
    if not written.draft and not written.aloud:
        raise BotError("There is no answer yet.", "Write a few lines, or start again with --aloud to say it.")
    return show(keep(context, current, written.handed_in()))


def _with_line(current: Try, text: str) -> Attempt:
    written = current.attempt.with_line(text)
    if len(written.draft) > LONGEST_ANSWER:
        raise BotError(f"An answer holds at most {LONGEST_ANSWER} characters.", "Shorten it: interviews are short too.")
    return written


def correct_points(context: Context, intent: CorrectPoints) -> Outcome:
    """Points that were turned around count fully or not at all; the others stay as they were found."""
    return _corrected(context, intent, _points_as_ticked)


def correct_flags(context: Context, intent: CorrectFlags) -> Outcome:
    """Red flags that were turned around stand or do not."""
    return _corrected(context, intent, _flags_as_ticked)


def _corrected(context: Context, intent: CorrectPoints | CorrectFlags, read: Read) -> Outcome:
    """Whatever the screen's version: ticks say how all of them stand, and quick ones cross the screens on their way."""
    current = opened(context)
    if current is None or current.at.session != intent.session:
        return Reply((screens.over(),))
    if current.attempt.answer is None:
        return show(current)
    return _correct(current, intent, read)


def _correct(current: Try, intent: CorrectPoints | CorrectFlags, read: Read) -> Later:
    """Grade outside, then keep the corrections if the attempt has not moved on meanwhile."""

    def resume(context: Context, before: Scored) -> Outcome:
        now = opened(context)
        if now is None or now.at != current.at:
            return show(now) if now else Reply((screens.over(),))
        corrections = {**(current.attempt.corrections or {}), **read(before, intent.ticked)}
        return show(keep(context, current, replace(current.attempt, corrections=corrections)))

    return Later(lambda: scored(current), resume)


def _points_as_ticked(before: Scored, ticked: tuple[int, ...]) -> dict[str, float]:
    return {
        finding.point.id: float(index in ticked)
        for index, finding in enumerate(before.findings)
        if (finding.share > 0) != (index in ticked)
    }


def _flags_as_ticked(before: Scored, ticked: tuple[int, ...]) -> dict[str, float]:
    return {
        flagged.flag.id: float(index in ticked)
        for index, flagged in enumerate(before.flags)
        if flagged.stands != (index in ticked)
    }
