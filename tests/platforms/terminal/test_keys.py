"""Which key does what on a TTY."""

from bot.intents import AnswerCard, Reveal, StartDrill, Undo
from bot.platforms.terminal.keys import by_key, keys_of, line_for
from bot.screens.model import Button, Entry, Option, Options, Screen

UNDO = Button("Undo", "undo", Undo(), quiet=True)
SHOW = Button("Show the answer", "show", Reveal(1, 1), default=True)
CHOICE = Screen(
    "choice",
    (Options((Option("a", "yes", AnswerCard(1, 1, "a")), Option("b", "no", AnswerCard(1, 1, "b")))),),
    (Button("I don't know", "pass", AnswerCard(1, 1)), UNDO),
    Entry("A letter", AnswerCard(1, 1)),
)
FLIP = Screen("flip", (), (SHOW, UNDO), Entry("Think", AnswerCard(1, 1), optional=True))
TYPED = Screen("typed", (), (UNDO,), Entry("Your answer", AnswerCard(1, 1)))


def test_every_button_has_a_key_of_its_own() -> None:
    """Buttons whose words begin alike get different keys, and none takes quit or type."""
    same = tuple(Button("x", word, StartDrill()) for word in ("skip", "suspend", "scenario", "quiet", "tick"))
    keys = keys_of(Screen("s", (), same))
    assert len(keys) == len(same)
    assert not {"q", "t"} & set(keys)


def test_options_keep_their_letters() -> None:
    """No button takes a letter that chooses an option."""
    assert not {"a", "b"} & set(keys_of(CHOICE))
    assert line_for(CHOICE, "a") == "a"


def test_enter_and_space_do_the_default() -> None:
    """Both are the empty line."""
    assert line_for(FLIP, "\r") == line_for(FLIP, " ") == ""


def test_q_quits_everywhere() -> None:
    """One key leaves."""
    assert line_for(CHOICE, "q") == line_for(TYPED, "q") == "quit"


def test_a_key_without_meaning_does_nothing() -> None:
    """A slip of the finger changes nothing."""
    assert line_for(FLIP, "z") is None


def test_typed_answers_want_a_whole_line() -> None:
    """Choices and flips go by single keys, typed answers do not."""
    assert by_key(CHOICE)
    assert by_key(FLIP)
    assert not by_key(TYPED)
