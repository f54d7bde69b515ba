"""The front door: numeric cards, what is not graded here, and cards corrected after their showing."""

import pytest

from bot.domain.answers.grading import grade
from bot.domain.answers.showing import CardChanged, Showing, show
from bot.domain.answers.verdict import BadAnswer
from tests.domain.answers import cards
from tests.domain.rubric.scenarios import scenario

SHOWING = Showing("replicas", 0, "", numbers={"rps": 16_000, "each": 440, "use": 0.7})


def test_right_answer_shows_the_worked_solution() -> None:
    """The verdict has the key with its unit and the solution with the drawn numbers."""
    verdict = grade(cards.replicas(), SHOWING, "52")
    assert (verdict.correct, verdict.expected) == (True, "52 replicas")
    assert verdict.worked == "16,000 / (440 × 0.7) = 51.9, so round up."


def test_trap_is_named() -> None:
    """A number that a trap's formula gives is answered by that trap."""
    verdict = grade(cards.replicas(), SHOWING, "37")
    assert (verdict.correct, verdict.says, verdict.mistake) == (False, "You left out the head-room.", "no head-room")
    assert grade(cards.replicas(), SHOWING, "51").mistake == "rounded down"


def test_nothing_means_dont_know() -> None:
    """An empty answer is wrong without blame, and still shows the solution."""
    verdict = grade(cards.replicas(), SHOWING, "")
    assert (verdict.correct, verdict.says, verdict.given) == (False, "", "")
    assert verdict.worked


@pytest.mark.parametrize("text", ["many", "40 or 50", "9" * 5000, "1e999"])
def test_unreadable_numbers_do_not_count(text: str) -> None:
    """What is not one number is sent back with an example."""
    with pytest.raises(BadAnswer, match="one number"):
        grade(cards.replicas(), SHOWING, text)


def test_a_showing_is_graded_by_its_own_numbers() -> None:
    """The key belongs to the numbers that were shown."""
    card = cards.replicas()
    for repetition in range(10):
        showing = show(card, "me", repetition)
        expected = grade(card, showing, "").expected
        assert grade(card, showing, expected).correct is True


def test_a_corrected_card_is_not_graded() -> None:
    """An answer to a showing that no longer fits the card is refused."""
    with pytest.raises(CardChanged):
        grade(cards.template(), SHOWING, "52")


def test_scenario_is_left_to_its_rubric() -> None:
    """A scenario's answer gets no verdict here, only the model answer."""
    card = scenario()
    verdict = grade(card, show(card, "me", 0), "We fix the label.")
    assert (verdict.correct, verdict.expected) == (None, "A model answer.")


def test_flip_is_left_to_the_learner() -> None:
    """A card that people grade themselves has no verdict of ours."""
    verdict = grade(cards.flip(), show(cards.flip(), "me", 0), "the online one")
    assert (verdict.correct, verdict.expected, verdict.given) == (None, "The online store", "the online one")
