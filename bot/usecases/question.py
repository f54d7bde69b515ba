"""A card's question in one line, for lists: numbers filled in, blanks shown as blanks."""

from bot.domain.answers.showing import show
from bot.domain.card import Card
from bot.screens.drill import BLANK, BLANK_SHOWN
from bot.usecases.context import Context


def question_of(context: Context, card: Card) -> str:
    """The first wording as the person would see it."""
    return show(card, seed=context.person, repetition=0).front.replace(BLANK, BLANK_SHOWN)
