"""Forms: what they ask, and the intent that the answers complete."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.settings import Settings, describe
from bot.intents import (
    AnswerCard,
    AskFact,
    ChangeSetting,
    FlagCard,
    GradeCard,
    LookUp,
    SubmitScenario,
    TextIntent,
    Undo,
)
from bot.screens import tokens
from bot.screens.forms import Form, FormIntent, complete, form_for, form_of
from bot.screens.model import Entry
from bot.screens.tokens import Act, encode
from tests.screens.strategies import INTENTS, smallest

LONGEST_TITLE = 24  # Slack's modals are the narrowest


def form(intent: FormIntent) -> Form:
    """The form of an intent that has one."""
    found = form_for(intent)
    assert found is not None
    return found


@pytest.mark.parametrize("sort", get_args(TextIntent))
def test_every_intent_that_takes_a_text_has_a_form(sort: type) -> None:
    """It is short enough in its title, and says what to type and what to press."""
    made = form(smallest(sort))
    assert 0 < len(made.title) <= LONGEST_TITLE
    assert 0 < len(made.submit) <= LONGEST_TITLE
    assert all(field.label and field.longest > 0 for field in made.fields)


@pytest.mark.parametrize("sort", [sort for sort in INTENTS if sort not in get_args(FormIntent)])
def test_no_other_intent_has_a_form(sort: type) -> None:
    """A grade is pressed, not typed."""
    assert form_for(smallest(sort)) is None


@pytest.mark.parametrize("intent", [AnswerCard(7, 3), FlagCard(7, 3), AskFact(7, 3), SubmitScenario(7, 3)])
def test_a_form_follows_from_a_token_alone(intent: TextIntent) -> None:
    """A dialog must be the first response: nothing but the button is at hand."""
    token = tokens.read(encode(intent, Act.ASK))
    assert token is not None
    assert form_for(token.intent) == form(intent)


@given(st.text(max_size=50))
def test_the_text_completes_the_intent(text: str) -> None:
    """What is typed goes where it belongs, without the spaces around it."""
    assert form(AnswerCard(7, 3)).filled({"text": text}) == AnswerCard(7, 3, text.strip())
    assert form(ChangeSetting("zone", "UTC")).filled({"value": text}) == ChangeSetting("zone", text.strip())
    assert complete(LookUp(""), text) == LookUp(text.strip())


def test_a_field_that_does_not_come_back_is_empty() -> None:
    """An old dialog may lack it."""
    assert form(FlagCard(7, 3)).filled({}) == FlagCard(7, 3, "")


def test_what_the_intent_holds_is_where_the_form_begins() -> None:
    """A draft is offered again, and is no part of the form's own intent."""
    made = form(SubmitScenario(7, 3, "so far"))
    assert made.fields[0].initial == "so far"
    assert made.intent == SubmitScenario(7, 3)


def test_a_long_answer_has_several_lines_and_much_room() -> None:
    """A scenario's answer is an essay; a question is a line."""
    assert form(SubmitScenario(7, 3)).fields[0].lines
    assert form(SubmitScenario(7, 3)).fields[0].longest >= 20_000
    assert not form(AskFact(7, 3)).fields[0].lines


def test_an_entry_brings_its_own_label() -> None:
    """What the screen says about the answer is what the form says."""
    made = form_of(Entry("Type the letters in order, such as c b a", AnswerCard(7, 3)))
    assert made
    assert made.fields[0].label == "Type the letters in order, such as c b a"


def test_an_entry_of_lines_is_labelled_by_its_form() -> None:
    """How several lines end is a matter of the place where they are typed."""
    made = form_of(Entry("Your answer; a lone . ends it", SubmitScenario(7, 3), lines=True))
    assert made == form_for(SubmitScenario(7, 3))


@pytest.mark.parametrize("row", describe(Settings()))
def test_every_setting_has_a_form_with_its_value(row: tuple[str, str, str]) -> None:
    """It shows what the setting does, what it takes, and what it is now."""
    name, value, words = row
    field = form(ChangeSetting(name, value)).fields[0]
    assert (field.label, field.initial) == (words, value)
    assert field.placeholder


def test_a_setting_that_is_no_more_has_no_form() -> None:
    """A button of an old version opens nothing."""
    assert form_for(ChangeSetting("colour", "blue")) is None


def test_other_intents_have_none() -> None:
    """Undo and grades are done at once."""
    assert form_for(Undo()) is None
    assert form_for(smallest(GradeCard)) is None
