"""A long answer in several messages, and what is pressed between them."""

from typing import Any

import pytest

from bot.domain import attempt as attempts
from bot.domain.attempt import Attempt
from bot.domain.errors import BotError
from bot.intents import AddLine, AskFact, CorrectPoints, FinishScenario, StartScenario, SubmitScenario
from bot.screens.model import Reply, Screen
from tests.usecases.conftest import Chat, pressed, text_of

FIRST, SECOND = "A positive is a chargeback within 90 days.", "We check drift with PSI every day."


def begun(chat: Chat) -> tuple[Screen, SubmitScenario]:
    """The prompt, and what hands in its answer."""
    screen = chat.asks(StartScenario("fraud-card-payments")).screens[-1]
    assert screen.entry
    assert isinstance(screen.entry.intent, SubmitScenario)
    return screen, screen.entry.intent


def test_a_draft_is_handed_in_by_its_button(chat: Chat) -> None:
    """The button comes with the first line, and is what Enter does."""
    screen, submit = begun(chat)
    assert "done" not in [button.word for button in screen.buttons]
    chat.asks(AddLine(submit.session, FIRST))
    shown = chat.asks(AddLine(submit.session, SECOND)).screens[-1]
    result = text_of(chat.asks(pressed(shown, "done")).screens[-1])
    assert "chargeback within 90 days" in result
    assert "drift with PSI" in result


def test_a_draft_and_a_form_make_one_answer(chat: Chat) -> None:
    """What is written last comes last."""
    _, submit = begun(chat)
    shown = chat.asks(AddLine(submit.session, FIRST)).screens[-1]
    assert shown.entry
    intent = shown.entry.intent
    assert isinstance(intent, SubmitScenario)
    result = text_of(chat.asks(SubmitScenario(intent.session, intent.version, SECOND)).screens[-1])
    assert "chargeback within 90 days" in result
    assert "drift with PSI" in result


def test_a_draft_survives_questions_and_a_fresh_start(chat: Chat) -> None:
    """Asking the interviewer, or `scenario` again, leaves it as it is."""
    _, submit = begun(chat)
    shown = chat.asks(AddLine(submit.session, FIRST)).screens[-1]
    question = pressed(shown, "ask")
    assert isinstance(question, AskFact)
    chat.asks(AskFact(question.session, question.version, "what is the latency budget?"))
    assert FIRST in text_of(chat.asks(StartScenario()).screens[-1])


def test_a_form_that_comes_late_loses_no_text(chat: Chat) -> None:
    """It was opened, then a question moved the session on: the text is kept, and nothing is graded yet."""
    _, submit = begun(chat)
    chat.asks(AskFact(submit.session, submit.version, "what is the latency budget?"))
    shown = chat.asks(SubmitScenario(submit.session, submit.version, FIRST)).screens[-1]
    assert FIRST in text_of(shown)
    assert "done" in [button.word for button in shown.buttons]


def test_a_form_that_comes_twice_is_one_answer(chat: Chat) -> None:
    """The second one shows the result of the first."""
    _, submit = begun(chat)
    chat.asks(SubmitScenario(submit.session, submit.version, FIRST))
    again = chat.asks(SubmitScenario(submit.session, submit.version, FIRST)).screens[-1]
    assert isinstance(again.leave, FinishScenario)
    assert "Score: " in text_of(again)


def test_nothing_can_be_handed_in_without_a_word(chat: Chat) -> None:
    """Neither by an empty form nor by an early `done`."""
    _, submit = begun(chat)
    with pytest.raises(BotError, match="no answer yet"):
        chat.asks(submit)
    with pytest.raises(BotError, match="no answer yet"):
        chat.says("done")


def test_a_line_after_the_end_changes_nothing(chat: Chat) -> None:
    """Where it is handed in the result shows; where it is over, that."""
    _, submit = begun(chat)
    result = chat.asks(SubmitScenario(submit.session, submit.version, FIRST)).screens[-1]
    assert text_of(chat.asks(AddLine(submit.session, SECOND)).screens[-1]) == text_of(result)
    assert result.leave
    chat.asks(result.leave)
    assert chat.asks(AddLine(submit.session, SECOND)).screens[-1].title == "That scenario is over"


def test_a_draft_has_an_end(chat: Chat) -> None:
    """The line that is too much is refused, and what was kept before stays."""
    _, submit = begun(chat)
    chat.asks(AddLine(submit.session, FIRST))
    with pytest.raises(BotError, match="20000"):
        chat.asks(AddLine(submit.session, "word " * 4000))
    assert FIRST in text_of(chat.asks(StartScenario()).screens[-1])


def test_an_attempt_kept_by_an_earlier_version_has_no_draft() -> None:
    """Its JSON is read as it was written."""
    old: dict[str, Any] = attempts.to_json(Attempt("fraud"))
    del old["draft"]
    assert attempts.from_json(old) == Attempt("fraud", corrections={})


def test_quick_ticks_that_cross_the_screens_all_count(chat: Chat) -> None:
    """Each says how all boxes stand, so the last one holds, whatever version it was pressed on."""
    _, submit = begun(chat)
    result = chat.asks(SubmitScenario(submit.session, submit.version, FIRST))
    missed = [name for name, share in _points(result).items() if share == 0]
    order = list(_points(result))
    first, second = order.index(missed[0]), order.index(missed[1])
    seen = result.screens[-1].leave
    assert isinstance(seen, FinishScenario)
    chat.asks(CorrectPoints(seen.session, seen.version, (first,)))
    both = chat.asks(CorrectPoints(seen.session, seen.version, tuple(sorted((first, second)))))
    assert _points(both)[missed[0]] == _points(both)[missed[1]] == 1


def _points(reply: Reply) -> dict[str, float]:
    assert isinstance(reply.data, dict)
    points: dict[str, float] = reply.data["points"]
    return points
