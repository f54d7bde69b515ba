"""What is typed in the bot's own chat, and what it is taken for."""

from datetime import timedelta

import pytest

from bot.domain.answers.verdict import BadAnswer
from bot.domain.errors import BotError
from bot.intents import AskFact, ExportReviews, Intent, LookUp, Reveal, ShowStats, StartDrill, StartScenario
from bot.screens.model import Options, Screen
from tests.usecases.conftest import Chat, pressed, text_of

LINES = ("A positive is a chargeback within 90 days,", "because later disputes are rare.")


def front(chat: Chat, card: str) -> Screen:
    """Open one card."""
    return chat.asks(StartDrill(card)).screens[-1]


def letter_of(screen: Screen, text: str) -> str:
    """The letter of an option."""
    return next(
        item.key for block in screen.blocks if isinstance(block, Options) for item in block.items if item.text == text
    )


def log(chat: Chat) -> list[int]:
    """The grades given so far."""
    data = chat.asks(ExportReviews()).data
    assert isinstance(data, list)
    return [row["grade"] for row in data]


def test_a_text_answers_the_open_card_and_a_word_grades_it(chat: Chat) -> None:
    """Two messages are one review."""
    front(chat, "kinds-typed")
    assert "Answer: online store" in chat.says("online store")
    chat.says("good")
    assert log(chat) == [3]


def test_a_letter_chooses(chat: Chat) -> None:
    """As on a button."""
    screen = front(chat, "kinds-choice")
    assert "Right: " in chat.says(letter_of(screen, "A canary release"))


def test_what_cannot_be_read_is_explained_and_the_card_waits(chat: Chat) -> None:
    """A sentence at a choice is neither an answer nor a command."""
    front(chat, "kinds-choice")
    with pytest.raises(BadAnswer):
        chat.says("well, it depends")
    assert "Few users may be hurt" in chat.says("")


def test_what_the_card_cannot_read_may_be_for_the_scenario_beside_it(chat: Chat) -> None:
    """A choice wants a letter: a sentence goes to the answer that is open, too."""
    chat.asks(StartScenario("fraud-card-payments"))
    chat.clock.advance(timedelta(minutes=1))
    front(chat, "kinds-choice")
    assert "Kept so far" in chat.says("We label by chargebacks.")


def test_numbers_tick_what_was_said(chat: Chat) -> None:
    """At the back of a phrase."""
    front(chat, "kinds-aloud")
    chat.says("I would name the topic")
    assert "2. [x]" in chat.says("1 2")


def test_a_command_at_an_open_card_is_a_command(chat: Chat) -> None:
    """Nobody answers `stats`; the card stays open."""
    front(chat, "kinds-typed")
    assert chat.says("Stats").startswith("Your memory")
    assert "feature store" in chat.says("")
    assert log(chat) == []


def test_a_command_with_words_is_one_where_the_card_takes_no_words(chat: Chat) -> None:
    """A choice wants a letter."""
    front(chat, "kinds-choice")
    assert chat.says("lookup psi").startswith("PSI")


def test_an_answer_that_begins_like_a_command_is_an_answer(chat: Chat) -> None:
    """`lookup table` may well be what somebody says."""
    front(chat, "kinds-typed")
    assert "You said" in chat.says("lookup table") or "lookup table" in chat.says("")


@pytest.mark.parametrize(
    ("text", "is_command"),
    [("scenario fraud", True), ("drill serving", True), ("scenario planning", False), ("drill down", False)],
)
def test_a_beginning_that_names_something_here_is_no_answer(chat: Chat, text: str, is_command: bool) -> None:
    """Nobody answers a card with `scenario fraud`, and a wrong answer would cost the card its place."""
    front(chat, "kinds-typed")
    chat.says(text)
    assert (text not in chat.says("")) is is_command


@pytest.mark.parametrize("text", ["/mlsd lookup psi", "mlsd lookup psi", "MLSD lookup psi"])
def test_addressed_by_name_it_is_always_a_command(chat: Chat, text: str) -> None:
    """The way out of every doubt."""
    front(chat, "kinds-typed")
    assert chat.says(text).startswith("PSI")


def test_a_turned_card_asks_for_a_grade(chat: Chat) -> None:
    """A second text does not answer again."""
    front(chat, "kinds-typed")
    chat.says("online store")
    assert "The card is turned" in chat.says("and the offline one trains")
    assert log(chat) == []


def test_a_grade_without_a_button_says_so(chat: Chat) -> None:
    """With two buttons there is no Hard."""
    front(chat, "kinds-typed")
    chat.says("online store")
    with pytest.raises(BotError, match="settings buttons 4"):
        chat.says("hard")


@pytest.mark.parametrize(("text", "said"), [("skip", "Skipped"), ("suspend", "Suspended"), ("quit", "Stopped")])
def test_the_words_of_the_screen_do_what_their_buttons_do(chat: Chat, text: str, said: str) -> None:
    """Whoever cannot press can type."""
    front(chat, "kinds-flip")
    assert said in chat.says(text)


def test_a_text_answers_the_card_that_is_open_now(chat: Chat) -> None:
    """A press in the meantime moves the card on; the text meets what is there then, under the version of then."""
    screen = front(chat, "kinds-flip")
    reveal = pressed(screen, "show")
    assert isinstance(reveal, Reveal)
    chat.asks(reveal)
    chat.says("good")
    assert log(chat) == [3]


def test_lines_join_into_one_answer(chat: Chat) -> None:
    """Each message is kept and shown as kept; `done` hands all of it in."""
    chat.asks(StartScenario("fraud-card-payments"))
    chat.says(LINES[0])
    shown = chat.says(LINES[1])
    assert "Kept so far: 13 words." in shown
    assert LINES[1] in shown
    result = chat.says("Done")
    assert "[x]" in result
    assert "chargeback within 90 days" in result


def test_the_result_is_corrected_and_accepted_in_words(chat: Chat) -> None:
    """Numbers turn calls around, `done` keeps the attempt."""
    chat.asks(StartScenario("fraud-card-payments"))
    chat.says(LINES[0])
    before = chat.says(".")
    number = next(line.partition(".")[0] for line in before.splitlines() if "[ ]" in line)
    assert f"{number}. [x]" in chat.says(number)
    assert chat.says("done").startswith("Scenario done")


def test_a_question_with_its_mark_is_asked_and_other_sentences_are_lines(chat: Chat) -> None:
    """`Ask the analysts first.` belongs to the answer."""
    chat.asks(StartScenario("fraud-card-payments"))
    assert "100 ms" in chat.says("ask what is the latency budget?")
    assert "Kept so far" in chat.says("Ask the analysts for labels first.")


@pytest.mark.parametrize("text", ["lookup tables hold the features", "drill down into segments", "scenario one"])
def test_a_line_that_begins_like_a_command_is_a_line(chat: Chat, text: str) -> None:
    """Nothing of an answer is lost to a command."""
    chat.asks(StartScenario("fraud-card-payments"))
    assert f"“{text}”" in chat.says(text)


def test_a_bare_command_in_a_scenario_is_a_command(chat: Chat) -> None:
    """And the scenario waits."""
    title = chat.asks(StartScenario("fraud-card-payments")).screens[-1].title
    assert chat.says("help").startswith("mlsd")
    assert chat.says("").startswith(title)


def test_the_session_that_moved_last_is_meant(chat: Chat) -> None:
    """A drill that is begun during a scenario takes the next text, and the other way round."""
    chat.asks(StartScenario("fraud-card-payments"))
    chat.clock.advance(timedelta(minutes=1))
    front(chat, "kinds-typed")
    assert "Answer: online store" in chat.says("online store")
    chat.clock.advance(timedelta(minutes=1))
    question = pressed(chat.asks(StartScenario("fraud-card-payments")).screens[-1], "ask")
    assert isinstance(question, AskFact)
    chat.asks(AskFact(question.session, question.version, "what is the latency budget?"))
    assert "Kept so far" in chat.says("online store of features")


def test_a_card_of_last_week_is_answered_no_more(chat: Chat) -> None:
    """Who comes back after days talks about something else."""
    front(chat, "kinds-typed")
    chat.clock.advance(timedelta(days=2))
    assert "did not understand" in chat.says("online store")


@pytest.mark.parametrize(
    ("text", "intent"), [("scenaro fraud", StartScenario("fraud")), ("stat", ShowStats()), ("lokup psi", LookUp("psi"))]
)
def test_a_slip_offers_what_was_meant(chat: Chat, text: str, intent: Intent) -> None:
    """One press does it."""
    screen = chat.asks_text(text)
    assert pressed(screen, "yes") == intent


def test_a_guess_too_long_for_a_button_is_not_offered(chat: Chat) -> None:
    """The hint itself still comes."""
    screen = chat.asks_text("lokup " + "what does it all mean " * 20)
    assert [button.word for button in screen.buttons] == ["drill", "home", "help"]


def test_a_command_with_wrong_words_says_how_it_goes(chat: Chat) -> None:
    """The error is the command's own."""
    with pytest.raises(BotError, match="Usage: export"):
        chat.says("export everything")


def test_without_text_and_session_it_is_the_overview(chat: Chat) -> None:
    """Where things stand, when nothing is open."""
    assert chat.says("  ").startswith("Your day")


@pytest.mark.parametrize("text", ["'", '"', "\\", "<!channel>", "\x00", "ｄｒｉｌｌ", "-" * 5000, "a\nb\nc"])
def test_no_text_is_too_strange(chat: Chat, text: str) -> None:
    """Each gets an answer, with a card open and without."""
    assert chat.says(text)
    front(chat, "kinds-flip")
    assert text_of(chat.asks(StartDrill()).screens[-1])
    assert chat.says(text)
