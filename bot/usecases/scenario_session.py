"""The open scenario of a person: loading it, guarding against stale presses, keeping it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.domain import attempt as attempts
from bot.domain.attempt import Attempt
from bot.domain.card import Scenario
from bot.domain.rubric.score import Scored, grade
from bot.intents import InSession
from bot.screens import scenario as screens
from bot.screens.model import Reply
from bot.store import sessions
from bot.usecases.context import Context, Later

KIND = "scenario"

Wanted = TypeVar("Wanted", bound=InSession)
Outcome = Reply | Later


@dataclass(frozen=True, slots=True)
class Try:
    """An open attempt as it is kept: the session's id and version, its state, and the scenario."""

    at: InSession
    attempt: Attempt
    scenario: Scenario


def opened(context: Context) -> Try | None:
    """The person's open attempt, if there is one and its scenario is still in the decks."""
    row = sessions.find_open(context.tx, context.person, KIND)
    if row is None:
        return None
    attempt = attempts.from_json(row.state)
    scenario = context.library.find(attempt.card_id, context.viewer)
    return Try(InSession(row.id, row.version), attempt, scenario) if isinstance(scenario, Scenario) else None


def in_scenario(run: Callable[[Context, Try, Wanted], Outcome]) -> Callable[[Context, Wanted], Outcome]:
    """Run only on the screen that the person saw: a stale press changes nothing and shows where things stand."""

    def use_case(context: Context, intent: Wanted) -> Outcome:
        current = opened(context)
        if current is None or current.at.session != intent.session:
            return Reply((screens.over(),))
        if current.at.version != intent.version:
            return show(current)
        return run(context, current, intent)

    use_case.__doc__ = run.__doc__
    return use_case


def keep(context: Context, current: Try, attempt: Attempt) -> Try:
    """Write the attempt's new state; the version moves on."""
    version = sessions.save(context.tx, current.at.session, current.at.version, attempts.to_json(attempt))
    return Try(InSession(current.at.session, version), attempt, current.scenario)


def show(current: Try) -> Outcome:
    """The screen that belongs to the attempt: the prompt, or the graded result."""
    if current.attempt.answer is None:
        return Reply((screens.prompt(current.at, current.scenario, current.attempt),))
    return Later(lambda: scored(current), lambda _context, result: shown(current, result), settled=True)


def scored(current: Try) -> Scored:
    """Grade the answer with the learner's corrections. Takes some milliseconds: never inside a transaction."""
    attempt = current.attempt
    return grade(current.scenario, attempt.answer or "", attempt.corrections or {})


def shown(current: Try, result: Scored) -> Reply:
    """The result's screen, with its figures as data."""
    data = {
        "scenario": current.scenario.id,
        "percent": round(result.percent, 1),
        "points": {finding.point.id: finding.share for finding in result.findings},
        "red_flags": [flagged.flag.id for flagged in result.flags if flagged.stands],
    }
    return Reply((screens.result(current.at, current.scenario, current.attempt, result),), data=data)
