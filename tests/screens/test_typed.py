"""From one typed line to one intent."""

import pytest

from bot.domain.memory import Grade
from bot.intents import AnswerCard, FlagCard, GradeCard, Help, LookUp, TickElements, Undo
from bot.screens.model import Button, Entry, Screen, Tick, Ticks
from bot.screens.typed import LEAVE, NotUnderstood, read

GOOD = GradeCard(7, 3, Grade.GOOD)
UNDO = Button("Undo", "undo", Undo(), quiet=True)
FLAG = Button("Flag", "flag", FlagCard(7, 3), quiet=True, entry=Entry("What is wrong?", FlagCard(7, 3)))
FRONT = Screen("front", buttons=(UNDO, FLAG), entry=Entry("Your answer", AnswerCard(7, 3)))
BACK = Screen("back", buttons=(Button("Good", "good", GOOD, default=True), UNDO, FLAG))
TICKS = Ticks(
    (Tick("topic", ticked=True), Tick("reason", ticked=False), Tick("time", ticked=False)), TickElements(7, 3)
)
SAID = Screen("said", (TICKS,), BACK.buttons)


def test_a_line_at_the_front_is_the_answer() -> None:
    """Whatever is no word of the screen is the answer, as typed."""
    assert read(FRONT, "  the online store ") == AnswerCard(7, 3, "the online store")


def test_an_empty_line_at_a_graded_front_is_an_empty_answer() -> None:
    """An empty line means "I don't know"."""
    assert read(FRONT, "") == AnswerCard(7, 3, "")


def test_an_empty_line_at_the_back_takes_the_default() -> None:
    """The proposed grade is what Enter does."""
    assert read(BACK, "") == GOOD


@pytest.mark.parametrize("line", ["undo", "UNDO", " undo "])
def test_a_word_of_the_screen_presses_its_button(line: str) -> None:
    """Case and spaces do not matter."""
    assert read(FRONT, line) == Undo()


def test_flag_takes_its_text_from_the_same_line() -> None:
    """`flag TEXT` is one act."""
    assert read(BACK, "flag the key is wrong") == FlagCard(7, 3, "the key is wrong")


def test_flag_without_text_says_what_is_missing() -> None:
    """The error tells how to type it."""
    with pytest.raises(NotUnderstood, match="flag TEXT"):
        read(BACK, "flag")


def test_an_answer_may_begin_with_a_button_word() -> None:
    """`undo the change` is an answer where an answer is asked for, and no act elsewhere."""
    assert read(FRONT, "undo the change") == AnswerCard(7, 3, "undo the change")
    with pytest.raises(NotUnderstood, match="stands alone"):
        read(BACK, "undo the change")


def test_a_grade_without_a_button_says_how_to_get_one() -> None:
    """`hard` needs four buttons."""
    with pytest.raises(NotUnderstood, match="settings buttons 4"):
        read(BACK, "hard")


def test_numbers_turn_elements_around() -> None:
    """Ticked ones are unticked and the other way round, in one intent."""
    assert read(SAID, "1 3") == TickElements(7, 3, (2,))


def test_a_number_outside_the_list_is_refused() -> None:
    """The error names the range."""
    with pytest.raises(NotUnderstood, match="from 1 to 3"):
        read(SAID, "4")


@pytest.mark.parametrize("line", ["quit", "exit"])
def test_quit_leaves(line: str) -> None:
    """Leaving is always possible."""
    assert read(FRONT, line) is LEAVE


def test_where_nothing_is_asked_a_line_is_a_command() -> None:
    """After the summary one may go on with any command of the table."""
    screen = Screen("summary", buttons=(UNDO,))
    assert read(screen, "lookup psi") == LookUp("psi")
    assert read(screen, "help") == Help()


def test_an_unknown_command_names_the_nearest_and_the_buttons() -> None:
    """Nobody is left guessing."""
    with pytest.raises(NotUnderstood, match=r"scenario.*undo"):
        read(Screen("summary", buttons=(UNDO,)), "scenarios fraud")
