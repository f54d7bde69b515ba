from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.linking import (
    ALPHABET,
    LENGTH,
    POSSIBLE,
    Code,
    Refusal,
    code_of,
    read,
    spaced,
    spent,
    taken_over,
    united,
)
from bot.domain.memory import Mark, Memory
from tests.store.factories import DAY, NOON, TODAY, memory

cards = st.sampled_from("abcdef")
days = st.none() | st.integers(0, 9).map(lambda ahead: TODAY + ahead * DAY)
memories = st.dictionaries(cards, st.integers(0, 9)).map(
    lambda found: [memory(card, last_review_at=NOON + hours * timedelta(hours=1)) for card, hours in found.items()]
)
marks = st.dictionaries(cards, st.tuples(st.booleans(), days, st.booleans())).map(
    lambda found: [Mark(card, *rest) for card, rest in found.items() if Mark(card, *rest) != Mark(card)]
)


def by_card(kept: list[Memory], changed: list[Memory]) -> dict[str, Memory]:
    """What is remembered after the changes."""
    return {each.card_id: each for each in [*kept, *changed]}


@settings(max_examples=200)
@given(st.integers(0, POSSIBLE - 1), st.sampled_from([str.lower, str.upper, spaced, lambda code: f" {code}. "]))
def test_a_code_is_read_however_it_is_typed(number: int, typed: object) -> None:
    """Its case, a hyphen and what stands around do not matter; each number has a code of its own."""
    code = code_of(number)
    assert callable(typed)
    assert read(typed(code)) == code
    assert len(code) == LENGTH
    assert sum(ALPHABET.index(letter) * len(ALPHABET) ** place for place, letter in enumerate(code)) == number


def test_a_code_has_no_look_alikes() -> None:
    """Of each group that people mix up when they copy by eye, at most one is used."""
    for group in ("0OQ", "1IL", "2Z", "5S", "8B", "UV", "AEIOU"):
        assert len(set(group) & set(ALPHABET)) <= 1


@pytest.mark.parametrize("number", [-1, POSSIBLE])
def test_only_numbers_in_range_have_codes(number: int) -> None:
    """A larger one would have the code of another."""
    with pytest.raises(ValueError, match="no code"):
        code_of(number)


def test_a_code_is_good_until_its_instant_and_once() -> None:
    """At the very end it is too old; a used one is used, however old."""
    code = Code("learner", NOON)
    assert spent(code, NOON - timedelta(milliseconds=1)) is None
    assert spent(code, NOON) is Refusal.EXPIRED
    assert spent(replace(code, used=True), NOON + DAY) is Refusal.USED


@settings(max_examples=300)
@given(memories, memories)
def test_of_two_memories_the_later_one_stays_whole(kept: list[Memory], absorbed: list[Memory]) -> None:
    """No field is made of both, nothing is lost, and what was answered last counts."""
    merged = by_card(kept, taken_over(kept, absorbed))
    assert merged.keys() == {each.card_id for each in [*kept, *absorbed]}
    for card, found in merged.items():
        known = [each for each in [*kept, *absorbed] if each.card_id == card]
        assert found in known
        assert found.last_review_at == max(each.last_review_at for each in known)


@settings(max_examples=300)
@given(memories, memories)
def test_whose_code_it_is_makes_no_difference_to_what_is_due(one: list[Memory], other: list[Memory]) -> None:
    """Joined from either side, each card is due at the same time."""
    there, back = by_card(one, taken_over(one, other)), by_card(other, taken_over(other, one))
    assert {card: each.last_review_at for card, each in there.items()} == {
        card: each.last_review_at for card, each in back.items()
    }


@settings(max_examples=300)
@given(marks, marks, st.sets(cards))
def test_marks_unite(kept: list[Mark], absorbed: list[Mark], known: set[str]) -> None:
    """Suspended by one is suspended; buried until the later day; wanted only while the card is new."""
    ours, theirs = ({mark.card_id: mark for mark in found} for found in (kept, absorbed))
    merged = ours | {mark.card_id: mark for mark in united(kept, absorbed, known)}
    assert merged.keys() == ours.keys() | {
        card for card, mark in theirs.items() if replace(mark, wanted=mark.wanted and card not in known) != Mark(card)
    }
    for card, mark in merged.items():
        both = [found.get(card, Mark(card)) for found in (ours, theirs)]
        assert mark.suspended == any(each.suspended for each in both)
        assert mark.buried_until == max((each.buried_until for each in both if each.buried_until), default=None)
        assert mark.wanted == (any(each.wanted for each in both) and card not in known)
