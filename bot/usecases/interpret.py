"""Understand what was typed in the bot's own chat: an answer, a line of a long one, a command; else say what would do.

The session that moved last comes first. Session and version are read in the same transaction that acts on them, so a
press in the meantime is noticed.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import timedelta

from bot.commands import BY_NAME, BadCommand, exactly, guess, parse, unknown
from bot.content.library import UnknownTopic
from bot.domain.answers.grading import grade
from bot.domain.answers.verdict import BadAnswer
from bot.domain.drill import Phase
from bot.domain.rubric.score import Scored
from bot.intents import (
    AddLine,
    AnswerCard,
    FinishScenario,
    InSession,
    Intent,
    InterpretText,
    ShowHome,
    ShowWelcome,
    StartDrill,
    StartScenario,
    SubmitScenario,
    Undo,
)
from bot.screens import hints
from bot.screens import scenario as scenarios
from bot.screens.model import Reply, Screen
from bot.screens.tokens import encode
from bot.screens.typed import GRADES, Leave, NotUnderstood, read
from bot.store import sessions
from bot.usecases import scenario_session, sitting
from bot.usecases.context import Context, Later
from bot.usecases.scenario_session import Try
from bot.usecases.sitting import Sitting

RECENT = timedelta(days=1)  # what has lain open for longer is not what somebody answers
ENDS = frozenset({".", "done"})
ADDRESS = frozenset({"mlsd", "/mlsd"})
TURNED = "The card is turned: press a grade, or type 'good' or 'again'."

Outcome = Reply | Later
Act = Callable[[Context, Intent], Outcome]
Reader = Callable[[Context, str, Act], Outcome | None]


def interpret_text(context: Context, intent: InterpretText, act: Act) -> Outcome:
    """Find out what the text means and let `act` do it; without a text, show where things stand."""
    text = intent.text.strip()
    if not text:
        return _standing(context, act)
    if _first(text) in ADDRESS:
        return act(context, parse(text[len(_first(text)) :]))
    for kind in _recent(context):
        outcome = _READERS[kind](context, text, act)
        if outcome is not None:
            return outcome
    if _first(text) in BY_NAME:
        return act(context, parse(text))
    return _unclear(context, text, act)


def _recent(context: Context) -> list[str]:
    """The kinds of the open sessions that one may be answering, the one that moved last first."""
    rows = sessions.all_open(context.tx, context.person)
    return [row.kind for row in rows if context.now - row.updated_at <= RECENT]


def _standing(context: Context, act: Act) -> Outcome:
    for kind in _recent(context):
        if kind == sitting.KIND and (found := _open_card(context)):
            return Reply((sitting.current(context, found),))
        if kind == scenario_session.KIND and (current := scenario_session.opened(context)):
            return scenario_session.show(current)
    return act(context, ShowHome())


def _open_card(context: Context) -> Sitting | None:
    found = sitting.opened(context)
    there = found and found.drill.shown and sitting.is_there(context, found.shown)
    return found if there else None


def _for_card(context: Context, text: str, act: Act) -> Outcome | None:
    """An answer to the open card, or a word of its screen; None where it is neither."""
    found = _open_card(context)
    if found is None:
        return None
    screen = sitting.current(context, found)
    back = found.shown.phase is Phase.BACK
    meant = _own(screen, text) if back else _meant(screen, text)
    if isinstance(meant, AnswerCard):
        meant = _answer_or_command(context, found, meant)
    return act(context, meant) if meant else None


def _answer_or_command(context: Context, found: Sitting, answer: AnswerCard) -> Intent | None:
    """A command only if it stands alone and is not right, or the card cannot read it; None for neither."""
    try:
        verdict = grade(sitting.card_of(context, found.shown), sitting.showing_of(context, found.shown), answer.text)
    except BadAnswer:
        return _command(answer.text)
    return (None if verdict.correct else exactly(answer.text) or _beginning(context, answer.text)) or answer


def _beginning(context: Context, text: str) -> StartDrill | StartScenario | None:
    """`drill` or `scenario` with something that exists here; nobody answers a card like that."""
    meant = _command(text) if _first(text) in {"drill", "scenario"} else None
    if not isinstance(meant, StartDrill | StartScenario):
        return None
    named = meant.topic if isinstance(meant, StartDrill) else meant.which
    with suppress(UnknownTopic):
        if named and (context.library.find(named, context.viewer) or context.library.select(named, context.viewer)):
            return meant
    return None


def _command(text: str) -> Intent | None:
    try:
        return parse(text)
    except BadCommand:
        return None


def _for_scenario(context: Context, text: str, act: Act) -> Outcome | None:
    """A question, a line of the answer, or its end; at the result, which calls are wrong, or its acceptance."""
    current = scenario_session.opened(context)
    if current is None or exactly(text):
        return None
    if current.attempt.answer is not None:
        return _at_result(context, current, text, act)
    if text.lower() in ENDS and not current.attempt.aloud:
        return act(context, SubmitScenario(current.at.session, current.at.version))
    meant = _own(scenarios.prompt(current.at, current.scenario, current.attempt), text)
    if isinstance(meant, SubmitScenario) and meant.text:
        meant = AddLine(meant.session, meant.text)
    return act(context, meant) if meant else None


def _at_result(context: Context, current: Try, text: str, act: Act) -> Outcome | None:
    if text.lower() in ENDS:
        return act(context, FinishScenario(current.at.session, current.at.version))
    if not all(word.isdecimal() for word in text.replace(",", " ").split()):
        return None

    def resume(later: Context, result: Scored) -> Outcome:
        return act(later, _meant(scenario_session.shown(current, result).screens[-1], text))

    return Later(lambda: scenario_session.scored(current), resume)


def _own(screen: Screen, text: str) -> Intent | None:
    """What the screen itself takes the text for; None for a command, and for what means nothing on it."""
    try:
        meant = _meant(screen, text)
    except NotUnderstood:
        if _first(text) in {*GRADES, *(button.word for button in screen.buttons)}:
            raise
        return None
    return meant if isinstance(meant, InSession | Undo | ShowHome) else None


def _meant(screen: Screen, text: str) -> Intent:
    meant = read(screen, text)
    return (screen.leave or ShowHome()) if isinstance(meant, Leave) else meant


def _unclear(context: Context, text: str, act: Act) -> Outcome:
    """Neither answer nor command: a newcomer is welcomed, an open card says what it takes, else there is a hint."""
    if not context.learner.greeted:
        return act(context, ShowWelcome())
    if sitting.KIND in _recent(context) and (found := _open_card(context)):
        if found.shown.phase is Phase.FRONT:
            return act(context, AnswerCard(found.session, found.version, text))  # which says what cannot be read
        return Reply((sitting.current(context, found, sitting.note(TURNED)),))
    return Reply((hints.not_understood(unknown(_first(text)), _pressable(guess(text))),))


def _pressable(found: tuple[str, Intent] | None) -> tuple[str, Intent] | None:
    """A guess that a button can carry."""
    try:
        return found if found and encode(found[1]) else None
    except ValueError:
        return None


def _first(text: str) -> str:
    return text.split(maxsplit=1)[0].lower()


_READERS: Mapping[str, Reader] = {sitting.KIND: _for_card, scenario_session.KIND: _for_scenario}
