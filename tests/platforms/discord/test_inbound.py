"""From what Discord sends to what is meant; forms and what comes back from them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.intents import AnswerCard, ChangeSetting, CorrectPoints, FlagCard, Intent, SubmitScenario, Undo
from bot.platforms.discord.inbound import OpenForm, ShowAll, form_of_modal, pressed, submitted
from bot.platforms.discord.modals import to_modal
from bot.screens.forms import Form, FormIntent, form_for
from bot.screens.tokens import Act, encode
from tests.platforms.discord.judge import problems_of_modal

FORMS: list[FormIntent] = [
    AnswerCard(7, 3),
    FlagCard(7, 3, "as it began"),
    SubmitScenario(7, 3, "a long beginning " * 400),
    ChangeSetting("zone", "Europe/Berlin"),
    ChangeSetting("steps", ""),
]
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "custom_id", "components", "component"]), inner, max_size=3)
    ),
    max_leaves=6,
)
ids = st.sampled_from(["1:te:7:3", "1:te:7:3#2", "1:un", "1?ac:7:3", "1+st", "menu", "#", "1?fl:7:3", "1?un", "9:un"])
presses = st.fixed_dictionaries(
    {},
    optional={
        "custom_id": ids | json,
        "component_type": st.sampled_from([2, 3]) | json,
        "values": st.lists(st.sampled_from(["0", "1:un", "²", "-1", "9999999"]) | json, max_size=3) | json,
        "components": json,
    },
)


def form_of(intent: Intent) -> Form:
    """The form of an intent that has one."""
    form = form_for(intent)
    assert form is not None
    return form


def filled(intent: Intent, *texts: str) -> dict[str, Any]:
    """A modal's submission as Discord sends it, with texts in its inputs."""
    made = to_modal(form_of(intent)).to_dict()
    inputs = [label["component"]["custom_id"] for label in made["components"]]
    components = [
        {"type": 18, "id": number, "component": {"type": 4, "id": number + 9, "custom_id": name, "value": text}}
        for number, (name, text) in enumerate(zip(inputs, texts, strict=False), 1)
    ]
    return {"custom_id": made["custom_id"], "components": components}


@pytest.mark.parametrize("intent", FORMS)
def test_a_form_fits_a_modal_and_comes_back(intent: FormIntent) -> None:
    """With what the intent held as a beginning, within the limits; its text completes the intent."""
    assert list(problems_of_modal(to_modal(form_of(intent)))) == []
    assert submitted(filled(intent, " typed ")) == form_of(intent).filled({"text": "typed", "value": "typed"})


def test_a_label_that_is_too_long_stands_below() -> None:
    """The label is then the form's title, and nothing of what is wanted is lost."""
    form = form_for(AnswerCard(7, 3), "Type the letters in order, such as e d c b a, or a")
    assert form is not None
    label = to_modal(form).to_dict()["components"][0]
    assert label["label"] == "Type your answer"
    assert label["description"] == "Type the letters in order, such as e d c b a, or a"


def test_a_long_answer_goes_on_in_a_second_input() -> None:
    """One input takes 4,000 characters; the second may stay empty; a draft is spread over both."""
    draft = "x" * 3999 + "yz" + "w" * 500
    first, second = to_modal(form_of(SubmitScenario(7, 3, draft))).to_dict()["components"]
    assert first["component"]["value"] + second["component"]["value"] == draft
    assert first["component"]["required"]
    assert not second["component"]["required"]
    assert submitted(filled(SubmitScenario(7, 3), "one", "two")) == SubmitScenario(7, 3, "one\ntwo")
    assert submitted(filled(SubmitScenario(7, 3), "one")) == SubmitScenario(7, 3, "one")


def test_inputs_in_rows_are_read_too() -> None:
    """As modals came back before there were labels."""
    data = filled(FlagCard(7, 3), "wrong key")
    data["components"] = [{"type": 1, "components": [data["components"][0]["component"]]}]
    assert submitted(data) == FlagCard(7, 3, "wrong key")


def test_a_press_does_asks_or_shows() -> None:
    """By the token alone, with or without a number; in a menu it is the chosen line's."""
    assert pressed({"custom_id": "1:un", "component_type": 2}) == Undo()
    assert pressed({"custom_id": "1:un#7", "component_type": 2}) == Undo()
    assert pressed({"custom_id": "menu#2", "component_type": 3, "values": ["1:un#3"]}) == Undo()
    assert pressed({"custom_id": encode(Undo(), Act.SHOW), "component_type": 2}) == ShowAll(Undo())
    asked = pressed({"custom_id": encode(FlagCard(7, 3), Act.ASK), "component_type": 2}, "an invitation")
    assert isinstance(asked, OpenForm)
    assert asked.form.fields[0].label == "What is wrong with this card?"


@pytest.mark.parametrize("custom_id", ["", "old-button", "9:un", "1:zz", "1:gr:7", None, 5, "1:" + "x" * 200])
def test_what_is_none_of_ours_means_nothing(custom_id: object) -> None:
    """A button of an older time, or nonsense: the caller says so."""
    assert pressed({"custom_id": custom_id, "component_type": 2}) is None
    assert pressed({"custom_id": "menu", "component_type": 3, "values": [custom_id]}) is None
    assert submitted({"custom_id": custom_id, "components": []}) is None


def test_a_check_list_means_only_ticks() -> None:
    """A menu whose token is of another kind, or whose values are no numbers, changes nothing else."""
    assert pressed({"custom_id": "1:un", "component_type": 3, "values": ["1"]}) is None
    data = {"custom_id": encode(CorrectPoints(7, 3, (30,))), "component_type": 3, "values": ["2", "²", "-1", "x", "0"]}
    assert pressed(data) == CorrectPoints(7, 3, (0, 2, 30))


@given(presses)
@settings(max_examples=150)
def test_no_payload_is_too_strange(data: dict[str, Any]) -> None:
    """Whatever comes, it means something or nothing, and raises nothing."""
    pressed(data)
    form_of_modal(data)
    submitted(data)
