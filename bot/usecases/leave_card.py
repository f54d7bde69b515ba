"""Leave the open card without grading it: skip it for today, suspend it, flag it for its authors, or stop here."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.errors import BotError
from bot.intents import EndDrill, FlagCard, SkipCard, SuspendCard
from bot.screens.model import Block, Reply
from bot.store import flags, marks, memories, undos
from bot.usecases.context import Context
from bot.usecases.finish_drill import close, go_on
from bot.usecases.in_drill import in_drill
from bot.usecases.sitting import Sitting, current, note
from bot.usecases.undo import snapshot_of

LONGEST_COMMENT = 1000


@in_drill
def skip_card(context: Context, sitting: Sitting, _: SkipCard) -> Reply:
    """Bury the card until tomorrow; its memory stays as it is."""
    _remember(context, sitting)
    marks.bury(context.tx, context.person, [sitting.shown.card_id], context.today + timedelta(days=1))
    return _leave(context, sitting, note("Skipped until tomorrow."))


@in_drill
def suspend_card(context: Context, sitting: Sitting, _: SuspendCard) -> Reply:
    """Hide the card until it is unsuspended."""
    _remember(context, sitting)
    marks.suspend(context.tx, context.person, sitting.shown.card_id)
    return _leave(context, sitting, note("Suspended. 'unsuspend' brings it back."))


@in_drill
def flag_card(context: Context, sitting: Sitting, intent: FlagCard) -> Reply:
    """Keep the comment for the card's authors; the card stays open."""
    comment = intent.text.strip()
    if not comment:
        raise BotError("A flag needs a few words.", "Type: flag TEXT")
    flags.add(context.tx, context.learner.id, sitting.shown.card_id, comment[:LONGEST_COMMENT])
    return Reply((current(context, sitting, note("Thank you, that is noted for the card's authors.")),))


@in_drill
def end_drill(context: Context, sitting: Sitting, _: EndDrill) -> Reply:
    """Stop here: the open card and all that waits stay due."""
    return Reply((close(context, sitting),))


def _remember(context: Context, sitting: Sitting) -> None:
    card_id = sitting.shown.card_id
    memory = memories.get(context.tx, context.person, card_id)
    mark = marks.get(context.tx, context.person, card_id)
    undos.push(context.tx, context.person, sitting.session, snapshot_of(sitting, memory, mark=mark))


def _leave(context: Context, sitting: Sitting, above: Block) -> Reply:
    return go_on(context, sitting, replace(sitting.drill, shown=None), above)
