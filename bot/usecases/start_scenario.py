"""Begin a scenario, or go on with the one that is open."""

from collections.abc import Sequence

from bot.domain import attempt as attempts
from bot.domain.attempt import Attempt
from bot.domain.card import Kind, Scenario
from bot.domain.errors import BotError
from bot.intents import InSession, StartScenario
from bot.screens import scenario as screens
from bot.screens.model import Reply
from bot.store import attempts as kept
from bot.store import sessions
from bot.usecases.context import Context
from bot.usecases.scenario_session import KIND, Outcome, Try, opened, show


def start_scenario(context: Context, intent: StartScenario) -> Outcome:
    """Show the prompt of the scenario asked for: the one not tried yet, or tried longest ago."""
    current = opened(context)
    if current and _goes_on(current, intent):
        return show(current)
    scenario = _choose(context, _candidates(context, intent.which))
    sessions.end_open(context.tx, context.person, KIND)
    attempt = Attempt(scenario.id, aloud=intent.aloud)
    row = sessions.create(context.tx, context.person, KIND, attempts.to_json(attempt))
    return Reply((screens.prompt(InSession(row.id, row.version), scenario, attempt),))


def _goes_on(current: Try, intent: StartScenario) -> bool:
    asked_for = {None, current.scenario.id}
    return intent.which in asked_for and intent.aloud == current.attempt.aloud


def _candidates(context: Context, which: str | None) -> Sequence[Scenario]:
    card = context.library.find(which, context.viewer) if which else None
    if isinstance(card, Scenario):
        return [card]
    cards = context.library.select(which or Kind.SCENARIO, context.viewer)
    scenarios = [card for card in cards if isinstance(card, Scenario)]
    if not scenarios:
        raise BotError(f"There is no scenario for {which!r} yet.", f"There are some for: {', '.join(_types(context))}.")
    return scenarios


def _types(context: Context) -> list[str]:
    cards = context.library.visible(context.viewer)
    return sorted({card.type.value for card in cards if isinstance(card, Scenario)})


def _choose(context: Context, scenarios: Sequence[Scenario]) -> Scenario:
    last_tried = kept.last_tried(context.tx, context.person)
    return min(scenarios, key=lambda scenario: last_tried.get(scenario.id, 0))
