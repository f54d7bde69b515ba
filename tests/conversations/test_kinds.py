"""Every kind of card, answered right, wrong and not at all, through the plain terminal."""

import math
import re

from tests.conversations.conftest import Desk


def options(printed: str) -> dict[str, str]:
    """The lettered lines of the first front: text by letter, the other way round."""
    front = printed.split("> ", 1)[0]
    return {text: letter for letter, text in re.findall(r"^([A-H])\) (.+)$", front, re.MULTILINE)}


def test_a_choice_is_answered_by_letter(desk: Desk) -> None:
    """The right letter is confirmed, and an empty line takes Good."""
    letter = options(desk.says("drill kinds-choice"))["A canary release"]
    printed = desk.says("drill kinds-choice", letter, "")
    assert "Right: " in printed
    assert "A canary release (right)" in printed
    assert "> Empty line: Good" in printed


def test_a_wrong_choice_is_refuted_by_name_of_its_idea(desk: Desk) -> None:
    """The distractor that was picked gets its own refutation, and Again is proposed."""
    letter = options(desk.says("drill kinds-choice"))["A shadow deployment"]
    printed = desk.says("drill kinds-choice", letter)
    assert "Nobody sees what a shadow answers." in printed
    assert "A shadow deployment (your answer)" in printed
    assert "> Empty line: Again" in printed


def test_an_unreadable_answer_leaves_the_card_open(desk: Desk) -> None:
    """A letter that is not there is explained, and the same card waits."""
    printed = desk.says("drill kinds-choice", "z", "a")
    assert "! That is none of the options" in printed
    assert "Why: " in printed


def test_the_lesson_comes_at_first_sight_only(desk: Desk) -> None:
    """A new card teaches before it asks; the next showing does not."""
    letter = options(first := desk.says("drill kinds-choice"))["A canary release"]
    again = desk.says("drill kinds-choice", letter, "again")
    assert "Lesson: A canary sends" in first
    assert again.count("Lesson: A canary sends") == 1


def test_a_typed_answer_forgives_a_slip(desk: Desk) -> None:
    """One letter off in a long word still counts."""
    assert "> Empty line: Good" in desk.says("drill kinds-typed", "onlinne store")


def test_a_wrong_typed_answer_shows_the_right_one(desk: Desk) -> None:
    """The other half of the store is wrong."""
    printed = desk.says("drill kinds-typed", "offline store")
    assert "Answer: online store" in printed
    assert "> Empty line: Again" in printed


def test_an_empty_line_means_i_dont_know_on_graded_cards(desk: Desk) -> None:
    """Nothing is scolded, the answer is shown, Again is proposed."""
    printed = desk.says("drill kinds-typed", "")
    assert "Answer: online store" in printed
    assert "> Empty line: Again" in printed
    assert "Not yet" not in printed


def test_a_cloze_takes_the_missing_word(desk: Desk) -> None:
    """Any accepted spelling fits the blank."""
    assert "> Empty line: Good" in desk.says("drill kinds-cloze", "leakage")


def test_a_flip_card_is_graded_by_the_learner(desk: Desk) -> None:
    """An empty line shows the back; four words grade it."""
    printed = desk.says("drill kinds-flip", "", "good")
    assert "Answer: Its answers are never shown." in printed
    assert "1 of 1 (100 %)" in printed


def test_what_is_typed_on_a_flip_card_is_shown_beside_the_answer(desk: Desk) -> None:
    """So that the learner can compare."""
    assert "You said: nobody sees it" in desk.says("drill kinds-flip", "nobody sees it")


def test_a_phrase_is_said_aloud_and_ticked(desk: Desk) -> None:
    """The time is named, elements are ticked by number, and the proposed grade follows."""
    printed = desk.says("drill kinds-aloud", "", "1 2 3", "")
    assert "Say it aloud in 30 seconds" in printed
    assert "3. [x] names the time" in printed
    assert "1 of 1 (100 %)" in printed


def test_a_phrase_with_little_said_proposes_again(desk: Desk) -> None:
    """One element of three is not enough."""
    assert "> Empty line: Again" in desk.says("drill kinds-aloud", "", "2").rsplit("[x]", 1)[1]


def test_an_order_is_typed_as_letters(desk: Desk) -> None:
    """Letters of the shuffled items, in the right order."""
    letters = options(desk.says("drill kinds-order"))
    right = " ".join(letters[item] for item in ("Shadow", "Canary", "Full traffic"))
    assert "> Empty line: Good" in desk.says("drill kinds-order", right)


def test_a_numeric_card_is_computed_from_the_numbers_shown(desk: Desk) -> None:
    """The key follows the drawn numbers, and the solution shows them."""
    front = desk.says("drill kinds-numeric")
    rps, each = (float(text.replace(",", "")) for text in re.findall(r"([\d,.]+)(?: requests/s arrive|/s\.)", front))
    right = math.ceil(rps / each)
    printed = desk.says("drill kinds-numeric", f"{right} replicas")
    assert "> Empty line: Good" in printed
    assert "Worked: " in printed


def test_a_numeric_trap_is_named(desk: Desk) -> None:
    """Dividing the wrong way round is recognised and said."""
    assert "You divided the wrong way round." in desk.says("drill kinds-numeric", "1")
