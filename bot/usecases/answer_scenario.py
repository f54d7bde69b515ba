"""Inside a scenario: ask, answer, correct the rubric's calls."""

from collections.abc import Callable
from dataclasses import replace

from bot.domain.errors import BotError
from bot.domain.rubric.asking import answer_question
from bot.domain.rubric.score import Scored
from bot.intents import AskFact, CorrectFlags, CorrectPoints, SubmitScenario
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


@in_scenario
def submit_scenario(context: Context, current: Try, intent: SubmitScenario) -> Outcome:
    """Keep the answer at once, then grade it outside the transaction."""
    text = intent.text.strip()
    if not text and not current.attempt.aloud:
        raise BotError("There is no answer yet.", "Write a few lines, or start again with --aloud to say it.")
    if len(text) > LONGEST_ANSWER:
        raise BotError(f"An answer holds at most {LONGEST_ANSWER} characters.", "Shorten it: interviews are short too.")
    return show(keep(context, current, replace(current.attempt, answer=text)))


@in_scenario
def correct_points(_: Context, current: Try, intent: CorrectPoints) -> Outcome:
    """Points that were turned around count fully or not at all; the others stay as they were found."""
    return _correct(current, intent, _points_as_ticked)


@in_scenario
def correct_flags(_: Context, current: Try, intent: CorrectFlags) -> Outcome:
    """Red flags that were turned around stand or do not."""
    return _correct(current, intent, _flags_as_ticked)


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
