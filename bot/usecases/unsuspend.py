"""Show suspended cards again."""

from bot.domain.errors import BotError
from bot.intents import UnsuspendCards
from bot.screens.model import Note, Reply, Screen, Tone, spans
from bot.screens.words import plural
from bot.store import marks
from bot.usecases.context import Context


def unsuspend_cards(context: Context, intent: UnsuspendCards) -> Reply:
    """Unsuspend one card by its id, or all."""
    suspended = [
        card_id for card_id, mark in marks.active(context.tx, context.person, context.today).items() if mark.suspended
    ]
    chosen = [card_id for card_id in suspended if intent.card_id in {None, card_id}]
    if intent.card_id and not chosen:
        named = ", ".join(suspended) or "none"
        raise BotError(f"{intent.card_id} is not suspended.", f"Suspended cards: {named}.")
    for card_id in chosen:
        marks.unsuspend(context.tx, context.person, card_id)
    said = Note(Tone.INFO, spans(f"{plural(len(chosen), 'card')} can come again."))
    return Reply((Screen("Unsuspend", (said,)),), data={"unsuspended": chosen})
