"""Decks change while people are in the middle of a card: nothing breaks, nothing is judged by the wrong text."""

from dataclasses import replace

from bot.content.library import Library
from bot.domain.card import Card, Choice
from bot.domain.memory import Grade
from bot.door import Door
from bot.intents import AnswerCard, EndDrill, GradeCard, Reveal, StartDrill, Undo
from bot.screens.model import Screen
from tests.conversations.conftest import Desk


def with_cards(library: Library, *changed: Card, without: str = "") -> Library:
    """The same decks after a correction, or after a card left."""
    cards = {**library.cards, **{card.id: card for card in changed}}
    cards.pop(without, None)
    return replace(library, cards=cards)


def place(screen: Screen) -> tuple[int, int]:
    """Session and version of a drill's screen."""
    assert isinstance(screen.leave, EndDrill)
    return screen.leave.session, screen.leave.version


def open_back(desk: Desk, topic: str) -> GradeCard:
    """Turn the first card of a topic; the press that would grade it."""
    back = desk.asks(Reveal(*place(desk.asks(StartDrill(topic)).screens[-1]))).screens[-1]
    return GradeCard(*place(back), Grade.GOOD)


def test_a_card_that_left_in_the_middle_is_passed_over(desk: Desk, library: Library) -> None:
    """Grading it goes on to what is next, and says why."""
    grade = open_back(desk, "kinds-flip")
    desk.door = Door(desk.database, with_cards(library, without="kinds-flip"))
    assert "has left the decks" in str(desk.asks(grade).screens[-1].blocks)


def test_undo_of_a_card_that_left_restores_its_memory_and_goes_on(desk: Desk, library: Library) -> None:
    """The list of undos is not blocked by it."""
    desk.says("drill kinds-flip", "", "knew")
    desk.door = Door(desk.database, with_cards(library, without="kinds-flip"))
    assert "has left the decks" in str(desk.asks(Undo()).screens[-1].blocks)


def test_a_corrected_choice_is_asked_again(desk: Desk, library: Library) -> None:
    """An option that was picked and is no more cannot be judged: the front comes back, and the drill goes on."""
    card = library.cards["kinds-choice"]
    assert isinstance(card, Choice)
    front = desk.asks(StartDrill("kinds-choice")).screens[-1]
    desk.asks(AnswerCard(*place(front), card.distractors[0].text))
    shorter = replace(card, distractors=card.distractors[1:])
    desk.door = Door(desk.database, with_cards(library, shorter))
    again = desk.asks(StartDrill()).screens[-1]
    assert again.entry is not None


def test_reordered_options_do_not_change_what_was_answered(desk: Desk, library: Library) -> None:
    """The words that were picked are kept, not their letter."""
    card = library.cards["kinds-choice"]
    assert isinstance(card, Choice)
    front = desk.asks(StartDrill("kinds-choice")).screens[-1]
    desk.asks(AnswerCard(*place(front), card.answer))
    desk.door = Door(desk.database, with_cards(library, replace(card, distractors=card.distractors[::-1])))
    assert "A canary release." in str(desk.asks(StartDrill()).screens[-1].blocks)
