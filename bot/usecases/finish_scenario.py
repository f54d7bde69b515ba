"""Accept a scenario's result: the attempt is kept, and what was missed comes back as cards."""

from bot.domain.errors import BotError
from bot.domain.rubric.score import Scored
from bot.intents import FinishScenario
from bot.screens import scenario as screens
from bot.screens.model import Reply
from bot.store import attempts as kept
from bot.store import marks, memories, sessions
from bot.usecases.context import Context, Later
from bot.usecases.question import question_of
from bot.usecases.scenario_session import Outcome, Try, in_scenario, opened, scored

MOST_SCHEDULED = 10


@in_scenario
def finish_scenario(_: Context, current: Try, __: FinishScenario) -> Outcome:
    """Grade once more with all corrections, outside the transaction, then keep the result."""
    if current.attempt.answer is None:
        raise BotError("There is no answer yet.", "Write a few lines first.")
    return Later(lambda: scored(current), lambda context, result: _finish(context, current, result))


def _finish(context: Context, current: Try, result: Scored) -> Reply:
    now = opened(context)
    if now is None or now.at != current.at:
        return Reply((screens.over(),))
    sessions.end(context.tx, current.at.session, current.at.version)
    kept.add(
        context.tx,
        context.person,
        kept.Finished(
            learner_id=context.learner.id,
            card_id=current.scenario.id,
            answer=current.attempt.answer or None,
            percent=result.percent,
            scored={finding.point.id: finding.share for finding in result.findings},
            corrections=dict(current.attempt.corrections or {}),
            session=current.at.session,
        ),
    )
    wanted = [card_id for card_id in result.missed if context.library.find(card_id, context.viewer)][:MOST_SCHEDULED]
    for card_id in wanted:
        _want(context, card_id)
    lines = [question_of(context, context.library.cards[card_id]) for card_id in wanted]
    data = {"percent": round(result.percent, 1), "scheduled": wanted}
    return Reply((screens.finished(result.percent, lines),), data=data)


def _want(context: Context, card_id: str) -> None:
    """A known card becomes due today; a new one comes before other new ones."""
    if memories.get(context.tx, context.person, card_id) is None:
        marks.want(context.tx, context.person, card_id)
    else:
        memories.make_due(context.tx, context.person, card_id, context.today)
