"""What is drawn for a showing: determined by card, seed and repetition, and kept as plain data."""

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.answers.showing import CardChanged, Showing, show, shown_lines
from bot.domain.card import Card
from tests.domain.answers import cards

SEEDS = st.text(min_size=1, max_size=20)
REPETITIONS = st.integers(0, 500)
PRINT_SHOWING = """
import json
from bot.domain.answers.showing import show
from tests.domain.answers import cards
made = (cards.replicas(), cards.choice(), cards.order())
print(json.dumps([show(card, "learner 7", 3).as_json() for card in made]))
"""


@given(SEEDS, REPETITIONS)
@settings(max_examples=40)
def test_same_seed_same_showing(seed: str, repetition: int) -> None:
    """The same card, seed and repetition give the same showing."""
    for card in (cards.choice(), cards.order(), cards.replicas()):
        assert show(card, seed, repetition) == show(card, seed, repetition)


def test_same_in_every_process() -> None:
    """Another process with another hash seed draws the same."""
    command = [sys.executable, "-c", PRINT_SHOWING]
    outputs = {
        subprocess.run(
            command, check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."}
        ).stdout
        for seed in ("1", "2")
    }
    here = [show(card, "learner 7", 3).as_json() for card in (cards.replicas(), cards.choice(), cards.order())]
    assert [json.loads(output) for output in outputs] == [here]


@given(SEEDS, REPETITIONS)
@settings(max_examples=40)
def test_survives_json(seed: str, repetition: int) -> None:
    """A showing that was written as JSON and read back is the same."""
    for card in (cards.flip(), cards.choice(), cards.order(), cards.replicas()):
        showing = show(card, seed, repetition)
        assert Showing.from_json(json.loads(json.dumps(showing.as_json()))) == showing


def test_wordings_take_turns() -> None:
    """The repetition number chooses the wording, round and round."""
    card = cards.typed("x", front=("one", "two", "three"))
    assert [show(card, "me", repetition).front for repetition in range(5)] == ["one", "two", "three", "one", "two"]


@given(SEEDS, REPETITIONS, st.integers(2, 8))
@settings(max_examples=100)
def test_order_is_never_right_already(seed: str, repetition: int, count: int) -> None:
    """Items to be put in order are never shown in the right order, and none is lost."""
    order = show(cards.order(*(f"item {number}" for number in range(count))), seed, repetition).order
    assert order != tuple(range(count))
    assert sorted(order) == list(range(count))


def test_options_move_between_showings() -> None:
    """Over many repetitions the key stands in every place about equally often."""
    places = [show(cards.choice(), "me", repetition).order.index(0) for repetition in range(400)]
    assert all(60 < places.count(place) < 140 for place in range(4))


def test_numbers_are_new_each_time() -> None:
    """Repetitions and learners draw numbers of their own."""
    fronts = {show(cards.replicas(), learner, repetition).front for learner in "ab" for repetition in range(20)}
    assert len(fronts) > 35


def test_shown_lines_follow_the_order() -> None:
    """The lines are the card's own, in the shown order."""
    card = cards.order("log", "join", "train")
    showing = Showing(card.id, 0, "", order=(2, 0, 1))
    assert shown_lines(card, showing) == ("train", "log", "join")
    assert shown_lines(cards.flip(), show(cards.flip(), "me", 0)) == ()


@pytest.mark.parametrize(
    ("card", "showing"),
    [
        (cards.choice("a", "b", "c"), Showing("a-card", 0, "", order=(0, 1, 2, 3))),
        (cards.replicas(), Showing("replicas", 0, "", numbers={"rps": 500})),
        (cards.typed("x"), Showing("a-card", 0, "", order=(0, 1))),
    ],
)
def test_a_corrected_card_is_noticed(card: Card, showing: Showing) -> None:
    """A card with other options or draws than were shown is not judged by the old showing."""
    with pytest.raises(CardChanged):
        shown_lines(card, showing)
